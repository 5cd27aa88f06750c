"""What is larger than a form is refused before it is read, at every address but those that take files (H4)."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse
from tests.apps.matching.helpers import client_of
from tests.canary.routes import Route, all_routes
from tests.factories import actor, organisation

from kyoso.shared.bodies import body_size

pytestmark = pytest.mark.django_db

LARGE = 200 * 1024**2
LARGER = 3 * 1024**3
"""For the zip of a whole export, with all photos of a firm."""

FILES = {"file_add", "file_replace", "window_logo"}
"""They drop what is too large while it streams in: tests/apps/files/test_file_pages.py, test_logo.py."""


class Unread(BytesIO):
    """A body that nobody may touch."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def url_of(route: Route) -> str:
    values = {"kind": "asset", "format": "csv", "question": "name", "uidb36": "1"}
    return reverse(route.name, kwargs={name: values.get(name, "ZZZZZZZZZZ") for name in route.parameters})


def send(client: Client, url: str, size: int = LARGE, **headers: str):
    return client.generic(
        "POST",
        url,
        b"",
        content_type="multipart/form-data; boundary=x",
        headers=headers,
        **{"CONTENT_LENGTH": str(size), "wsgi.input": Unread()},
    )


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_every_address_refuses_a_large_body_unread(who):
    client = Client() if who == "visitor" else client_of(actor(organisation()))
    refused = {}
    for route in all_routes():
        if route.name not in FILES:
            answer = send(client, url_of(route), LARGER if route.name == "bundle_new" else LARGE)
            refused[route.name] = answer.status_code
    hand_over = {"import_new": 302, "bundle_new": 302} if who == "visitor" else {}  # to signing in, unread as well
    assert {name: code for name, code in refused.items() if code != hand_over.get(name, 413)} == {}
    assert len(refused) > 100


def test_only_addresses_that_take_files_limit_themselves():
    own = {route.name for route in all_routes() if getattr(resolve(url_of(route)).func, "limits_itself", False)}
    assert own == {*FILES, "import_new", "bundle_new"}


@pytest.mark.parametrize(("language", "words"), [("ja", "大きすぎて送れません"), ("en", "Too large to be sent")])
def test_it_says_so_in_the_readers_language(language, words):
    answer = send(Client(), "/account/login/", **{"accept-language": language})
    assert words in answer.content.decode()
    assert "2 MB" in answer.content.decode()


def test_what_fits_a_form_passes():
    answer = Client().post("/account/login/", {"login": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2)})
    assert answer.status_code == 200


@pytest.mark.parametrize("length", ["", "-1", "abc", "²"])
def test_a_size_that_is_none_is_nothing(rf, length):
    assert body_size(rf.generic("POST", "/", b"", CONTENT_LENGTH=length)) == 0
