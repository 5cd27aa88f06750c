"""The worker keeps the index up to date with the outbox (D2)."""

import pytest
from tests.apps.matching.helpers import cosmetics, culture, moisture

from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.journal.models import OutboxRow
from kyoso.apps.matching import adapters
from kyoso.apps.matching.services import refresh_index as module
from kyoso.apps.matching.services.find_matches import matches_for_text
from kyoso.apps.matching.services.refresh_index import refresh_index as refresh_matching

pytestmark = pytest.mark.django_db


def refresh_index():
    """What the worker does: search first, then matching."""
    refresh_search()
    return refresh_matching()


def titles(asker):
    return [match.shown.title for match in matches_for_text(asker, "need", "肌のうるおい")]


def test_nothing_changed_nothing_done(settings):
    refresh_index()
    generations = sorted(settings.INDEX_DIR.glob("*"))
    assert refresh_index() is None
    assert sorted(settings.INDEX_DIR.glob("*")) == generations


def test_the_first_index_is_built_even_where_nothing_changed(settings):
    """An installation restored from a backup, or with an index of an older version, has an empty outbox."""
    assert refresh_index() == 0
    assert (settings.INDEX_DIR / "CURRENT").exists()


def test_an_index_that_no_longer_fits_the_installation_is_built_anew(settings, monkeypatch):
    """Word vectors were installed, or the bridge grew with an upgrade: nothing changed in the outbox."""
    asker = cosmetics()
    culture()
    refresh_index()
    manifest = next(settings.INDEX_DIR.glob("manifest-*"))
    manifest.write_text(manifest.read_text().replace('"made_with": ["', '"made_with": ["other'))
    monkeypatch.setattr(adapters, "_index", None)
    assert refresh_index() is not None
    assert titles(asker) == ["麹と発酵"]


def test_a_change_is_indexed_and_leaves_the_outbox():
    asker = cosmetics()
    culture()
    assert OutboxRow.objects.exists()
    assert refresh_index() == 1
    assert not OutboxRow.objects.exists()
    assert titles(asker) == ["麹と発酵"]


def test_every_service_that_changes_a_record_wakes_the_worker():
    asker = cosmetics()
    refresh_index()
    moisture(asker)
    assert OutboxRow.objects.filter(kind="need").exists()


def test_what_is_written_meanwhile_waits_for_the_next_round(monkeypatch):
    asker = cosmetics()
    culture()
    build = module.build_index

    def build_while_somebody_writes():
        texts = build()
        culture(title="あとから来た麹")
        return texts

    monkeypatch.setattr(module, "build_index", build_while_somebody_writes)
    refresh_index()
    assert titles(asker) == ["麹と発酵"]
    assert OutboxRow.objects.exists()
    monkeypatch.setattr(module, "build_index", build)
    refresh_index()
    assert set(titles(asker)) == {"麹と発酵", "あとから来た麹"}
    assert not OutboxRow.objects.exists()


def test_a_row_whose_transaction_ended_late_is_not_lost(monkeypatch):
    """On PostgreSQL a row may become visible after one with a higher number."""
    culture()
    build, first = module.build_index, OutboxRow.objects.earliest("pk").pk

    def build_while_an_older_row_appears():
        OutboxRow.objects.create(pk=first - 1, kind="asset", record_id=1, in_search=True)
        return build()

    monkeypatch.setattr(module, "build_index", build_while_an_older_row_appears)
    refresh_index()
    assert [row.pk for row in OutboxRow.objects.all()] == [first - 1]


def test_a_build_that_fails_leaves_the_outbox_for_the_next_round(monkeypatch):
    culture()

    def fail():
        raise OSError("disk full")

    monkeypatch.setattr(module, "build_index", fail)
    with pytest.raises(OSError, match="disk full"):
        refresh_index()
    assert OutboxRow.objects.exists()


def test_readers_see_the_new_index_without_being_told():
    asker = cosmetics()
    culture()
    refresh_index()
    titles(asker)
    culture(title="あとから来た麹")
    refresh_index()
    assert len(titles(asker)) == 2
