"""An index that is deleted or damaged while the site runs: the page says so, the worker builds it anew (D1)."""

import shutil

import pytest
from django.test import Client
from tests.factories import actor, asset, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.directory.adapters import SearchNotReady
from kyoso.apps.directory.queries import RecordFilters
from kyoso.apps.directory.services import refresh_search as module
from kyoso.apps.directory.services.find_records import RecordSearch
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.engines.search.index import FORMAT

pytestmark = pytest.mark.django_db
PAGES = ("/directory/?what=asset&q=金型", "/directory/?what=need", "/directory/?what=organisation&q=会社")


@pytest.fixture
def maker():
    by = actor(organisation("作る会社"))
    asset(by, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    assert found() == ["金型"]
    return by


def found():
    return [row.title for row in RecordSearch(ANONYMOUS).results("asset", RecordFilters("金型")).rows]


def gone(folder):
    shutil.rmtree(folder)


def other_format(folder):
    (folder / FORMAT).rename(folder / "0")


def cut_off(folder):
    for path in [path for path in (folder / FORMAT).iterdir() if path.suffix in {".idx", ".fast"}]:
        kept = path.read_bytes()[:-9]
        path.unlink()
        path.write_bytes(kept)
    meta = folder / FORMAT / "meta.json"
    meta.touch()


def no_json(folder):
    (folder / FORMAT / "meta.json").write_text("{")


@pytest.mark.parametrize("happens", [gone, other_format, cut_off, no_json])
@pytest.mark.parametrize("first", ["a reader", "the worker, idle", "the worker, busy"])
def test_damage_is_told_as_being_built_and_mends_itself(maker, settings, monkeypatch, happens, first):  # D1
    happens(settings.SEARCH_DIR)
    monkeypatch.setattr(module, "_looked_at", None)
    if first == "a reader":
        client = Client(headers={"accept-language": "en"})
        for page in PAGES:
            body = client.get(page)
            assert body.status_code == 200
            assert "The search is being prepared" in body.content.decode() or happens is cut_off
        monkeypatch.setattr(module, "_looked_at", None)
    if first == "the worker, busy":
        asset(maker, title="新しい金型", tier=Tier.PUBLIC)
    assert refresh_search()
    assert "金型" in found()
    assert len(found()) == (2 if first == "the worker, busy" else 1)
    assert refresh_search() is None


def test_what_a_reader_finds_damaged_the_worker_builds_without_looking(maker, settings, monkeypatch):
    monkeypatch.setattr(module, "_looked_at", module.time.monotonic())
    no_json(settings.SEARCH_DIR)
    with pytest.raises(SearchNotReady):
        found()
    assert refresh_search()
    assert found() == ["金型"]


def test_saved_searches_and_the_first_page_stand_meanwhile(maker, settings):
    from tests.apps.matching.helpers import client_of

    client = client_of(maker)
    client.post("/saved-searches/keep/", {"what": "asset", "q": "金型"})
    gone(settings.SEARCH_DIR)
    for page in ("/saved-searches/", "/saved-searches/news/", "/"):
        assert client.get(page).status_code == 200
