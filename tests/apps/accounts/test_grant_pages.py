"""The pages of disclosure by name; the rules and services behind them are tested in tests/apps/disclosure."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import factories
from tests.apps.accounts.helpers import acting

from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.accounts.services.change_member import leave_organisation
from kyoso.apps.accounts.services.register_person import register_person
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db


def form(**values: Any) -> dict[str, Any]:
    last_day = timezone.localdate() + datetime.timedelta(days=30)
    return {"purpose": "試作の検討", "last_day": last_day.isoformat(), "record": ""} | values


def test_a_partner_is_opened_one_record_and_closed_again(
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person
) -> None:
    asset = factories.asset(acting(owner), title="極薄の深絞り", tier=Tier.NDA)
    client = browser(owner)
    assert "極薄の深絞り" in client.get(reverse("grant_to_partner")).text
    client.post(reverse("grant_to_partner"), form(email=" Ｔsuda@other.example ", record=asset.code))
    grant = Grant.objects.get()
    assert (grant.person, grant.tier, grant.record_kind, grant.record_id) == (stranger, Tier.NDA, "asset", asset.pk)
    page = client.get(reverse("grant_list")).text
    assert "極薄の深絞り" in page
    assert "株式会社津田精機" in page
    client.post(reverse("grant_revoke", args=[grant.code]))
    assert "No longer in force" in client.get(reverse("grant_list")).text
    verbs = Entry.objects.filter(subject_kind="grant").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["grant_given", "grant_revoked"]


@pytest.mark.parametrize("who", ["nobody", "lone", "pending", "colleague"])
def test_an_address_that_cannot_be_given_a_grant_tells_nothing(  # the same answer, known or not
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person, join: Any, who: str
) -> None:
    emails = {"nobody": "nobody@other.example", "lone": "lone@other.example", "pending": stranger.email}
    register_person(email=emails["lone"], name="独り")
    emails["colleague"] = join("s@sanrei.example").person.email
    if who == "pending":
        Organisation.objects.filter(name="株式会社津田精機").update(status=OrganisationStatus.PENDING)
    response = browser(owner).post(reverse("grant_to_partner"), form(email=emails[who]))
    assert response.status_code == 422
    text = "Nothing can be opened to this address: the person must belong to an approved organisation."
    assert response.context["form"].errors == {"email": [text]}
    assert not Grant.objects.exists()


def test_a_colleague_is_named_for_the_core(
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person, join: Any
) -> None:
    member, manager = join("s@sanrei.example"), join("m@sanrei.example", Role.MANAGER)
    client = browser(owner)
    foreign = stranger.memberships.get()
    for code in [manager.code, foreign.code, ""]:
        assert client.post(reverse("grant_to_staff"), form(member=code)).status_code == 422
    assert client.post(reverse("grant_to_staff"), form(member=member.code)).url == reverse("grant_list")
    grant = Grant.objects.get()
    assert (grant.person, grant.tier, grant.record_kind) == (member.person, Tier.CORE, "")


def test_foreign_records_cannot_be_chosen(
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person
) -> None:
    theirs = factories.asset(acting(stranger), title="他社の宝", tier=Tier.PUBLIC)
    client = browser(owner)
    assert "他社の宝" not in client.get(reverse("grant_to_partner")).text
    response = client.post(reverse("grant_to_partner"), form(email=stranger.email, record=theirs.code))
    assert response.context["form"].errors.keys() == {"record"}


def test_faults_of_the_service_stand_at_their_fields(
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person
) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    answer = browser(owner).post(
        reverse("grant_to_partner"), form(email=stranger.email, last_day=yesterday.isoformat())
    )
    assert answer.context["form"].errors.keys() == {"last_day"}
    assert "試作の検討" in answer.text


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
def test_there_is_no_such_page_for_the_other_staff(
    browser: Callable[..., Client], firm: Organisation, join: Any, role: Role
) -> None:
    client = browser(join("s@sanrei.example", role).person)
    for name in ["grant_list", "grant_to_partner", "grant_to_staff"]:
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), form(email="tsuda@other.example")).status_code in {404, 405}


def test_grants_of_others_cannot_be_closed(
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person
) -> None:
    browser(owner).post(reverse("grant_to_partner"), form(email=stranger.email))
    grant = Grant.objects.get()
    assert browser(stranger).post(reverse("grant_revoke", args=[grant.code])).status_code == 404
    grant.refresh_from_db()
    assert grant.revoked_at is None


def test_a_grant_whose_person_left_is_no_longer_in_force(
    browser: Callable[..., Client], owner: Person, firm: Organisation, stranger: Person
) -> None:
    membership = stranger.memberships.get()
    factories.member(membership.organisation)
    grant = factories.grant(acting(owner), membership)
    leave_organisation(actor=acting(stranger), member=membership)
    page = browser(owner).get(reverse("grant_list"))
    assert (page.context["open"], len(page.context["past"])) == ([], 1)
    assert "left the organisation" in page.text
    assert reverse("grant_revoke", args=[grant.code]) not in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(
    browser: Callable[..., Client],
    owner: Person,
    firm: Organisation,
    stranger: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for n in range(rows):
        asset = factories.asset(acting(owner), title=f"深絞り{n}")
        factories.grant(acting(owner), stranger.memberships.get(), asset)
    client = browser(owner)
    with django_assert_num_queries(7):  # session, person, actor 2, own grants, records, grants
        client.get(reverse("grant_list"))
