"""Loading the sample network: once, whole or not at all, and never over somebody's data (D2)."""

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories import organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.models import Membership, Organisation, Person
from kyoso.apps.accounts.queries import actor_for_email
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import visible_to
from kyoso.apps.journal.models import Entry, OutboxRow
from kyoso.demo import load
from kyoso.demo.content import read_organisations, read_sign_ins
from kyoso.demo.load import PASSWORD, has_other_data, is_loaded, load_network

pytestmark = pytest.mark.django_db

EVERYTHING = (Organisation, Person, Membership, Projection, Entry, OutboxRow)


@pytest.fixture
def few(monkeypatch):
    """A part of the network that has every state of everything, and those who sign in."""
    everybody = read_organisations()
    keys = {one.organisation for one in read_sign_ins()}
    chosen = [one for one in everybody if one.key in keys]
    for state in ("pending", "unclaimed"):
        chosen += [one for one in everybody if one.status == state][:3]
    chosen += [one for one in everybody if one.status == "approved" and one.assets][:5]
    chosen += [one for one in everybody if any(need.status != "published" for need in one.needs)][:5]
    chosen = list({one.key: one for one in chosen}.values())
    monkeypatch.setattr(load, "read_organisations", lambda: chosen)
    return chosen


def count():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def picture():
    """All that was made but for codes, which are random on purpose, and numbers, which the database gives out."""
    return {
        "organisations": list(Organisation.objects.order_by("pk").values_list("name", "corporate_number", "status")),
        "people": list(Person.objects.order_by("pk").values_list("email", "name", "language")),
        "projections": [
            (row.kind, row.owner.name, row.tier_from, row.tier_to, row.title, row.fields, row.listed)
            for row in Projection.objects.select_related("owner").order_by("pk")
        ],
        "entries": list(Entry.objects.order_by("pk").values_list("verb", "subject_kind")),
    }


def test_counts_are_those_of_what_was_loaded(few):
    assert (is_loaded(), has_other_data()) == (False, False)
    counts = load_network()
    assert counts["organisations"] == Organisation.objects.count() == len(few)
    for kind in ("asset", "need"):
        records = Projection.objects.filter(kind=kind).values("record_id").distinct().count()
        assert counts[f"{kind}s"] == records > 0
    assert (is_loaded(), has_other_data()) == (True, False)


@pytest.mark.parametrize("failing", ["create_asset", "create_need", "_spread_dates", "record_event"])
def test_nothing_stays_when_something_fails_midway(few, monkeypatch, failing):
    before, calls, real = count(), [], getattr(load, failing)

    def fail_at_the_third(*arguments, **values):
        calls.append(1)
        if len(calls) == 3 or failing in {"_spread_dates", "record_event"}:
            raise RuntimeError("midway")
        return real(*arguments, **values)

    monkeypatch.setattr(load, failing, fail_at_the_third)
    with pytest.raises(RuntimeError, match="midway"):
        load_network()
    assert count() == before
    assert not is_loaded()


def test_two_loads_give_the_same_network(few):
    pictures = []
    for _ in range(2):
        with transaction.atomic():
            load_network()
            pictures.append(picture())
            transaction.set_rollback(True)
    assert pictures[0] == pictures[1]


def test_data_of_ones_own_is_noticed_and_the_sample_is_not_taken_for_it(few):
    mine = organisation("うちの会社")
    assert has_other_data()
    mine.delete()
    load_network()
    organisation("あとから入った会社")
    assert not has_other_data()


def test_everybody_whose_password_is_told_can_sign_in_and_acts_for_their_organisation(few):
    load_network()
    keys = {one.key: one.name for one in few}
    for one in read_sign_ins():
        person = Person.objects.get(email=one.email)
        assert person.check_password(PASSWORD)
        actor = actor_for_email(one.email)
        if one.organisation:
            assert Organisation.objects.get(pk=actor.organisation_id).name == keys[one.organisation]
            assert actor.role == one.role
        else:
            assert actor.network_roles == {one.network_role}


def test_nobody_else_has_a_password(few):
    load_network()
    told = {one.email for one in read_sign_ins()}
    others = Person.objects.exclude(email__in=told)
    assert others.exists()
    assert not any(person.has_usable_password() for person in others)


def test_what_is_loaded_is_disclosed_by_the_same_rules(few):  # A3
    load_network()
    shown = visible_to(ANONYMOUS)
    assert {row.record_tier for row in shown} == {0}
    assert {row.owner.status for row in shown} == {"approved"}
    assert {row.status for row in shown} == {"active", "published"}
    strict = [one for firm in few for one in firm.assets if "nda" in one.tiers.values() and one.tier == "public"]
    texts = "\n".join("\n".join(row.fields.values()) for row in shown)
    for asset in strict:
        for name, tier in asset.tiers.items():
            if tier in {"nda", "core"}:
                assert getattr(asset, name) not in texts


def test_records_look_as_if_entered_over_months(few):
    load_network()
    days = {(timezone.now() - row.changed_at).days for row in Projection.objects.all()}
    assert len(days) > 5
    assert min(days) >= 0
    by_record = {}
    for row in Projection.objects.all():
        by_record.setdefault((row.kind, row.record_id), set()).add(row.changed_at)
    assert all(len(dates) == 1 for dates in by_record.values())


def test_the_worker_is_told(few):
    load_network()
    assert OutboxRow.objects.filter(kind="asset").exists()
