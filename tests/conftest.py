"""What all tests share: quick settings, people to test with, and the browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

hypothesis_settings.register_profile(
    "kyoso", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("kyoso")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Swap what is slow or needs a built installation; all else is tested as it is shipped."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.SEARCH_DIR = Path(tempfile.mkdtemp(prefix="kyoso-search-"))  # nobody's index: a test builds its own
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "exchange": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the runner repeat on PostgreSQL what a database can change."""
    parser.addoption(
        "--database-only", action="store_true", help="run only tests that use the database, without browser"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that use the database, where only they are asked for."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _uses_database(item) and not _is_marked(item, "browser", "once")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _is_marked(item: pytest.Item, *names: str) -> bool:
    return any(item.get_closest_marker(name) for name in names)


def _uses_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def find_chromium() -> str | None:
    """Return the path of a browser: one named by KYOSO_CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("KYOSO_CHROMIUM")
    if named:
        return named
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's path; without one browser tests are skipped, in CI they fail."""
    path = find_chromium()
    if path is None:
        reason = "no Chromium: install the package chromium, or run `playwright install chromium`"
        pytest.fail(reason) if CI else pytest.skip(reason)
    return path


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Begin every test in Japanese: a page that the test before asked for in English leaves that language behind."""
    with translation.override("ja"):
        yield
