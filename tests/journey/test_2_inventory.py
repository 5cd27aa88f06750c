"""From a factory's own Excel file to a sorted, searchable, printable inventory, on a phone too (H2, A1, A3, D1, A5)."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from tests.apps.sheets import conftest as sheets
from tests.factories import actor, organisation
from tests.journey.test_1_first_match import press
from tests.journey.test_every_page import sign_in

from kyoso.apps.assets.models import Asset, TierDecision
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.services.run_job import run_job

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

printer = sheets.printer
ABOVE = 3
"""Rows of the file that stand over the first asset: a title, nothing, the headers."""

KINDS = ["設備機械", "加工技術", "ノウハウ", "職人", "取引先"]
EACH = 41
BAD_LEVEL, BAD_TIER = 57, 120
RIGHT = len(KINDS) * EACH - 2
"""What can be imported: more than is written while the browser waits."""

FOUND = "髙速ﾌﾟﾚｽ ７号機"


def rows_of_the_factory() -> list[list[Any]]:
    """The assets as they are kept there: the kind once for many, numbers full-width, two rows with a fault."""
    rows = []
    for n in range(len(KINDS) * EACH):
        kind = KINDS[n // EACH] if n % EACH == 0 else None
        rows.append([f"Ａ－{n}", kind, f"{KINDS[n // EACH]}その{n}", "公差±０．０１ mm", "６", "会員のみ", "三宅"])
    rows[7][2] = FOUND
    rows[BAD_LEVEL][4], rows[BAD_TIER][5] = "だいたい", "社長に聞く"
    return rows


def file_of_the_factory() -> bytes:
    """An Excel file with a title over its table, headers of its own, and kinds in merged cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["有限会社三宅製作所　社内棚卸表（令和８年）"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(["社内番号", "区分", "うちでの呼び方", "得意なこと", "成熟度", "見せてよい人", "担当"])
    for row in rows_of_the_factory():
        sheet.append(row)
    for first in range(ABOVE + 1, ABOVE + len(KINDS) * EACH, EACH):
        sheet.merge_cells(f"B{first}:B{first + EACH - 1}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def page(window: Callable[..., Page], live_server: Any, width: int) -> Page:
    """A window of somebody whose firm has just come in."""
    page = window("ja", width=width)
    sign_in(page, actor(organisation("三宅製作所", industry="24")), live_server.url)
    return page


def fits(page: Page) -> None:
    """Nothing of the page is beyond the edge of the window."""
    across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert across <= 0, f"{page.url}: {across} px too wide"


def send_the_file(page: Page, file: Path) -> None:
    page.goto(reverse("asset_list"))
    press(page, f'main a[href="{reverse("import_new", args=["asset"])}"]')
    page.set_input_files("#id_file", file)
    press(page, "main form.form button.btn--primary")
    expect(page).to_have_url(re.compile("/columns/$"))
    fits(page)


def say_which_column_is_which(page: Page) -> None:
    """What has a usual name is filled in; the rest waits for a choice, beginning at the row under the title."""
    expect(page.locator("main form.form section").first).to_contain_text("3")
    for header, meant in {
        "社内番号": "reference",
        "区分": "kind",
        "成熟度": "trl",
        "得意なこと": "ability",
        "担当": "skip",
    }.items():
        expect(page.get_by_label(header)).to_have_value(meant)
    for header, meant in {"うちでの呼び方": "title", "見せてよい人": "tier"}.items():
        expect(page.get_by_label(header)).to_have_value("skip")
        page.get_by_label(header).select_option(meant)
    press(page, "main form.form:has(#id_place_2) button.btn--primary")
    expect(page).to_have_url(re.compile(r"/imports/\w+/$"))


def read_what_would_happen(page: Page) -> None:
    """The two faults come first, each with its row in the file, its column, what stands there and the mend."""
    assert not Asset.objects.exists()
    expect(page.locator(".figure__value")).to_have_text([str(RIGHT), "0", "0", "2"])
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator("td").first).to_have_text(str(ABOVE + 1 + BAD_LEVEL))
    expect(rows.nth(0)).to_contain_text("「だいたい」")
    expect(rows.nth(0)).to_contain_text("技術の成熟度(TRL)")
    expect(rows.nth(1).locator("td").first).to_have_text(str(ABOVE + 1 + BAD_TIER))
    expect(rows.nth(1)).to_contain_text("「社長に聞く」")
    expect(rows.nth(1)).to_contain_text(str(Tier.NDA.label))
    fits(page)


def work(kind: str) -> None:
    """Do what the worker would: what the page asks for meanwhile waits, as its requests pass through this thread."""
    run_job(Job.objects.get(kind=kind).code)


def import_the_rest(page: Page) -> None:
    """The page shows that it is being done, and by itself that it was."""
    page.route("**/jobs/**", lambda route: route.continue_())
    run = page.locator('main form[action$="/run/"] button')
    expect(run).to_contain_text(str(RIGHT))
    press(page, 'main form[action$="/run/"] button')
    expect(page.locator('main [id^="job-"][hx-get]')).to_be_visible()
    assert not Asset.objects.exists()
    work("import_run")
    expect(page.locator("main .callout--success")).to_contain_text(str(RIGHT))
    expect(page.locator('main [id^="job-"][hx-get]')).to_have_count(0)
    assert Asset.objects.count() == RIGHT
    one = Asset.objects.get(title=f"{KINDS[3]}その{3 * EACH + 5}")
    assert (one.kind, one.trl, one.tier, one.ability) == ("skill", 6, Tier.NETWORK, "公差±０．０１ mm")


def sort_several_at_once(page: Page) -> None:
    """What was imported leads on to the board."""
    press(page, f'main .callout a[href="{reverse("board")}"]')
    page.locator("main summary", has_text="絞り込む").click()
    page.select_option("#id_kind", "skill")
    press(page, "main form.toolbar button")
    fits(page)
    page.wait_for_load_state("networkidle")  # warnings are fetched after the page
    shown = page.locator("section", has=page.locator("#column_1")).locator('input[name="asset"]')
    expect(shown).to_have_count(20)
    page.check("#all_1")
    expect(shown.nth(19)).to_be_checked()
    shown.nth(0).uncheck()
    page.locator(".board__reason summary").click()
    page.fill("#reason", "人の名は出さない")
    page.locator(f'button[name=tier][value="{int(Tier.CORE)}"]').click()
    expect(page.locator("#board_told .board__said--success")).to_contain_text("19")
    expect(page.locator("#column_3")).to_contain_text("19")
    expect(page.locator("#id_kind")).to_have_value("skill")
    page.wait_for_load_state("networkidle")
    assert set(TierDecision.objects.values_list("tier", "reason")) == {(Tier.CORE, "人の名は出さない")}
    assert Asset.objects.filter(kind="skill", tier=Tier.CORE).count() == 19


def find_one_spelled_otherwise(page: Page) -> None:
    """It is kept as 髙速ﾌﾟﾚｽ and looked for as 高速ぷれす."""
    refresh_search()
    page.goto(reverse("directory"))
    page.locator("#q").press_sequentially("高速ぷれす")
    found = page.locator("#results .list-row")
    expect(found).to_have_count(1)
    fits(page)
    found.locator("a").first.click()
    expect(page.locator("h1")).to_have_text(FOUND)


def take_its_sheet_along(page: Page) -> None:
    press(page, 'main a[href$="/sheet/"]')
    expect(page.locator(".sheet__title")).to_have_text(FOUND)
    expect(page.locator(".sheet")).to_contain_text("公差±")
    fits(page)
    with page.expect_download() as saved:
        page.locator("main a[download]").click()
    document = saved.value.path().read_bytes()
    assert document.startswith(b"%PDF")
    assert sheets.pages_of(document) == 1


def take_the_import_back(page: Page) -> None:
    """Offered from the page where files are sent, with what was decided since told apart."""
    page.goto(reverse("import_new", args=["asset"]))
    press(page, 'main .list-row a[href*="/imports/"]')
    page.locator("main details.card summary").click()
    expect(page.locator('main form[action$="/undo/"] button')).to_be_visible()
    press(page, 'main form[action$="/undo/"] button')
    work("import_undo")
    told = page.locator("main .callout--info")
    expect(told).to_contain_text(f"{RIGHT - 19}件を元に戻しました")
    expect(told).to_contain_text("19件は保管に移し")
    assert set(Asset.objects.values_list("status", "tier")) == {("archived", Tier.CORE)}


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("width", [390, 1280])
def test_from_an_excel_file_to_a_printed_sheet(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "棚卸表.xlsx"
    file.write_bytes(file_of_the_factory())
    send_the_file(page, file)
    say_which_column_is_which(page)
    read_what_would_happen(page)
    import_the_rest(page)
    sort_several_at_once(page)
    find_one_spelled_otherwise(page)
    take_its_sheet_along(page)
    take_the_import_back(page)
