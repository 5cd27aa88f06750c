import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.apps.accounts.helpers import PASSWORD, acting

from kyoso.apps.accounts.models import Person
from kyoso.apps.accounts.services.invite_member import invite_founder, invite_member
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db

NEW = {"name": "新井 新", "email": "new@sanrei.example", "password1": PASSWORD}


@pytest.fixture
def options(settings: Any) -> Callable[..., None]:
    def change(**values: Any) -> None:
        settings.OPTIONS = django_settings.OPTIONS.model_copy(update=values)

    return change


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def sign_in(client: Client, email: str = "owner@sanrei.example", password: str = PASSWORD, **query: str) -> Any:
    return client.post(reverse("account_login", query=query), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Sign-up


def test_sign_up_makes_a_person_and_asks_for_the_organisation(visitor: Client) -> None:  # H3
    response = visitor.post(reverse("account_signup"), NEW | {"email": "Ｎｅｗ@Sanrei.example"})
    assert response.url == reverse("organisation_join")
    person = Person.objects.get()
    assert (person.name, person.email, person.language) == ("新井 新", "new@sanrei.example", "en")
    assert person.check_password(PASSWORD)
    assert Entry.objects.filter(verb="person_registered", subject_id=person.pk).count() == 1


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234", "new@sanrei.example"])
def test_weak_passwords_are_refused_and_the_rest_is_kept(visitor: Client, password: str) -> None:
    response = visitor.post(reverse("account_signup"), NEW | {"password1": password})
    assert not Person.objects.exists()
    assert "新井 新" in response.text
    assert response.context["form"].errors.keys() == {"password1"}


def test_sign_up_answers_a_known_address_like_a_new_one(  # H3: no enumeration
    visitor: Client, owner: Person, options: Callable[..., None]
) -> None:
    options(mail_url="smtp://mail.example:25")
    answers = []
    for email in [owner.email, "unknown@elsewhere.example"]:
        client = Client(headers={"accept-language": "en"})
        response = client.post(reverse("account_signup"), NEW | {"email": email})
        page = client.get(response.url)
        text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]*"', "", page.text)
        answers.append((response.status_code, response.url, set(response.cookies), is_signed_in(client), text))
    assert answers[0] == answers[1]
    assert not answers[0][3]
    assert [sent.to for sent in mail.outbox] == [[owner.email], ["unknown@elsewhere.example"]]
    assert owner.check_password(PASSWORD)


def test_a_new_address_must_be_proven_before_the_first_sign_in(visitor: Client, options: Callable[..., None]) -> None:
    options(mail_url="smtp://mail.example:25")
    visitor.post(reverse("account_signup"), NEW)
    assert sign_in(visitor, NEW["email"]).url == reverse("account_email_verification_sent")
    assert not is_signed_in(visitor)
    link = re.search(r"https?://\S+", str(mail.outbox[0].body))[0]  # type: ignore[index]
    assert visitor.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified, "a mail scanner that opens the link must not confirm"
    visitor.post(link)
    sign_in(visitor, NEW["email"])
    assert is_signed_in(visitor)


def test_sign_up_by_invitation_only(visitor: Client, owner: Person, firm: Any, options: Callable[..., None]) -> None:
    options(registration="invitation")
    page = visitor.get(reverse("account_signup"))
    assert "one signs up by invitation" in page.text
    visitor.post(reverse("account_signup"), NEW)
    assert not Person.objects.filter(email=NEW["email"]).exists()

    sent = invite_member(actor=acting(owner), email=NEW["email"])
    visitor.get(sent.link.removeprefix(django_settings.OPTIONS.base_url))
    assert NEW["email"] in visitor.get(reverse("account_signup")).text
    other = visitor.post(reverse("account_signup"), NEW | {"email": "other@sanrei.example"})
    assert other.context["form"].errors.keys() == {"email"}
    visitor.post(reverse("account_signup"), NEW)
    assert is_signed_in(visitor)


def test_an_expired_or_withdrawn_invitation_does_not_open_sign_up(
    visitor: Client, operator: Person, options: Callable[..., None]
) -> None:
    options(registration="invitation")
    sent = invite_founder(actor=acting(operator), email=NEW["email"])
    visitor.get(sent.link.removeprefix(django_settings.OPTIONS.base_url))
    assert "password1" in visitor.get(reverse("account_signup")).text
    sent.invitation.expires_at -= timedelta(days=99)
    sent.invitation.save()
    assert "password1" not in visitor.get(reverse("account_signup")).text


# Sign-in


def test_sign_in_leads_home_and_speaks_the_persons_language(visitor: Client, owner: Person) -> None:
    response = sign_in(visitor, "ＯＷＮＥＲ@sanrei.example")
    assert response.url == reverse("home")
    assert response.cookies["django_language"].value == "ja"


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/account/", "/account/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_next_leads_only_within_the_site(visitor: Client, owner: Person, wanted: str, led: str) -> None:
    assert sign_in(visitor, next=wanted).url == led


