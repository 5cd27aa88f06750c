"""The session ends while somebody types: nothing is lost (H4)."""

import html
import re

import pytest
from django.test import Client
from tests.apps.matching.helpers import client_of
from tests.factories import actor, organisation

from kyoso.apps.disclosure.models import Projection

pytestmark = pytest.mark.django_db

URL = "/assets/new/"
TEXT = "薄い板を、しわなく絞ります。\n「0.05mm」でも<割れ>ません。"
TYPED = {"title": "深絞り", "kind": "technology", "tier": "1", "summary": TEXT, "partner": ["a", "b"]}


def held(answer):
    """What the page sends again."""
    body = answer.content.decode()
    return [
        (name, html.unescape(value)) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', body)
    ]


def test_what_was_sent_without_a_session_is_kept_to_be_sent_again():
    client = Client(headers={"accept-language": "en"})
    answer = client.post(URL, TYPED)
    assert answer.status_code == 401
    values = held(answer)
    assert {("title", "深絞り"), ("summary", TEXT.replace("\n", "\r\n")), ("partner", "a"), ("partner", "b")} <= set(
        values
    ) | {(name, value.replace("\n", "\r\n")) for name, value in values}
    body = answer.content.decode()
    assert "Sign in in a new tab" in body
    assert html.escape(TEXT) in body.replace("&#x27;", "'")
    assert Projection.objects.count() == 0


def test_sent_again_after_signing_in_it_is_saved():
    values = dict(held(Client().post(URL, {name: value for name, value in TYPED.items() if name != "partner"})))
    client = client_of(actor(organisation("絞りの会社")))
    assert client.post(URL, values).status_code == 302
    assert Projection.objects.filter(title="深絞り").exists()


def test_a_script_is_told_and_the_page_stays():
    answer = Client().post(URL, TYPED, headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_page_that_is_read_leads_to_signing_in():
    assert Client().get(URL).url == "/account/login/?next=/assets/new/"


def strict(**headers):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en", **headers})
    client.get("/account/login/")
    return client


@pytest.mark.parametrize("header", ["origin", "referer"])
def test_a_stale_form_of_ours_is_kept_too(header):
    answer = strict(**{header: "http://testserver"}).post(URL, {**TYPED, "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert ("title", "深絞り") in held(answer)


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://evil.example"}, {"referer": "http://testserver.evil.example/"}, {"origin": "null"}],
)
def test_a_form_of_another_site_is_never_offered_to_be_sent(headers):
    answer = strict(**headers).post(URL, TYPED)
    assert answer.status_code == 403
    assert "深絞り" not in answer.content.decode()


def test_a_password_is_never_written_into_a_page():
    answer = strict(origin="http://testserver").post(
        "/account/login/", {"login": "a@b.example", "password": "geheim123"}
    )
    assert answer.status_code == 403
    assert "geheim123" not in answer.content.decode()
    kept = Client().post(URL, {**TYPED, "password": "geheim123"})
    assert "geheim123" not in kept.content.decode()


def test_what_is_held_stays_in_no_cache_and_what_is_large_is_not_read(settings):
    assert "no-store" in Client().post(URL, TYPED)["Cache-Control"]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50
    assert Client().post(URL, TYPED).status_code == 413
