"""Ways by which something can leave Kyoso. Pages are here; whoever adds another (a command, a file) lists it here.

A surface takes the world and the name of a viewer, and yields all that this viewer can get out of it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, product

import pytest
from _pytest.mark import ParameterSet
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from tests.canary.routes import Route, all_routes, filler, queries
from tests.canary.world import World

CSRF_FIELD = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
CSRF_HEADER = re.compile(r'(X-CSRFToken&quot;: &quot;|"X-CSRFToken": ")[0-9A-Za-z]*')
NONCE = re.compile(r"(nonce[-=]\"?)[\w/+=-]*")
COOKIE = re.compile(r"(Set-Cookie: )(?:csrftoken|sessionid)=.*")
MOST_HOPS = 5
NOT_ALLOWED = 405
THOROUGH = {"anonymous", "outsider_owner", "grantee_one", "own_lead", "operator"}
"""Those who try every code on every route; the others, whose rights differ in one point, try every record's page."""


def viewers(names: Iterable[str]) -> list[ParameterSet]:
    """Return viewers as the parameters of a test, which only the thorough ones repeat on PostgreSQL."""
    return [pytest.param(name, marks=[] if name in THOROUGH else [pytest.mark.once]) for name in names]


@dataclass(frozen=True)
class Output:
    """A piece of text that reached a viewer, and where it came from."""

    where: str
    text: str


@dataclass(frozen=True)
class Surface:
    """A way out, and whether every token that a viewer may see must come out of it."""

    name: str
    visit: Callable[[World, str], Iterator[Output]]
    complete: bool = False


def everything(response: HttpResponse) -> str:
    """Return all that a response carries: status, headers, cookies and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = _unpacked(body) if body.startswith(b"PK") else body.decode(errors="replace")
    return f"{response.status_code}\n{headers}\n{_cookies(response)}\n{text}"


def _cookies(response: HttpResponse) -> str:
    """Messages that wait for the next page are read as it will show them: packed and signed they hide a leak."""
    morsels = dict(response.cookies)
    waiting = morsels.pop(CookieStorage.cookie_name, None)
    told = CookieStorage(HttpRequest())._decode(waiting.value) if waiting else None
    return "\n".join([*(morsel.output() for morsel in morsels.values()), *(str(message) for message in told or [])])


def _unpacked(body: bytes) -> str:
    """What stands in a zip, which an Excel file is too."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def headers(*, htmx: bool, language: str) -> dict[str, str]:
    """Return the headers of a plain request or of one by HTMX."""
    return {"accept-language": language} | ({"hx-request": "true", "hx-target": "results"} if htmx else {})


def normalised(text: str, *words: str) -> str:
    """Take out what differs between any two requests: tokens against forgery, nonces, and the words asked for."""
    for pattern in (CSRF_FIELD, CSRF_HEADER, NONCE, COOKIE):
        text = pattern.sub(r"\1", text)
    for word in words:
        text = text.replace(word, "…")
    return text


VARIANTS = [headers(htmx=htmx, language=language) for htmx, language in product((False, True), ("ja", "en"))]


def follow(client: Client, url: str, sent: dict[str, str]) -> Iterator[tuple[str, HttpResponse]]:
    """Ask for a page and yield every response on the way to where it leads."""
    for _hop in range(MOST_HOPS):
        response = client.get(url, headers=sent)
        yield url, response
        if not 300 <= response.status_code < 400:
            return
        url = response.headers["Location"]
        if not url.startswith("/"):
            return


def pages(world: World, name: str) -> Iterator[Output]:
    """Ask for every page of the site with every code, in all variants."""
    client = world.client(name)
    for route in all_routes():
        assert filler(route), f"tests/canary/routes.py does not say what fills {route}"
        yield from _visit(world, client, route, thorough=name in THOROUGH)


def _visit(world: World, client: Client, route: Route, *, thorough: bool) -> Iterator[Output]:
    for asked, sent in _questions(world, route, thorough=thorough):
        for url, response in follow(client, asked, sent):
            yield Output(f"{url} {sent}", everything(response))
            if response.status_code == NOT_ALLOWED:
                return


def _questions(world: World, route: Route, *, thorough: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield addresses and headers: all variants of a plain page, variants in turn over codes and filters."""
    turn = cycle(VARIANTS[len(route.name) % 4 :] + VARIANTS[: len(route.name) % 4])
    if route.parameters:
        filled = filler(route)(world)
        for values in filled if thorough or route.name.endswith("_detail") else filled[::5]:
            yield route.url(values), next(turn)
        return
    for sent in VARIANTS if thorough else [next(turn)]:
        yield route.url({}), sent
    for query in queries(route):
        yield f"{route.url({})}?{query}", next(turn)


def sheets(world: World, name: str) -> Iterator[Output]:
    """Ask for the sheet of every asset and firm at the closer tiers, as the text that would be drawn."""
    client = world.client(name)
    firms = [("organisation_sheet_pdf", code) for code in world.codes["organisation"]]
    for route, code in [("asset_sheet_pdf", one.code) for one in world.of_kind("asset")] + firms:
        for tier in (2, 3):
            url = reverse(route, args=[code]) + f"?tier={tier}"
            yield Output(url, everything(client.get(url)))


SURFACES = [Surface("pages", pages, complete=True), Surface("sheets", sheets)]
