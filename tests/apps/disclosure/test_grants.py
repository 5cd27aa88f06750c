"""Opening content to named people, and closing it again (A3, E2)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.factories import acting, actor, asset, grant, member, network_actor, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.services.change_member import end_membership, leave_organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant
from kyoso.apps.disclosure.queries import Absent, get_visible, grants_on, list_grants_for
from kyoso.apps.disclosure.services.access import log_view
from kyoso.apps.disclosure.services.grants import give_grant, revoke_grant
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return actor()


@pytest.fixture
def guest():
    return member(role=Role.LEAD)


@pytest.fixture
def secret(owner):
    return asset(owner, tier=Tier.NDA, ability="±0.002 mm", evidence="炉の温度", field_tiers={"evidence": Tier.CORE})


def sees(membership, record) -> bool:
    try:
        get_visible(acting(membership), record.KIND, record.code)
    except Absent:
        return False
    return True


def give(by, to, **values):
    return give_grant(actor=by, membership=to, **{"purpose": "試作", "last_day": timezone.localdate(), **values})


# What a grant opens


def test_grant_opens_nda_content_but_never_core(owner, guest, secret):  # A3
    assert not sees(guest, secret)
    grant(owner, guest)
    shown = get_visible(acting(guest), "asset", secret.code)
    assert shown.fields == {"ability": "±0.002 mm"}
    assert "炉の温度" not in shown.search_text


def test_grant_on_one_record_opens_no_other(owner, guest, secret):  # A3
    other = asset(owner, tier=Tier.NDA)
    grant(owner, guest, secret)
    assert (sees(guest, secret), sees(guest, other)) == (True, False)


def test_grant_holds_only_while_acting_for_the_organisation_it_names(owner, guest, secret):  # A3
    grant(owner, guest)
    elsewhere = member(organisation(), who=guest.person)
    assert (sees(guest, secret), sees(elsewhere, secret)) == (True, False)


def test_grant_is_to_a_person_not_to_colleagues(owner, guest, secret):  # A3
    grant(owner, guest)
    assert not sees(member(guest.organisation), secret)


def leave(membership):
    leave_organisation(actor=acting(membership), member=membership)


def test_grant_ends_with_the_membership_and_does_not_revive_when_its_person_rejoins(owner, guest, secret):  # A3
    member(guest.organisation)  # an organisation keeps an owner
    grant(owner, guest)
    grant(owner, guest, secret)
    assert sees(guest, secret)
    leave(guest)
    assert not sees(guest, secret)
    rejoined = member(guest.organisation, Role.LEAD, who=guest.person)
    assert rejoined.pk != guest.pk
    assert not sees(rejoined, secret)
    grant(owner, rejoined)
    assert sees(rejoined, secret)


def test_core_does_not_revive_when_a_colleague_rejoins(owner, secret):  # A3
    lead = member(secret.owner, Role.LEAD)
    grant(owner, lead, secret, tier=Tier.CORE)
    end_membership(actor=owner, member=lead)
    rejoined = member(secret.owner, Role.LEAD, who=lead.person)
    assert "evidence" not in get_visible(acting(rejoined), "asset", secret.code).fields


def test_grant_that_ended_with_a_membership_is_told_apart(owner, guest, secret):  # E2
    member(guest.organisation)
    given = grant(owner, guest)
    assert grants_on(owner, "asset", secret.pk) == [given]
    leave(guest)
    member(guest.organisation, who=guest.person)
    assert grants_on(owner, "asset", secret.pk) == []
    assert [one.is_in_force for one in list_grants_for(owner)] == [False]
    assert Entry.objects.filter(verb="membership_ended", organisation_id=guest.organisation_id).count() == 1


def test_core_opens_to_named_own_staff(owner, secret):  # A3
    lead = member(secret.owner, Role.LEAD)
    assert "evidence" not in get_visible(acting(lead), "asset", secret.code).fields
    grant(owner, lead, secret, tier=Tier.CORE)
    assert get_visible(acting(lead), "asset", secret.code).fields["evidence"] == "炉の温度"


# When it ends


def test_grant_lasts_until_the_end_of_its_last_day_in_japan(owner, guest, secret, monkeypatch):  # E2
    given = grant(owner, guest)
    Grant.objects.filter(pk=given.pk).update(last_day=datetime.date(2027, 3, 31))
    japan = datetime.timezone(datetime.timedelta(hours=9))
    for now, expected in [
        (datetime.datetime(2027, 3, 31, 23, 59, 59, tzinfo=japan), True),
        (datetime.datetime(2027, 4, 1, 0, 0, 0, tzinfo=japan), False),
    ]:
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert sees(guest, secret) is expected


def test_revoking_closes_at_once(owner, guest, secret):  # E2
    given = grant(owner, guest)
    assert sees(guest, secret)
    revoke_grant(actor=owner, code=given.code)
    assert not sees(guest, secret)


def test_revoking_twice_or_by_strangers_is_refused(owner, guest, secret):  # E2
    given = grant(owner, guest)
    for stranger in (acting(guest), actor(), actor(secret.owner, Role.LEAD), network_actor()):
        with pytest.raises(PermissionDenied):
            revoke_grant(actor=stranger, code=given.code)
    revoke_grant(actor=owner, code=given.code)
    with pytest.raises(PermissionDenied):
        revoke_grant(actor=owner, code=given.code)
    assert Entry.objects.filter(verb="grant_revoked").count() == 1


# Who may give which


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
def test_only_owners_and_managers_give_grants(guest, secret, role):  # A3
    with pytest.raises(PermissionDenied):
        give(actor(secret.owner, role), guest)


def test_network_roles_give_no_grants(guest):  # A3
    with pytest.raises(PermissionDenied):
        give(network_actor(), guest)


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.NETWORK])
def test_tiers_that_need_no_grant_get_none(owner, guest, tier):  # A3
    with pytest.raises(PermissionDenied):
        give(owner, guest, tier=tier)


def test_nobody_opens_a_record_of_others(guest, secret):  # A3
    thief = actor()
    with pytest.raises(PermissionDenied):
        give(thief, guest, record=("asset", secret.pk))
    accomplice = member(Organisation.objects.get(pk=thief.organisation_id), Role.LEAD)
    with pytest.raises(PermissionDenied):
        give(thief, accomplice, record=("asset", secret.pk), tier=Tier.CORE)


def test_a_forged_grant_on_a_record_of_others_opens_nothing(secret):  # A3
    """Even a row that no service wrote: only the owner of a record can have opened it."""
    thief = member()
    Grant.objects.create(
        owner=thief.organisation,
        membership=thief,
        tier=Tier.CORE,
        record_kind="asset",
        record_id=secret.pk,
        purpose="盗む",
        last_day=timezone.localdate(),
    )
    assert not sees(thief, secret)


def test_core_is_refused_to_another_organisation(owner, guest):  # A3
    with pytest.raises(ValidationError) as error:
        give(owner, guest, tier=Tier.CORE)
    assert "person" in error.value.message_dict


def test_own_staff_need_no_nda_grant(owner, secret):  # A3
    with pytest.raises(ValidationError) as error:
        give(owner, member(secret.owner, Role.LEAD))
    assert "person" in error.value.message_dict


def test_former_member_is_refused(owner, guest):  # A3
    guest.ended_at = timezone.now()
    with pytest.raises(ValidationError) as error:
        give(owner, guest)
    assert "person" in error.value.message_dict


@pytest.mark.parametrize("days", [-1, 3661])
def test_last_day_lies_within_ten_years(owner, guest, days):  # A3
    with pytest.raises(ValidationError) as error:
        give(owner, guest, last_day=timezone.localdate() + datetime.timedelta(days=days))
    assert "last_day" in error.value.message_dict


def test_purpose_is_asked_for(owner, guest):  # A3
    for purpose in ("  ", "\u200b\x00"):
        with pytest.raises(ValidationError) as error:
            give(owner, guest, purpose=purpose)
        assert "purpose" in error.value.message_dict
    assert not Grant.objects.exists()


# What is kept about it


def test_granting_is_journalled_without_its_purpose(owner, guest, secret):  # E2
    given = grant(owner, guest, secret)
    entry = Entry.objects.get(verb="grant_given")
    assert (entry.subject_kind, entry.subject_id) == ("grant", given.pk)
    assert entry.data == {"to": guest.person_id, "tier": 2, "record": "asset", "record_id": secret.pk}


def test_managers_list_their_grants_and_nobody_else_does(owner, guest, secret):  # A3
    first, second = grant(owner, guest), grant(owner, guest, secret)
    assert list_grants_for(owner) == [second, first]
    assert list_grants_for(actor(secret.owner, Role.LEAD)) == []
    assert list_grants_for(acting(guest)) == []


def test_grants_on_a_record_are_those_in_force(owner, guest, secret):  # A3
    whole, single = grant(owner, guest), grant(owner, guest, secret)
    other = asset(owner, tier=Tier.NDA)
    gone = grant(owner, guest, secret)
    revoke_grant(actor=owner, code=gone.code)
    grant(owner, guest, secret, days=-1)
    assert grants_on(owner, "asset", secret.pk) == [single, whole]
    assert grants_on(owner, "asset", other.pk) == [whole]


def test_looking_at_nda_content_of_others_is_logged_and_at_ones_own_is_not(owner, guest, secret):  # E2
    grant(owner, guest)
    assert log_view(actor=acting(guest), shown=get_visible(acting(guest), "asset", secret.code))
    assert not log_view(actor=owner, shown=get_visible(owner, "asset", secret.code))
    entry = Entry.objects.get(verb="content_viewed")
    assert (entry.person_id, entry.subject_id, entry.data) == (
        guest.person_id,
        secret.pk,
        {"owner": secret.owner_id, "tier": 2},
    )


def test_looking_at_open_content_is_not_logged(owner, guest):  # E2
    shown = asset(owner, tier=Tier.PUBLIC, ability="公開", evidence="核心", field_tiers={"evidence": Tier.CORE})
    assert not log_view(actor=acting(guest), shown=get_visible(acting(guest), "asset", shown.code))


@pytest.mark.parametrize("on_record", [True, False])
def test_a_looser_grant_takes_nothing_away(owner, guest, on_record):  # A3
    """Not even a row that no service would write."""
    made = asset(owner, tier=Tier.PUBLIC, ability="会員へ", field_tiers={"ability": Tier.NETWORK})
    given = grant(owner, guest, made if on_record else None)
    Grant.objects.filter(pk=given.pk).update(tier=Tier.PUBLIC)
    assert get_visible(acting(guest), "asset", made.code).fields == {"ability": "会員へ"}
