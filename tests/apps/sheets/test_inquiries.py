"""The public page of a firm, the form to its one window, and the inbox behind it (A6)."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.files.samples import picture, sent
from tests.apps.matching.helpers import client_of
from tests.canary.surfaces import everything, normalised
from tests.factories import actor, asset, manager_of, member, need, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.journal.models import Entry
from kyoso.apps.sheets.enums import InquiryState
from kyoso.apps.sheets.models import Inquiry
from kyoso.apps.sheets.rules.inquiries import MOST_FROM_ONE, MOST_LINKS, MOST_TO_ONE, clean_inquiry
from kyoso.apps.sheets.services.move_inquiry import move_inquiry
from kyoso.apps.sheets.services.send_inquiry import TooMany, send_inquiry

GOOD = {"name": "山田 太郎", "email": "yamada@example.jp", "company": "山田商店", "message": "試作をお願いできますか。"}


@pytest.fixture
def firm(db: None) -> Organisation:
    return organisation("株式会社深絞り", wants="試せる相手", industry="24")


@pytest.fixture
def visitor(db: None) -> Any:
    client = client_of(ANONYMOUS)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(of: Organisation) -> str:
    return reverse("public_page", args=[of.code])


def send(to: Organisation, **values: Any) -> Inquiry:
    more = {"asset": "", "language": "ja", "ticket": str(Inquiry.objects.count()), "address": "192.0.2.7"}
    texts = GOOD | {name: values.pop(name) for name in list(values) if name in GOOD}
    return send_inquiry(organisation=to, values=texts, **(more | values))


# The page


def test_the_public_page_is_the_same_for_everybody(firm, visitor):  # A6
    by = manager_of(firm)
    for tier in Tier:
        asset(by, title=f"技術{tier}", tier=tier, summary=f"説明{tier}")
        need(by, title=f"課題{tier}", tier=tier)
    photo = asset(by, title="写真つき", tier=Tier.PUBLIC)
    add_file(actor=by, kind="asset", code=photo.code, upload=sent("a.jpg", picture()), tier=0)
    for who in (ANONYMOUS, by, actor()):
        html = client_of(who).get(page(firm)).content.decode()
        assert [f"技術{tier}" in html for tier in range(4)] == [True, False, False, False]
        assert [f"課題{tier}" in html for tier in range(4)] == [True, False, False, False]
        assert "/small/" in html
        assert reverse("organisation_sheet", args=[firm.code]) in html


@pytest.mark.parametrize("status", [OrganisationStatus.PENDING, OrganisationStatus.REJECTED])
def test_a_firm_that_is_not_approved_looks_absent_to_everybody(status, visitor):  # A3, A6
    hidden = organisation("隠れた会社", status=status)
    absent = normalised(everything(visitor.get("/p/ZZZZZZZZZZ/")), "ZZZZZZZZZZ")
    for who in (visitor, client_of(actor())):
        assert who.get(page(hidden)).status_code == 404
        assert who.post(page(hidden), GOOD).status_code == 404
    assert normalised(everything(visitor.get(page(hidden))), hidden.code) == absent
    assert Inquiry.objects.count() == 0


def test_a_firm_nobody_signed_up_for_has_no_form_but_a_way(visitor):  # A6
    nobodys = organisation("だれもいない会社", is_claimed=False)
    html = visitor.get(page(nobodys)).content.decode()
    assert "<textarea" not in html
    assert "mailto:" in html
    assert visitor.post(page(nobodys), GOOD).status_code == 404
    assert visitor.get(reverse("public_page_sent", args=[nobodys.code])).status_code == 404
    with pytest.raises(PermissionDenied):
        send(nobodys)


def test_queries_of_the_page_do_not_grow(firm, visitor, django_assert_num_queries):
    by = manager_of(firm)
    asset(by, tier=Tier.PUBLIC), need(by, tier=Tier.PUBLIC)
    with django_assert_num_queries(8):
        visitor.get(page(firm))
    for number in range(2):
        asset(by, title=f"技術{number}", tier=Tier.PUBLIC), need(by, title=f"課題{number}", tier=Tier.PUBLIC)
    with django_assert_num_queries(8):
        visitor.get(page(firm))


# Writing


def test_an_inquiry_is_kept_told_and_confirmed(firm, visitor, django_capture_on_commit_callbacks):  # A6
    keepers = [member(firm, role) for role in (Role.OWNER, Role.MANAGER, Role.LEAD, Role.MEMBER)]
    about = asset(manager_of(firm), title="深絞り", tier=Tier.PUBLIC)
    form = visitor.get(page(firm) + f"?asset={about.code}").content.decode()
    assert f'value="{about.code}" selected' in form
    with django_capture_on_commit_callbacks(execute=True):
        answer = visitor.post(page(firm), GOOD | {"asset": about.code, "ticket": "t1"})
    assert answer["Location"] == reverse("public_page_sent", args=[firm.code])
    assert visitor.get(answer["Location"]).status_code == 200
    kept = Inquiry.objects.get()
    assert (kept.name, kept.asset_code, kept.state, kept.language) == (GOOD["name"], about.code, "new", "en")
    assert "127.0.0.1" not in kept.sender
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {keepers[0].person.email, keepers[1].person.email, GOOD["email"]}
    assert reverse("inquiry_detail", args=[kept.code]) in told[keepers[0].person.email].body
    said = "".join(f"{message.subject}{message.body}" for message in mail.outbox)
    assert not [text for text in GOOD.values() if text in said]
    assert Entry.objects.get(verb="inquiry_received").data == {"owner": firm.pk}


def test_an_asset_that_is_not_public_is_no_subject(firm):  # A3
    closed = asset(manager_of(firm), tier=Tier.NETWORK)
    assert send(firm, asset=closed.code).asset_code == ""


def test_the_same_form_sent_twice_counts_once(firm, visitor):  # A6
    for _time in range(2):
        assert visitor.post(page(firm), GOOD | {"ticket": "once"}).status_code == 302
    assert Inquiry.objects.count() == 1
    send(organisation(), ticket="once")
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"message": "長" * 10_000}, "At most 4,000 characters; these are 10,000."),
        ({"name": "x" * 10_000}, "At most 80 characters"),
        ({"email": "yamada"}, "not a complete e-mail address"),
        ({"email": "a@example.jp\nBcc: b@example.jp"}, "not a complete e-mail address"),
        ({"message": "http://a.example " * (MOST_LINKS + 1)}, "At most 5 links"),
        ({"message": " \u200b "}, "Write what you would like"),
        ({"name": "\u202e"}, "Enter your name."),
        ({"fax_number": "1"}, "keeps robots out"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(firm, visitor, wrong, said):  # A6
    answer = visitor.post(page(firm), GOOD | wrong)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    kept = {**GOOD, **wrong}
    assert kept["message"].strip() in html
    assert GOOD["company"] in html
    assert Inquiry.objects.count() == 0


def test_a_name_cannot_pose_as_another_nor_write_headers(firm, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        kept = send(firm, name="山田\r\nBcc: x@example.jp\u202e太郎\u2066", company="\u200fACME")
    assert kept.name == "山田 Bcc: x@example.jp太郎"
    assert kept.company == "ACME"
    assert all("\n" not in message.subject and not message.bcc for message in mail.outbox)


@given(st.fixed_dictionaries({name: st.text(max_size=120) for name in GOOD}))
def test_cleaned_texts_are_clean_or_refused(values):
    cleaned, faults = {}, set()
    try:
        cleaned = clean_inquiry(values)
    except ValidationError as fault:
        faults = set(fault.message_dict)
    assert faults <= set(GOOD)
    assert not cleaned or clean_inquiry(cleaned) == cleaned
    assert not any("\n" in cleaned.get(name, "") for name in ("name", "company", "email"))


def test_one_sender_and_one_firm_are_limited(firm, visitor):  # A6
    for number in range(MOST_FROM_ONE):
        send(firm, address="192.0.2.1", email=f"a{number}@example.jp")
    with pytest.raises(TooMany):
        send(organisation(), address="192.0.2.1")
    for number in range(MOST_FROM_ONE, MOST_TO_ONE):
        send(firm, address=f"198.51.100.{number}", email=f"b{number}@example.jp")
    answer = visitor.post(page(firm), GOOD)
    assert answer.status_code == 429
    assert GOOD["message"] in answer.content.decode()
    assert Inquiry.objects.count() == MOST_TO_ONE


# The inbox


@pytest.mark.parametrize("role", list(Role))
def test_owners_managers_and_leads_keep_the_window(firm, role):  # A6
    inquiry = send(firm)
    desk, stranger = client_of(actor(firm, role)), client_of(actor(role=role))
    detail = reverse("inquiry_detail", args=[inquiry.code])
    allowed = 404 if role == Role.MEMBER else 200
    assert desk.get(reverse("inquiry_list")).status_code == allowed
    assert desk.get(detail).status_code == allowed
    assert stranger.get(detail).status_code == 404
    assert GOOD["message"] not in stranger.get(reverse("inquiry_list")).content.decode()
    assert stranger.post(reverse("inquiry_move", args=[inquiry.code]), {"state": "closed"}).status_code == 404
    desk.post(reverse("inquiry_move", args=[inquiry.code]), {"state": "answered"})
    assert Inquiry.objects.get().state == ("new" if role == Role.MEMBER else "answered")


def test_who_answered_and_when_is_kept_and_a_colleague_who_comes_second_is_told(firm):  # A6
    inquiry, first, second = send(firm), actor(firm), actor(firm, Role.LEAD)
    moved = move_inquiry(actor=first, code=inquiry.code, state="answered")
    assert (moved.answered_by_id, moved.state) == (first.person_id, InquiryState.ANSWERED)
    assert moved.answered_at
    with pytest.raises(ValidationError):
        move_inquiry(actor=second, code=inquiry.code, state="closed")
    again = move_inquiry(actor=second, code=inquiry.code, state="new")
    assert (again.answered_by_id, again.answered_at) == (None, None)
    with pytest.raises(PermissionDenied):
        move_inquiry(actor=actor(), code=inquiry.code, state="closed")
    assert set(Entry.objects.filter(subject_kind="inquiry").values_list("verb", flat=True)) == {
        "inquiry_received",
        "inquiry_answered",
        "inquiry_reopened",
    }


@pytest.mark.parametrize("state", ["", "nothing", "new"])
def test_a_move_that_is_none_changes_nothing(firm, state):
    inquiry, desk = send(firm), client_of(actor(firm))
    desk.post(reverse("inquiry_move", args=[inquiry.code]), {"state": state})
    assert Inquiry.objects.get().state == "new"


def test_the_inbox_is_narrowed_by_state(firm):
    inquiry, by = send(firm), actor(firm)
    send(firm, name="佐藤", email="sato@example.jp")
    move_inquiry(actor=by, code=inquiry.code, state="closed")
    html = client_of(by).get(reverse("inquiry_list") + "?state=new").content.decode()
    assert "佐藤" in html
    assert GOOD["name"] not in html


def test_queries_of_the_inbox_do_not_grow(firm, django_assert_num_queries):
    desk = client_of(actor(firm))
    send(firm)
    with django_assert_num_queries(7):
        desk.get(reverse("inquiry_list"))
    for number in range(2):
        send(firm, email=f"c{number}@example.jp")
    with django_assert_num_queries(7):
        desk.get(reverse("inquiry_list"))
