import pytest
from tests.factories import actor, organisation

from kyoso.apps.directory.services.refresh_search import refresh_search


@pytest.fixture(autouse=True)
def search_folder(settings, tmp_path, db):
    settings.SEARCH_DIR = tmp_path / "search"
    refresh_search()


@pytest.fixture
def reader():
    return actor(organisation("読む会社"))


@pytest.fixture
def maker():
    return actor(organisation("作る会社", industry="24"))
