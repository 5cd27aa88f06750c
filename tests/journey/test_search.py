"""Searching as one types, with filters, in a real browser (D1)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.factories import actor, asset, organisation

from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1280])
def test_words_and_filters_narrow_together_while_one_types(
    window: Callable[..., Page], live_server: Any, width: int, settings: Any, tmp_path: Any
) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    for name, industry in (("プレスの会社", "24"), ("酒蔵", "10")):
        owner = actor(organisation(name, industry=industry))
        for title in ("金型", "金型の保管", "樽"):
            asset(owner, title=title, tier=Tier.PUBLIC)
    refresh_search()
    page = window("ja")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + "/directory/")
    rows = page.locator("#results .list-row")
    expect(rows).to_have_count(6)
    page.get_by_role("searchbox").press_sequentially("金型")
    expect(rows).to_have_count(4)
    if width < 700:
        page.get_by_role("button", name="絞り込み").click()
    count = page.locator("label[for=facets_industry_24] .facets__count")
    expect(count).to_have_text("2")  # the filters count what was typed
    page.locator("#facets_industry_24").check()
    expect(rows).to_have_count(2)
    expect(page.locator("#facets_industry_24")).to_be_focused()
    expect(page).to_have_url(re.compile("industry=24"))
    page.get_by_role("searchbox").fill("保管")
    expect(rows).to_have_count(1)  # the filter stays
    expect(page.locator("#facets_industry_24")).to_be_checked()
    page.reload()
    expect(rows).to_have_count(1)
