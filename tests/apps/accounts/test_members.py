import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.accounts.helpers import PASSWORD, acting

from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Invitation, Membership, Organisation, Person
from kyoso.apps.accounts.queries import find_partner_member
from kyoso.apps.accounts.services.accept_invitation import accept_invitation
from kyoso.apps.accounts.services.add_member import add_member
from kyoso.apps.accounts.services.change_member import change_role, end_membership, leave_organisation
from kyoso.apps.accounts.services.invite_member import (
    Sent,
    invite_founder,
    invite_member,
    resend_invitation,
    revoke_invitation,
)
from kyoso.apps.accounts.services.register_person import register_person
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db

GUEST = "guest@sanrei.example"


@pytest.fixture
def guest(db: None) -> Person:
    return register_person(email=GUEST, name="客 人", password=PASSWORD, verified=True)


@pytest.fixture
def sent(owner: Person, firm: Organisation) -> Sent:
    return invite_member(actor=acting(owner), email=GUEST, role=Role.LEAD)


def path(sent: Sent) -> str:
    return sent.link.removeprefix(django_settings.OPTIONS.base_url)


# Inviting


def test_an_invitation_is_mailed_as_a_link_of_which_a_hash_is_kept(
    browser: Callable[..., Client], owner: Person, firm: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser(owner).post(reverse("member_list"), {"email": "Ｇuest@sanrei.example", "role": "lead"})
    invitation = Invitation.objects.get()
    (message,) = mail.outbox
    token = re.search(r"/invitations/([\w-]+)/", str(message.body))[1]  # type: ignore[index]
    assert message.to == [GUEST]
    assert "【Kyoso】" in message.subject, "in the inviter's language"
    assert token not in str(Invitation.objects.values().get())
    days = invitation.expires_at - timezone.now()
    assert timedelta(days=13) < days <= timedelta(days=django_settings.OPTIONS.invitation_days)
    assert Entry.objects.get(verb="member_invited").data == {"role": "lead"}


def test_the_mail_is_in_the_readers_language_where_known(
    owner: Person, firm: Organisation, guest: Person, django_capture_on_commit_callbacks: Any
) -> None:
    Person.objects.filter(pk=guest.pk).update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        invite_member(actor=acting(owner), email=GUEST)
    assert "invites you to Kyoso" in mail.outbox[0].subject


def test_a_mail_that_cannot_be_sent_leaves_the_link_to_copy(
    browser: Callable[..., Client],
    owner: Person,
    firm: Organisation,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.EMAIL_BACKEND = "tests.apps.accounts.helpers.BrokenMail"
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call: call())
    response = browser(owner).post(reverse("member_list"), {"email": GUEST, "role": "member"})
    assert "The mail could not be sent" in response.text
    link = re.search(r"data-copy=\"([^\"]+)\"", response.text)[1]  # type: ignore[index]
    assert Client().get(link.removeprefix(django_settings.OPTIONS.base_url)).status_code == 200


@pytest.mark.parametrize("email", ["guest@sanrei.example", "owner@sanrei.example", "not an address"])
def test_inviting_twice_members_or_nonsense_is_explained(
    browser: Callable[..., Client], owner: Person, sent: Sent, email: str
) -> None:
    response = browser(owner).post(reverse("member_list"), {"email": email, "role": "member"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"email"}
    assert Invitation.objects.count() == 1


def test_a_manager_invites_no_owner_and_a_member_nobody(
    browser: Callable[..., Client], firm: Organisation, join: Any
) -> None:
    manager, member = join("m@sanrei.example", Role.MANAGER).person, join("s@sanrei.example").person
    form = {"email": GUEST, "role": "owner"}
    assert browser(manager).post(reverse("member_list"), form).status_code == 422
    assert browser(member).post(reverse("member_list"), form | {"role": "member"}).status_code == 404
    assert "Invite somebody" not in browser(member).get(reverse("member_list")).text
    for person, role in [(manager, Role.OWNER), (member, Role.MEMBER)]:
        with pytest.raises(PermissionDenied):
            invite_member(actor=acting(person), email=GUEST, role=role)
    assert not Invitation.objects.exists()


def test_resending_makes_a_fresh_link_and_ends_the_old_one(
    browser: Callable[..., Client], owner: Person, sent: Sent, guest: Person
) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    browser(owner).post(reverse("invitation_resend", args=[sent.invitation.code]))
    assert browser(guest).get(path(sent)).status_code == 404
    again = resend_invitation(actor=acting(owner), invitation=sent.invitation)
    assert browser(guest).get(path(again)).status_code == 200


def test_managers_of_others_find_no_invitation(browser: Callable[..., Client], stranger: Person, sent: Sent) -> None:
    for name in ["invitation_resend", "invitation_revoke", "founder_resend", "founder_revoke"]:
        assert browser(stranger).post(reverse(name, args=[sent.invitation.code])).status_code == 404
    with pytest.raises(PermissionDenied):
        revoke_invitation(actor=acting(stranger), invitation=sent.invitation)


def test_a_manager_neither_resends_nor_withdraws_an_owners_invitation(
    browser: Callable[..., Client], owner: Person, firm: Organisation, join: Any
) -> None:
    sent = invite_member(actor=acting(owner), email=GUEST, role=Role.OWNER)
    manager = join("m@sanrei.example", Role.MANAGER).person
    assert browser(manager).post(reverse("invitation_resend", args=[sent.invitation.code])).status_code == 404


# Accepting


def test_opening_the_link_changes_nothing_and_the_button_joins(  # mail scanners open links
    browser: Callable[..., Client], guest: Person, sent: Sent, firm: Organisation
) -> None:
    client = browser(guest)
    assert client.get(path(sent)).status_code == 200
    assert not Membership.objects.filter(person=guest).exists()
    assert client.post(path(sent)).url == reverse("home")
    assert Membership.objects.get(person=guest).role == Role.LEAD
    assert client.get(reverse("organisation_own")).url.endswith(f"{firm.code}/")


def test_a_visitor_signs_up_and_comes_back(sent: Sent) -> None:
    client = Client(headers={"accept-language": "en"})
    page = client.get(path(sent))
    signup = re.search(r'href="(/account/signup/[^"]+)"', page.text)[1]  # type: ignore[index]
    assert GUEST in client.get(signup).text
    response = client.post(signup, {"name": "客 人", "email": GUEST, "password1": PASSWORD})
    assert response.url == path(sent)
    client.post(path(sent))
    assert Membership.objects.get(person__email=GUEST).role == Role.LEAD


def test_a_visitor_cannot_accept(sent: Sent) -> None:
    assert Client().post(path(sent)).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_a_link_works_once(browser: Callable[..., Client], guest: Person, sent: Sent) -> None:
    client = browser(guest)
    client.post(path(sent))
    again = client.post(path(sent))
    assert again.status_code == 410
    assert "has been used" in again.text
    assert Membership.objects.filter(person=guest).count() == 1


def test_an_expired_link_says_whom_to_ask(browser: Callable[..., Client], guest: Person, sent: Sent) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    response = browser(guest).post(path(sent))
    assert response.status_code == 410
    assert "send it again" in response.text
    assert not Membership.objects.filter(person=guest).exists()


def test_a_withdrawn_and_an_unknown_link_do_not_work(
    browser: Callable[..., Client], guest: Person, owner: Person, sent: Sent
) -> None:
    browser(owner).post(reverse("invitation_revoke", args=[sent.invitation.code]))
    assert "withdrawn" in browser(guest).post(path(sent)).text
    assert browser(guest).post(reverse("invitation", args=["no-such-token"])).status_code == 404
    assert not Membership.objects.filter(person=guest).exists()


def test_somebody_elses_link_opens_nothing_and_says_so(
    browser: Callable[..., Client], stranger: Person, sent: Sent, firm: Organisation
) -> None:
    response = browser(stranger).post(path(sent))
    assert response.status_code == 403
    assert stranger.email in response.text
    assert GUEST not in response.text
    assert not Membership.objects.filter(person=stranger, organisation=firm).exists()
    with pytest.raises(ValidationError) as caught:
        accept_invitation(actor=acting(stranger), token=path(sent).split("/")[2])
    assert caught.value.code == "other_address"


def test_a_member_who_is_invited_again_keeps_the_role(owner: Person, firm: Organisation, guest: Person) -> None:
    sent = invite_member(actor=acting(owner), email=GUEST, role=Role.MEMBER)
    add_member(organisation=firm, email=GUEST, role=Role.MANAGER)
    accept_invitation(actor=acting(guest), token=path(sent).split("/")[2])
    assert Membership.objects.get(person=guest).role == Role.MANAGER


def test_a_founders_invitation_leads_to_the_organisation(
    browser: Callable[..., Client], operator: Person, guest: Person
) -> None:
    sent = invite_founder(actor=acting(operator), email=GUEST)
    assert browser(guest).post(path(sent)).url == reverse("organisation_join")
    assert not Membership.objects.exists()
    with pytest.raises(PermissionDenied):
        invite_founder(actor=acting(guest), email="x@y.example")


def test_an_invitation_by_a_member_approves_nobody(owner: Person, pending: Organisation, guest: Person) -> None:
    sent = invite_member(actor=acting(owner), email=GUEST)
    accept_invitation(actor=acting(guest), token=path(sent).split("/")[2])
    pending.refresh_from_db()
    assert pending.status == OrganisationStatus.PENDING
    assert not acting(guest).in_network


# Roles and leaving


def test_the_last_owner_neither_leaves_nor_steps_down(
    browser: Callable[..., Client], owner: Person, firm: Organisation
) -> None:
    mine = Membership.objects.get(person=owner)
    client = browser(owner)
    client.post(reverse("organisation_leave", args=[mine.code]))
    client.post(reverse("member_role", args=[mine.code]), {"role": "member"})
    client.post(reverse("member_end", args=[mine.code]))
    mine.refresh_from_db()
    assert (mine.role, mine.ended_at) == (Role.OWNER, None)
    assert "An organisation needs an owner" in client.get(reverse("member_list")).text


def test_an_owner_leaves_where_there_is_another(
    browser: Callable[..., Client], owner: Person, firm: Organisation, join: Any
) -> None:
    join("second@sanrei.example", Role.OWNER)
    mine = Membership.objects.get(person=owner)
    browser(owner).post(reverse("organisation_leave", args=[mine.code]))
    mine.refresh_from_db()
    assert mine.ended_at is not None
    assert Entry.objects.filter(verb="membership_ended", subject_id=mine.pk).count() == 1


def test_a_manager_touches_no_owner_and_makes_none(
    browser: Callable[..., Client], owner: Person, firm: Organisation, join: Any
) -> None:
    manager, member = join("m@sanrei.example", Role.MANAGER), join("s@sanrei.example")
    client, mine = browser(manager.person), Membership.objects.get(person=owner)
    assert client.post(reverse("member_end", args=[mine.code])).status_code == 404
    assert client.post(reverse("member_role", args=[mine.code]), {"role": "member"}).status_code == 404
    assert client.post(reverse("member_role", args=[member.code]), {"role": "owner"}).status_code == 404
    assert client.post(reverse("member_role", args=[member.code]), {"role": "emperor"}).status_code == 404
    assert client.post(reverse("member_role", args=[member.code]), {"role": "lead"}).status_code == 302
    assert list(Membership.objects.order_by("pk").values_list("role", flat=True)) == ["owner", "manager", "lead"]


def test_members_of_others_do_not_exist(
    browser: Callable[..., Client], stranger: Person, firm: Organisation, join: Any
) -> None:
    member = join("s@sanrei.example")
    client = browser(stranger)
    assert client.post(reverse("member_end", args=[member.code])).status_code == 404
    assert client.post(reverse("organisation_leave", args=[member.code])).status_code == 404
    for service in [end_membership, leave_organisation]:
        with pytest.raises(PermissionDenied):
            service(actor=acting(stranger), member=member)
    with pytest.raises(PermissionDenied):
        change_role(actor=acting(stranger), member=member, role="lead")


def test_removed_in_mid_session_one_loses_all_rights_at_once(
    browser: Callable[..., Client], owner: Person, pending: Organisation
) -> None:
    member = add_member(organisation=pending, email="m@sanrei.example", role=Role.MANAGER)
    client = browser(member.person, pending)
    page = reverse("organisation_detail", args=[pending.code])
    assert client.get(page).status_code == 200
    end_membership(actor=acting(owner), member=member)
    assert client.get(page).status_code == 404
    assert client.get(reverse("member_list")).url == reverse("organisation_join")
    assert client.get(reverse("home")).context["acting"]["organisation"] is None
    with pytest.raises(ValidationError):
        end_membership(actor=acting(owner), member=member)


def test_who_was_removed_may_be_invited_again(owner: Person, firm: Organisation, join: Any) -> None:
    member = join(GUEST)
    end_membership(actor=acting(owner), member=member)
    sent = invite_member(actor=acting(owner), email=GUEST)
    accept_invitation(actor=acting(member.person), token=path(sent).split("/")[2])
    assert Membership.objects.filter(person=member.person).count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_member_list_asks_the_same_queries_for_any_number_of_rows(
    browser: Callable[..., Client],
    owner: Person,
    firm: Organisation,
    join: Any,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for n in range(rows):
        join(f"s{n}@sanrei.example")
        invite_member(actor=acting(owner), email=f"i{n}@sanrei.example")
    client = browser(owner)
    with django_assert_num_queries(7):  # session, person, actor 2, organisation, members, invitations
        client.get(reverse("member_list"))


# Finding a partner's person


def test_only_members_of_other_approved_organisations_are_found(
    owner: Person, firm: Organisation, stranger: Person, guest: Person, join: Any
) -> None:
    colleague = join("s@sanrei.example").person
    found = find_partner_member(acting(owner), " ＴＳＵＤＡ@other.example")
    assert found is not None
    assert found.person == stranger
    for email in [guest.email, colleague.email, "nobody@other.example"]:
        assert find_partner_member(acting(owner), email) is None
    Organisation.objects.filter(pk=found.organisation_id).update(status=OrganisationStatus.PENDING)
    assert find_partner_member(acting(owner), stranger.email) is None
