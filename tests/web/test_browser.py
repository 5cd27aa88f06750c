"""The style guide in a real browser: accessible, within its width, and working by keyboard and without scripts (H4)."""

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.urls")]

STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the site to a visitor; no database is open, since the style guide needs none."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, allow_reuse_address=False)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/guide/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def guide(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the style guide in a window of its own."""
    contexts = []

    def open_guide(width: int = 1280, **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, locale="ja-JP", **options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_guide
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_barrier_and_no_sideways_scrolling(guide: Callable[..., Page], width: int, scheme: str) -> None:
    page = guide(width, color_scheme=scheme)
    found = Axe().run(page, options=STANDARDS).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_offends_the_security_policy(browser: Browser, address: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.close()
    assert complaints == []


def test_menu_opens_on_a_phone(guide: Callable[..., Page]) -> None:
    page = guide(390)
    button = page.locator("[data-toggle=navigation]")
    assert not page.locator("#navigation").is_visible()
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert page.locator("#navigation").is_visible()


def test_navigation_and_filters_are_open_without_scripts(guide: Callable[..., Page]) -> None:
    page = guide(390, java_script_enabled=False)
    assert page.locator("#navigation").is_visible()
    assert page.locator("#facets").is_visible()
    assert not page.locator("[data-toggle=navigation]").is_visible()


def test_dialog_opens_closes_and_gives_the_focus_back(guide: Callable[..., Page]) -> None:
    page = guide()
    opener = page.locator("[data-dialog-open=example]")
    opener.click()
    assert page.locator("#example").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#example").is_visible()
    assert opener.evaluate("element => element === document.activeElement")


def test_counter_counts_as_one_types(guide: Callable[..., Page]) -> None:
    page = guide()
    area = page.locator("#first_body")
    area.fill("あ" * 395)
    assert page.locator("#first_body_counter").inner_text() == "あと5字"
    area.fill("あ" * 402)
    assert page.locator("#first_body_counter").inner_text() == "2字多すぎます"


def test_leaving_a_changed_form_is_asked_about(guide: Callable[..., Page]) -> None:
    page = guide()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#first_title").press_sequentially("銅")
    page.goto("about:blank")
    assert asked == ["beforeunload"]
