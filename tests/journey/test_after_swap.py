"""After a part of a page was exchanged, the focus is beside what one did, and what changed is said (H4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.apps.files.samples import add_samples
from tests.apps.matching.helpers import brewery, cosmetics, culture, moisture
from tests.factories import actor, asset
from tests.journey.test_every_page import sign_in

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.matching.services.refresh_index import refresh_index

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HAS_FOCUS = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"

SETTLED = """document.addEventListener(
  'htmx:afterSettle', () => (document.documentElement.dataset.settled = 'yes'), {once: true})"""


@pytest.fixture
def owner(_own_index: None) -> Actor:
    return cosmetics()


@pytest.fixture
def page(window: Callable[..., Page], live_server: Any, owner: Actor) -> Page:
    page = window("ja")
    sign_in(page, owner, live_server.url)
    return page


@pytest.fixture
def matches(page: Page, owner: Actor) -> Page:
    """Three candidates for a need."""
    maker = actor(brewery())
    for number in range(3):
        culture(maker, title=f"麹{number}", tier=Tier.PUBLIC)
    need = moisture(owner)
    refresh_index()
    page.goto(reverse("need_matches", args=[need.code]))
    return page


def exchanged(page: Page, act: Callable[[], None]) -> None:
    """Do something and wait until its answer stands on the page."""
    page.evaluate(SETTLED)
    act()
    page.locator("html[data-settled]").wait_for()
    page.evaluate("delete document.documentElement.dataset.settled")


def test_the_focus_stays_with_a_candidate_that_was_kept(matches: Page) -> None:
    second = matches.locator("article").nth(1)
    title = second.locator("h3").inner_text()
    second.locator("form button").first.focus()
    exchanged(matches, lambda: matches.keyboard.press("Enter"))
    assert title in matches.evaluate(HAS_FOCUS)
    assert "元に戻す" in matches.evaluate(HAS_FOCUS)


def test_the_focus_goes_to_whoever_took_the_place_of_one_declined(matches: Page) -> None:
    titles = matches.locator("article h3").all_inner_texts()
    matches.locator("details.menu summary", has_text=titles[1]).focus()
    matches.keyboard.press("Enter")
    matches.keyboard.press("Tab")
    exchanged(matches, lambda: matches.keyboard.press("Enter"))
    expect(matches.locator("article")).to_have_count(2)
    assert titles[2] in matches.evaluate(HAS_FOCUS)
    expect(matches.locator("#said")).to_have_text("候補 2 件")


def test_the_last_one_declined_leaves_the_focus_in_the_list(matches: Page) -> None:
    for _left in range(3):
        matches.locator("article details.menu summary").last.focus()
        matches.keyboard.press("Enter")
        matches.keyboard.press("Tab")
        exchanged(matches, lambda: matches.keyboard.press("Enter"))
    assert matches.evaluate("document.activeElement.closest('#matches') !== null")
    expect(matches.locator("#said")).to_have_text("候補はまだありません")


def test_a_file_moved_keeps_the_focus_and_the_move_is_said(page: Page, owner: Actor) -> None:
    one = asset(owner)
    photo = add_samples(owner, one, "試作品")
    page.goto(reverse("file_list", args=["asset", one.code]))
    button = page.locator(f"#up-{photo.code}")
    button.focus()
    exchanged(page, lambda: page.keyboard.press("Enter"))
    assert page.evaluate("document.activeElement.id") == f"up-{photo.code}"


def test_the_number_found_is_said_and_the_box_keeps_the_focus(page: Page, owner: Actor) -> None:
    other = actor(brewery())
    for number in range(3):
        asset(other, title=f"深絞り{number}", tier=Tier.PUBLIC)
    asset(owner, title="研磨", tier=Tier.PUBLIC)
    refresh_search()
    page.goto(reverse("directory"))
    exchanged(page, lambda: page.locator("#q").press_sequentially("深絞り"))
    expect(page.locator("#said")).to_have_text("3 件")
    assert page.evaluate("document.activeElement.id") == "q"
    exchanged(page, lambda: page.locator("#q").press_sequentially("にない言葉の列"))
    expect(page.locator("#said")).not_to_have_text("3 件")


def test_a_filter_chosen_by_keyboard_keeps_the_focus(page: Page, owner: Actor) -> None:
    asset(owner, title="研磨", tier=Tier.PUBLIC)
    refresh_search()
    page.goto(reverse("directory"))
    box = page.locator("#facets input[type=checkbox]").first
    box.focus()
    exchanged(page, lambda: page.keyboard.press("Space"))
    assert page.evaluate("document.activeElement.closest('#facets') !== null")


def test_a_message_closed_hands_the_focus_on(matches: Page) -> None:
    button = matches.locator("article form button").first
    exchanged(matches, button.click)
    close = matches.locator("[data-toast-close]").first
    close.focus()
    matches.keyboard.press("Enter")
    expect(close).to_have_count(0)
    assert matches.evaluate("document.activeElement !== document.body")
