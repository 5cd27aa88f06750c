from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from tests.apps.accounts.helpers import acting

from kyoso.apps.accounts.enums import ClaimStatus, OrganisationStatus, Role
from kyoso.apps.accounts.models import Claim, Membership, Organisation, Person
from kyoso.apps.accounts.queries import count_waiting_for, list_claims_for, list_queue_for, search_queue_for
from kyoso.apps.accounts.services.claim_organisation import accept_claim, claim_organisation, refuse_claim
from kyoso.apps.accounts.services.decide_organisation import approve_organisation, reject_organisation
from kyoso.apps.accounts.services.register_organisation import register_organisation
from kyoso.apps.accounts.services.register_person import register_person
from kyoso.apps.journal.models import Entry, OutboxRow

pytestmark = pytest.mark.django_db

PAGES = ["operator_organisations", "operator_list", "operator_invitations"]


@pytest.fixture
def claim(stranger: Person, unclaimed: Organisation) -> Claim:
    return claim_organisation(actor=acting(stranger), organisation=unclaimed, proof="代表の津田です。")


# Approval


def test_approving_opens_the_network_and_tells_the_owners_by_a_link(
    browser: Callable[..., Client],
    operator: Person,
    owner: Person,
    pending: Organisation,
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert not acting(owner).in_network
    OutboxRow.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        browser(operator).post(reverse("organisation_approve", args=[pending.code]))
    assert acting(owner).in_network
    assert mail.outbox[0].to == [owner.email]
    assert f"/organisations/{pending.code}/" in str(mail.outbox[0].body)
    assert pending.name not in str(mail.outbox[0].body)
    assert Entry.objects.get(verb="organisation_approved").person_id == operator.pk
    assert OutboxRow.objects.filter(kind="organisation", record_id=pending.pk).exists()


def test_declining_needs_a_reason_which_the_owner_reads(
    browser: Callable[..., Client], operator: Person, owner: Person, pending: Organisation
) -> None:
    page = reverse("organisation_reject", args=[pending.code])
    assert browser(operator).post(page, {"reason": "  "}).status_code == 422
    browser(operator).post(page, {"reason": "番号が登記と違います"})
    assert "番号が登記と違います" in browser(owner).get(reverse("home")).text
    assert "番号" not in str(Entry.objects.get(verb="organisation_rejected").data)


def test_a_decision_is_made_once(operator: Person, pending: Organisation) -> None:
    approve_organisation(actor=acting(operator), organisation=pending)
    with pytest.raises(ValidationError):
        reject_organisation(actor=acting(operator), organisation=pending, reason="やはり不可")
    assert Organisation.objects.get(pk=pending.pk).status == OrganisationStatus.APPROVED


def test_coordinators_look_and_do_not_decide(
    browser: Callable[..., Client], coordinator: Person, pending: Organisation, claim: Claim
) -> None:
    client = browser(coordinator)
    page = client.get(reverse("operator_organisations")).text
    assert pending.name in page
    assert claim.proof in page
    assert "/approve/" not in page
    assert client.get(reverse("operator_invitations")).status_code == 404
    for name, code in [
        ("organisation_approve", pending.code),
        ("organisation_reject", pending.code),
        ("claim_accept", claim.code),
        ("claim_refuse", claim.code),
    ]:
        assert client.post(reverse(name, args=[code]), {"reason": "不可"}).status_code == 404, name
    pending.refresh_from_db()
    assert pending.status == OrganisationStatus.PENDING
    for service, record in [(accept_claim, claim), (refuse_claim, claim)]:
        values = {"reason": "不可"} if service is refuse_claim else {}
        with pytest.raises(PermissionDenied):
            service(actor=acting(coordinator), claim=record, **values)  # type: ignore[operator]


@pytest.mark.parametrize("name", PAGES)
def test_for_everyone_else_there_are_no_operators_pages(
    browser: Callable[..., Client], client: Client, owner: Person, firm: Organisation, name: str
) -> None:
    assert browser(owner).get(reverse(name)).status_code == 404
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))
    assert list_queue_for(acting(owner)) == list_claims_for(acting(owner)) == []
    assert not search_queue_for(acting(owner)).exists()
    assert count_waiting_for(acting(owner)) == 0


def test_operators_manage_neither_members_nor_profiles(
    browser: Callable[..., Client], operator: Person, pending: Organisation
) -> None:
    member = Membership.objects.get()
    client = browser(operator, pending)
    assert client.get(reverse("member_list")).url == reverse("organisation_join")
    assert client.get(reverse("organisation_edit")).url == reverse("organisation_join")
    assert client.post(reverse("member_end", args=[member.code])).url == reverse("organisation_join")
    assert client.get(reverse("grant_list")).url == reverse("organisation_join")
    assert "Edit the profile" not in client.get(reverse("organisation_detail", args=[pending.code])).text


# Duplicates


