"""Where something goes wrong, a page says so in both languages and what to do, without a database too (H4)."""

import re
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from tests.apps.matching.helpers import client_of
from tests.factories import actor, organisation

pytestmark = pytest.mark.django_db

JAPANESE = re.compile("[ぁ-ん]")
AWAY = OperationalError("database is locked")


def failing(error: Exception, **headers: str):
    """Open a page whose reading fails like this."""
    client = Client(raise_request_exception=False, headers=headers)
    with patch("kyoso.apps.directory.web.views.render", side_effect=error):
        return client.get(reverse("directory"))


@pytest.mark.parametrize(("language", "words"), [("ja", "開くページではありません"), ("en", "not a page to open")])
def test_an_address_of_a_button_opened_as_a_page(language, words):
    answer = Client(headers={"accept-language": language}).get(reverse("organisation_switch"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert words in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("ja", "見つかりません"), ("en", "Page not found")])
def test_an_address_that_is_not_there(language, words):
    answer = Client(headers={"accept-language": language}).get("/nothing/")
    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_database_that_is_away_is_no_fault_of_ours(headers):
    answer = failing(AWAY, **headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    body = answer.content.decode()
    assert JAPANESE.search(body)
    assert "What you have just sent was not saved" in body


def test_a_fault_of_ours_says_so_in_both_languages():
    answer = failing(ZeroDivisionError("secret words"))
    body = answer.content.decode()
    assert answer.status_code == 500
    assert JAPANESE.search(body)
    assert "Something went wrong on our side" in body
    assert "secret words" not in body


def test_too_many_fields_are_a_bad_request_in_both_languages():
    answer = Client().post(reverse("account_login"), {f"field{number}": "x" for number in range(1_001)})
    body = answer.content.decode()
    assert answer.status_code == 400
    assert JAPANESE.search(body)
    assert "The request could not be read" in body


def _fail(*_args, **_more):
    raise AWAY


def test_a_database_away_from_the_first_question_on():
    client = client_of(actor(organisation()))
    client.raise_request_exception = False
    with connection.execute_wrapper(_fail):
        answer = client.get("/")
    assert answer.status_code == 503
    assert JAPANESE.search(answer.content.decode())
