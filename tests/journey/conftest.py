"""A browser and a running site, for tests that walk as people do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.apps.matching.helpers import words_and_bridge

from kyoso.apps.matching import adapters


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser a module. Playwright keeps an event loop running, beside which Django would not touch a database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def _own_index(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    settings.INDEX_DIR = tmp_path / "index"
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())
    monkeypatch.setattr(adapters, "_index", None)
    cache.clear()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complained of in any window: errors on the console, breaches of the security policy, lost requests."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def window(
    browser: Browser, live_server: Any, _own_index: None, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a window of its own for somebody: cookies of one are unknown to the other."""
    contexts: list[BrowserContext] = []

    def open_window(language: str = "ja", width: int = 1280, **options: Any) -> Page:
        locale = {"ja": "ja-JP", "en": "en-GB"}[language]
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale=locale, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        return page

    yield open_window
    for context in contexts:
        context.close()


LEFT = ("htmx:sendAbort", "htmx:afterRequest,")
"""What htmx says of a request that was on its way when the page was left; a lost one is told as htmx:sendError."""


def listen(page: Page, complaints: list[str]) -> None:
    """Note down whatever a page complains of."""

    def hear(message: Any) -> None:
        if message.type == "error" and not message.text.startswith(LEFT):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