@pytest.mark.parametrize(
    ("profile", "alike"),
    [
        ({"name": "㈱三嶺ﾌﾟﾚｽ工業"}, True),
        ({"name": "三嶺", "kana": "みつみねぷれすこうぎょう", "prefecture": "23"}, True),
        ({"name": "三嶺", "kana": "みつみねぷれすこうぎょう", "prefecture": "13"}, False),
        ({"name": "三嶺", "kana": "ミツミネ", "prefecture": "23"}, False),
    ],
)
def test_possible_duplicates_are_shown(
    operator: Person, stranger: Person, firm: Organisation, profile: dict[str, str], alike: bool
) -> None:
    register_organisation(actor=acting(stranger), **profile)
    (row,) = list_queue_for(acting(operator))
    assert (firm in row.duplicates) is alike
    assert row.organisation not in row.duplicates


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_queries_for_any_number_of_rows(
    browser: Callable[..., Client],
    operator: Person,
    stranger: Person,
    unclaimed: Organisation,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for n in range(rows):
        register_organisation(actor=acting(stranger), name=f"待合{n}", kana="マチアイ", prefecture="23")
        person = register_person(email=f"p{n}@claims.example", name=f"申請{n}")
        claim_organisation(actor=acting(person), organisation=unclaimed, proof="代表です。")
    client = browser(operator)
    with django_assert_num_queries(7):  # session, person, actor 2, waiting, duplicates, claims
        client.get(reverse("operator_organisations"))


@pytest.mark.parametrize(
    ("state", "found"), [("pending", 1), ("approved", 1), ("unclaimed", 1), ("rejected", 0), ("", 3)]
)
def test_the_list_of_all_is_filtered(
    browser: Callable[..., Client],
    operator: Person,
    pending: Organisation,
    stranger: Person,
    unclaimed: Organisation,
    state: str,
    found: int,
) -> None:
    page = browser(operator).get(reverse("operator_list"), {"state": state})
    assert len(page.context["page"].object_list) == found
    by_number = browser(operator).get(reverse("operator_list"), {"q": "7000012050002"})
    assert list(by_number.context["page"].object_list) == [pending]


# Claims


def test_accepting_a_claim_makes_an_owner_and_refuses_the_others(
    browser: Callable[..., Client],
    operator: Person,
    owner: Person,
    stranger: Person,
    unclaimed: Organisation,
    claim: Claim,
    django_capture_on_commit_callbacks: Any,
) -> None:
    other = claim_organisation(actor=acting(owner), organisation=unclaimed, proof="私こそ代表です。")
    with django_capture_on_commit_callbacks(execute=True):
        browser(operator).post(reverse("claim_accept", args=[claim.code]))
    unclaimed.refresh_from_db()
    other.refresh_from_db()
    assert unclaimed.is_claimed
    assert Membership.objects.get(organisation=unclaimed).person == stranger
    assert Membership.objects.get(organisation=unclaimed).role == Role.OWNER
    assert other.status == ClaimStatus.REFUSED
    assert {message.to[0] for message in mail.outbox} == {stranger.email, owner.email}
    assert not any("津田" in str(message.body) for message in mail.outbox)


def test_refusing_a_claim_tells_why(
    browser: Callable[..., Client], operator: Person, stranger: Person, unclaimed: Organisation, claim: Claim
) -> None:
    browser(operator).post(reverse("claim_refuse", args=[claim.code]), {"reason": "電話がつながりません"})
    assert "電話がつながりません" in browser(stranger).get(reverse("account")).text
    unclaimed.refresh_from_db()
    assert not unclaimed.is_claimed
    assert browser(operator).get(reverse("claim_refuse", args=[claim.code])).status_code == 404
    with pytest.raises(ValidationError):
        accept_claim(actor=acting(operator), claim=claim)
    assert not Membership.objects.filter(organisation=unclaimed).exists()


def test_a_claim_needs_proof_and_is_made_once(
    browser: Callable[..., Client], stranger: Person, unclaimed: Organisation, claim: Claim
) -> None:
    page = reverse("organisation_claim", args=[unclaimed.code])
    assert browser(stranger).post(page, {"proof": " "}).status_code == 422
    assert "already claimed" in browser(stranger).post(page, {"proof": "もう一度"}).text
    assert Claim.objects.count() == 1


def test_claimed_organisations_cannot_be_claimed(
    browser: Callable[..., Client], stranger: Person, firm: Organisation
) -> None:
    assert (
        browser(stranger).post(reverse("organisation_claim", args=[firm.code]), {"proof": "私です"}).status_code == 404
    )
    with pytest.raises(PermissionDenied):
        claim_organisation(actor=acting(stranger), organisation=firm, proof="私です")


def test_a_proof_is_read_by_the_networks_staff_only(
    browser: Callable[..., Client], client: Client, owner: Person, unclaimed: Organisation, claim: Claim
) -> None:
    for reader in [client, browser(owner)]:
        page = reader.get(reverse("organisation_detail", args=[unclaimed.code]))
        assert page.status_code == 200
        assert claim.proof not in page.text
    assert not Entry.objects.filter(data__icontains="津田").exists()
