import pytest

from kyoso.apps.directory.services.refresh_search import refresh_search


@pytest.fixture(autouse=True)
def search_folder(settings, tmp_path, db):
    """Every test begins with an index of its own, which holds nothing."""
    settings.SEARCH_DIR = tmp_path / "search"
    refresh_search()
