"""Photos and documents in the browser: by form and by dropping, with and without script, on a phone too (A1, H4)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.apps.files.samples import add_samples, pdf, picture
from tests.factories import actor, asset, organisation
from tests.journey.test_every_page import WIDTHS, barriers, sign_in

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.models import File
from kyoso.apps.files.rules import MEGABYTE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def maker(live_server: Any) -> Actor:
    return actor(organisation("金子製作所"))


@pytest.fixture
def record(maker: Actor) -> Asset:
    summary = "0.1 mmの薄板を、割れやしわを出さずに深く絞ります。"
    return asset(maker, title="ステンレス薄板の多段深絞り", summary=summary, tier=Tier.NETWORK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "試作品.jpg": picture("JPEG", (1600, 1200)),
        "断面.png": picture("PNG", (900, 1200)),
        "検査成績書.pdf": pdf(),
        "まぎれた頁.jpg": b"<!doctype html><script>alert(1)</script>",
        "大きすぎる図面.pdf": pdf() + b"x" * (2 * MEGABYTE),
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def open_files(window: Callable[..., Page], live_server: Any, maker: Actor, record: Asset) -> Callable[..., Page]:
    def opened(width: int = 1280, language: str = "ja", **options: Any) -> Page:
        page = window(language, width=width, **options)
        sign_in(page, maker, live_server.url)
        page.goto(f"/files/of/asset/{record.code}/")
        return page

    return opened


def names() -> set[str]:
    return set(File.objects.values_list("name", flat=True))


@pytest.mark.parametrize("has_script", [True, False])
def test_files_are_added_by_form(
    open_files: Callable[..., Page], folder: Path, record: Asset, has_script: bool, complaints: list[str]
) -> None:
    page = open_files(java_script_enabled=has_script)
    chosen = [folder / name for name in ("試作品.jpg", "検査成績書.pdf", "まぎれた頁.jpg")]
    page.set_input_files("#id_files", chosen)
    page.select_option("#id_tier", str(int(Tier.NDA)))
    page.get_by_role("button", name="追加する").click()
    expect(page.get_by_role("alert")).to_contain_text("まぎれた頁.jpg")
    expect(page.locator("[data-say]").filter(has_text="2件")).to_be_visible()
    assert names() == {"試作品.jpg", "検査成績書.pdf"}
    assert set(File.objects.values_list("tier", flat=True)) == {Tier.NDA}
    page.goto(f"/assets/{record.code}/")
    picture_ = page.get_by_role("img", name="試作品.jpg")
    if has_script:
        picture_.scroll_into_view_if_needed()
        page.wait_for_function("[...document.images].every((one) => one.complete && one.naturalWidth > 0)")
    with page.expect_download() as saved:
        page.get_by_role("link", name="検査成績書.pdf").click()
    assert saved.value.suggested_filename == "検査成績書.pdf"
    assert [line for line in complaints if "422" not in line] == []  # a browser calls every refusal an error
    complaints.clear()


def test_a_file_too_large_is_left_out_before_it_is_sent(
    open_files: Callable[..., Page], folder: Path, settings: Any
) -> None:
    settings.FILE_BYTES = MEGABYTE
    page = open_files()
    page.set_input_files("#id_files", [folder / "大きすぎる図面.pdf", folder / "断面.png"])
    expect(page.locator("[data-chosen]")).to_contain_text("大きすぎる図面.pdfは1 MBを超える")
    page.get_by_role("button", name="追加する").click()
    expect(page.locator("#files").get_by_text("1件のファイルを追加しました。")).to_be_visible()
    assert names() == {"断面.png"}


DROP = """(box, name) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File(['検査の記録'], name, {type: 'text/plain'}));
  for (const kind of ['dragover', 'drop']) {
    box.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: dropped}));
  }
}"""


def test_files_are_dropped(open_files: Callable[..., Page]) -> None:
    page = open_files()
    page.locator("[data-drop]").evaluate(DROP, "記録.txt")
    expect(page.locator("[data-chosen]")).to_contain_text("記録.txt")
    page.get_by_role("button", name="追加する").click()
    expect(page.locator("#files").get_by_text("1件のファイルを追加しました。")).to_be_visible()
    assert names() == {"記録.txt"}


def test_files_change_places_by_keyboard(open_files: Callable[..., Page], maker: Actor, record: Asset) -> None:
    photo = add_samples(maker, record)
    page = open_files()
    button = page.locator(f"#up-{photo.code}")
    button.focus()
    with page.expect_response(lambda response: "/move/" in response.url):
        page.keyboard.press("Enter")
    expect(page.locator(".file-row").first).to_have_attribute("id", f"file-{photo.code}")
    assert page.evaluate("document.activeElement.id") == f"up-{photo.code}"


def test_every_page_of_files_is_open_to_everybody(open_files: Callable[..., Page], maker: Actor, record: Asset) -> None:
    page, faults = open_files(), []
    for round_ in range(2):
        addresses = [f"/assets/{record.code}/", f"/files/of/asset/{record.code}/"]
        if round_:
            photo = add_samples(maker, record, "長い説明" * 40)
            addresses += [f"/files/{photo.code}/{part}/" for part in ("edit", "delete")]
        for address in addresses:
            page.goto(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                across = page.evaluate("document.documentElement.scrollWidth")
                faults += [f"{address} at {width}: {across} wide"] if across > width else []
                faults += [f"{address} at {width}: {fault}" for fault in barriers(page)]
    assert not faults, "\n".join(faults)


def test_a_file_is_captioned_replaced_and_deleted(
    open_files: Callable[..., Page], maker: Actor, record: Asset, folder: Path
) -> None:
    add_samples(maker, record)
    page = open_files()
    page.get_by_role("link", name="編集 (試作品.png)").click()
    page.get_by_label("説明").fill("断面。板厚は0.1 mmのまま")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="断面。板厚は0.1 mmのまま")).to_be_visible()
    page.get_by_role("link", name="編集 (試作品.png)").click()
    page.set_input_files("#id_file", folder / "試作品.jpg")
    page.get_by_role("button", name="差し替える").click()
    expect(page.get_by_text("1600 × 1200")).to_be_visible()
    page.get_by_role("link", name="削除 (試作品.jpg)").click()
    page.get_by_role("button", name="削除する").click()
    expect(page.get_by_text("ファイルを削除しました。")).to_be_visible()
    assert names() == {"図面.pdf"}
