"""NUL, the one sign that PostgreSQL takes in no text, in every box from which a page looks something up (H3)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from tests.factories import actor, organisation

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.directory.services.refresh_search import refresh_search

BOXES = [
    ("/organisation/join/", "q"),
    ("/organisation/new/", "name"),
    ("/directory/", "q"),
    ("/directory/?what=need", "q"),
    ("/directory/?what=organisation", "q"),
    ("/directory/", "organisation"),
    ("/directory/", "what"),
    ("/directory/", "field"),
    ("/directory/?what=organisation", "prefecture"),
    ("/assets/", "q"),
    ("/assets/", "kind"),
    ("/assets/", "tier"),
    ("/assets/", "status"),
    ("/assets/new/", "kind"),
    ("/needs/", "q"),
    ("/needs/", "status"),
]


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Do what PostgreSQL's driver does; SQLite takes everything."""
    for value in params or ():
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return execute(sql, params, many, context)


@pytest.fixture
def strict(db: None) -> Iterator[None]:
    with connection.execute_wrapper(_refuse):
        yield


@pytest.fixture
def member(db: None, browser: Callable[..., Client]) -> Client:
    return browser(Person.objects.get(pk=actor(organisation("株式会社津田精機")).person_id))


def ask(client: Client, page: str, name: str, typed: str) -> Any:
    return client.get(f"{page}{'&' if '?' in page else '?'}{name}={quote(typed)}")


def test_the_driver_is_imitated(strict: None) -> None:
    """Or else all tests below would pass whatever pages do."""
    with pytest.raises(ValueError, match="NUL"):
        Organisation.objects.filter(name="\x00").exists()
    with pytest.raises(ValueError, match="NUL"):
        Organisation.objects.filter(name__contains="津\x00田").exists()


@pytest.mark.parametrize("typed", ["\x00", "津\x00田", "\x00%_"])
@pytest.mark.parametrize(("page", "name"), BOXES)
def test_nul_is_no_fault_of_the_site(strict: None, member: Client, page: str, name: str, typed: str) -> None:
    assert ask(member, page, name, typed).status_code == 200


@pytest.mark.parametrize("page", ["/organisation/join/", "/directory/?what=organisation"])
def test_what_else_was_typed_is_looked_for(
    strict: None, member: Client, unclaimed: Organisation, page: str, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    refresh_search()
    for typed, is_found in (("川\x00端", True), ("川\x00谷", False)):
        assert (unclaimed.name in ask(member, page, "q", typed).content.decode()) == is_found
