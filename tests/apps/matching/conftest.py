"""An index of one's own for every test, so that none finds what another wrote."""

import pytest
from tests.apps.matching.helpers import words_and_bridge

from kyoso.apps.matching import adapters


@pytest.fixture(autouse=True)
def _own_index(settings, monkeypatch, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())
    monkeypatch.setattr(adapters, "_index", None)
