"""What others see of the inventory, and the written rule, with who may read and write it (A3)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.apps.matching.helpers import client_of, words_and_bridge
from tests.factories import acting, actor, asset, grant, member, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.assets import adapters
from kyoso.apps.assets.models import OpeningRule
from kyoso.apps.assets.queries import (
    VIEWS,
    current_rule_for,
    list_rules_for,
    preview_files,
    preview_of_asset,
    preview_of_organisation,
)
from kyoso.apps.assets.services.write_rule import approve_rule, write_rule
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, visible_to
from kyoso.apps.files.queries import list_files_for
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.journal.models import Entry
from kyoso.shared.locking import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return organisation()


@pytest.fixture
def owner(firm):
    return actor(firm)


@pytest.fixture(autouse=True)
def _bridge(monkeypatch):
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())


def verbs(kind):
    return list(Entry.objects.filter(subject_kind=kind).order_by("pk").values_list("verb", flat=True))


# Previews


def test_a_preview_is_what_others_get(firm, owner):  # A3
    shown = asset(owner, title="甲", tier=Tier.PUBLIC, summary="皆", ability="網", evidence="密", conditions="核",
                  field_tiers={"ability": 1, "evidence": 2, "conditions": 3})  # fmt: skip
    partner = member()
    grant(owner, partner)
    viewers = {"partner": acting(partner), "network": actor(), "public": ANONYMOUS}
    _own, seen = preview_of_asset(owner, shown.code)
    for view, viewer in viewers.items():
        got = visible_to(viewer, "asset").get(code=shown.code)
        assert seen[view] == got
        assert list(preview_of_organisation(owner, view)) == list(visible_to(viewer, "asset").filter(owner=firm))
    assert {view: len(one.fields) for view, one in seen.items()} == {"partner": 3, "network": 2, "public": 1}


def photo(by, record, name, tier):
    upload = ContentFile(f"本文 {name}".encode(), name=f"{name}.txt")
    return add_file(actor=by, kind="asset", code=record.code, upload=upload, tier=tier, caption=f"説明 {name}")


def test_a_preview_shows_the_files_that_others_get(firm, owner):  # A3
    shown, closed = asset(owner, title="甲", tier=Tier.PUBLIC), asset(owner, title="乙", tier=Tier.NDA)
    for number, name in enumerate(("kai", "ami", "mitsu", "kaku")):
        photo(owner, shown, name, Tier(number))
    photo(owner, closed, "tojiru", Tier.PUBLIC)
    partner = member()
    grant(owner, partner)
    viewers = {"partner": acting(partner), "network": actor(), "public": ANONYMOUS}
    numbers = [shown.pk, closed.pk]
    for view, viewer in viewers.items():
        got = {number: files for number in numbers if (files := list_files_for(viewer, "asset", number))}
        assert preview_files(owner, view, numbers) == got
    assert [len(preview_files(owner, view, numbers).get(shown.pk, [])) for view in viewers] == [3, 2, 1]
    page = client_of(owner).get(reverse("asset_preview", args=[shown.code])).content.decode()
    assert (page.count("説明 kai"), page.count("説明 ami"), page.count("説明 mitsu"), page.count("説明 kaku")) == (
        3,
        2,
        1,
        0,
    )
    for view, hidden in (("public", "説明 ami"), ("network", "説明 mitsu"), ("partner", "説明 kaku")):
        body = client_of(owner).get(reverse("board_preview"), {"as": view}).content.decode()
        assert "説明 kai" in body
        assert hidden not in body
        assert ("説明 tojiru" in body) == (view == "partner")


def test_files_of_others_are_in_no_preview(owner):
    theirs = asset(title="甲", tier=Tier.PUBLIC)
    photo(actor(theirs.owner), theirs, "kai", Tier.PUBLIC)
    assert preview_files(owner, "public", [theirs.pk]) == {}


@pytest.mark.parametrize("view", VIEWS)
def test_a_preview_of_what_nobody_sees_is_empty(view):  # A3
    pending = actor(organisation(status=OrganisationStatus.PENDING))
    asset(pending, tier=Tier.PUBLIC)
    assert not preview_of_organisation(pending, view).exists()
    owner = actor()
    put_away = asset(owner, tier=Tier.PUBLIC, archived=True)
    assert preview_of_asset(owner, put_away.code)[1][view] is None


def test_previews_are_for_the_own_people(firm, owner):  # A3
    core, public = asset(owner, tier=Tier.CORE), asset(owner, tier=Tier.PUBLIC)
    for viewer, made in ((actor(firm, Role.LEAD), core), (actor(), public), (network_actor(), public)):
        with pytest.raises(Absent):
            preview_of_asset(viewer, made.code)
    assert not preview_of_organisation(network_actor(), "public").exists()


# The written rule


def test_a_changed_rule_waits_for_approval_again(firm, owner):  # A3
    lead = actor(firm, Role.LEAD)
    write_rule(actor=lead, text="数値はNDAの後", seen=0)
    with pytest.raises(PermissionDenied):
        approve_rule(actor=lead, number=1)
    approved = approve_rule(actor=owner, number=1)
    assert (approved.approved_by_id, approved.approved_at is None) == (owner.person_id, False)
    write_rule(actor=lead, text="数値は出さない", seen=1)
    assert current_rule_for(owner).approved_at is None
    assert [(one.number, bool(one.approved_at)) for one in list_rules_for(owner)] == [(2, False), (1, True)]
    assert verbs("opening_rule") == ["opening_rule_written", "opening_rule_approved", "opening_rule_written"]


def test_the_same_rule_again_keeps_its_approval(owner):  # A3
    write_rule(actor=owner, text="数値はNDAの後", seen=0)
    approve_rule(actor=owner, number=1)
    write_rule(actor=owner, text="数値はNDAの後\n", seen=1)
    assert OpeningRule.objects.get().approved_at is not None


def test_nobody_approves_words_that_they_did_not_read(owner):  # A3
    write_rule(actor=owner, text="甲", seen=0)
    write_rule(actor=owner, text="乙", seen=1)
    with pytest.raises(Conflict):
        approve_rule(actor=owner, number=1)


def test_two_writers_lose_nothing(firm, owner):  # A3
    write_rule(actor=owner, text="先の決まり", seen=0)
    page = client_of(actor(firm, Role.LEAD)).post(reverse("opening_rule"), {"text": "後の決まり", "seen": "0"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "先の決まり" in text
    assert "後の決まり</textarea>" in text
    assert 'name="seen" value="1"' in text


def test_who_may_write_and_read_the_rule(firm, owner):  # A3
    write_rule(actor=owner, text="数値はNDAの後", seen=0)
    plain = actor(firm, Role.MEMBER)
    assert current_rule_for(plain).text == "数値はNDAの後"
    for other in (plain, network_actor(), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            write_rule(actor=other, text="別", seen=1)
    for stranger in (actor(), network_actor(), ANONYMOUS):
        assert current_rule_for(stranger) is None
    page = client_of(plain).get(reverse("opening_rule"), {"edit": "1"}).content.decode()
    assert "数値はNDAの後" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("text", ["", "\u200b", "長" * 6001])
def test_a_rule_that_says_nothing_or_too_much_is_refused(owner, text):
    assert client_of(owner).post(reverse("opening_rule"), {"text": text, "seen": "0"}).status_code == 422
    assert not OpeningRule.objects.exists()


def test_the_rule_is_written_and_approved_on_its_page(owner):  # A3
    browser = client_of(owner)
    assert "だれにでも見せるもの" in browser.get(reverse("opening_rule")).content.decode()
    browser.post(reverse("opening_rule"), {"text": "数値はNDAの後", "seen": "0"})
    browser.post(reverse("opening_rule_approve"), {"number": "1"})
    assert current_rule_for(owner).approved_at is not None