def test_a_wrong_password_and_an_unknown_address_look_alike(visitor: Client, owner: Person) -> None:
    known = sign_in(visitor, password="wrong-wrong-wrong").context["form"].errors
    unknown = sign_in(visitor, "nobody@sanrei.example").context["form"].errors
    assert known == unknown
    assert known


@pytest.mark.parametrize("email", ["owner@sanrei.example", "nobody@sanrei.example"])
def test_lock_out_after_eight_failures_says_when_to_try_again(visitor: Client, owner: Person, email: str) -> None:  # H3
    statuses = [sign_in(visitor, email, "wrong-wrong-wrong").status_code for _ in range(8)]
    assert statuses[:7] == [200] * 7
    locked = sign_in(visitor, email)
    assert locked.status_code == 429
    assert "Please try again after" in locked.text
    assert "paused for 15 minutes" in locked.text
    assert email not in locked.text
    assert not is_signed_in(visitor)


def test_capitals_do_not_get_round_the_lock(visitor: Client, owner: Person) -> None:
    for n in range(8):
        sign_in(visitor, ["owner@sanrei.example", "Owner@Sanrei.example"][n % 2], "wrong-wrong-wrong")
    assert sign_in(visitor, "OWNER@sanrei.example").status_code == 429


def test_others_are_not_locked_out_with_one(visitor: Client, owner: Person, stranger: Person) -> None:
    for _ in range(9):
        sign_in(visitor, password="wrong-wrong-wrong")
    sign_in(visitor, stranger.email)
    assert is_signed_in(visitor)


def test_a_new_password_by_mail_ends_the_lock(visitor: Client, owner: Person) -> None:
    for _ in range(8):
        sign_in(visitor, password="wrong-wrong-wrong")
    assert AccessAttempt.objects.exists()
    visitor.post(reverse("account_reset_password"), {"email": owner.email})
    link = re.search(r"https?://[^/]+(\S+)", str(mail.outbox[0].body))[1]  # type: ignore[index]
    form = visitor.get(link, follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": "kinchaku-9-paper"})
    assert sign_in(visitor, password="kinchaku-9-paper").status_code == 302
    assert is_signed_in(visitor)
    assert "no longer works" in Client(headers={"accept-language": "en"}).get(link).text, "a link works once"


def test_reset_answers_alike_and_writes_in_the_readers_language(visitor: Client, owner: Person) -> None:
    answers = [
        visitor.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in [owner.email, "nobody@sanrei.example"]
    ]
    pages = [re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", answer.text) for answer in answers]
    assert pages[0] == pages[1]
    assert mail.outbox[0].subject == "【Kyoso】パスワードの再設定"
    assert "there is no account" in mail.outbox[1].subject


def test_a_failing_mail_server_does_not_tell_who_has_an_account(visitor: Client, owner: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.apps.accounts.helpers.BrokenMail"
    for email in [owner.email, "nobody@sanrei.example"]:
        response = visitor.post(reverse("account_reset_password"), {"email": email})
        assert response.url == reverse("account_reset_password_done")


# Signed in


def test_changing_the_password_asks_for_the_present_one(browser: Callable[..., Client], owner: Person) -> None:
    client = browser(owner)
    wrong = client.post(
        reverse("account_change_password"), {"oldpassword": "no-no-no-no", "password1": "kinchaku-9-paper"}
    )
    assert wrong.context["form"].errors.keys() == {"oldpassword"}
    right = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "kinchaku-9-paper"})
    assert right.url == reverse("account")
    assert is_signed_in(client)


def test_signing_out_takes_a_button(browser: Callable[..., Client], owner: Person) -> None:
    client = browser(owner)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_once(browser: Callable[..., Client], owner: Person) -> None:
    client = browser(owner)
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    assert client.get(reverse("account")).url.startswith(reverse("account_login"))


def test_name_and_language_are_kept_and_take_effect(browser: Callable[..., Client], owner: Person) -> None:
    client = browser(owner)
    response = client.post(reverse("account"), {"name": " 三嶺  次郎 ", "language": "en"})
    assert response.cookies["django_language"].value == "en"
    owner.refresh_from_db()
    assert (owner.name, owner.language) == ("三嶺 次郎", "en")
    assert client.post(reverse("account"), {"name": "", "language": "en"}).status_code == 422


def test_an_invitations_link_proves_the_address(  # no second mail to confirm what a mail has shown
    visitor: Client, owner: Person, firm: Any, options: Callable[..., None]
) -> None:
    options(mail_url="smtp://mail.example:25")
    sent = invite_member(actor=acting(owner), email=NEW["email"])
    visitor.get(sent.link.removeprefix(django_settings.OPTIONS.base_url))
    visitor.post(reverse("account_signup"), NEW)
    assert is_signed_in(visitor)
    assert EmailAddress.objects.get(email=NEW["email"]).verified
    assert Entry.objects.filter(verb="address_proven").count() == 1
