import pytest
from django.conf import settings
from django.db import transaction
from django.template import Template
from django.test.utils import _TestState
from tests.canary.world import World, build_world

from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.matching.adapters import build_index
from kyoso.apps.sheets.adapters import pdf


@pytest.fixture(scope="module")
def built_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all tests of a module, taken back at its end."""
    kept, instrumented = (settings.INDEX_DIR, settings.SEARCH_DIR), Template._render
    Template._render = _TestState.saved_data.template_render  # nobody here asks for contexts; copying them takes long
    settings.INDEX_DIR, settings.SEARCH_DIR = tmp_path_factory.mktemp("index"), tmp_path_factory.mktemp("search")
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        refresh_search()
        build_index()  # so that the match pages show candidates, and not that the search is being prepared
        yield world
        transaction.set_rollback(True)
    (settings.INDEX_DIR, settings.SEARCH_DIR), Template._render = kept, instrumented


@pytest.fixture
def world(built_world, db, monkeypatch) -> World:
    """The world for one test: what the test does to it is undone. Sheets are read before they are drawn."""
    monkeypatch.setattr(pdf, "draw_page", lambda variants: next(iter(variants))().encode())
    return built_world
