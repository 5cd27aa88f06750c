"""Files of public bodies, read without a database: encodings, layouts, and what is wrong named by its line (H5)."""

import unicodedata
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.apps.accounts.registry_files import JSIC, PLACES, houjin_line, number

from kyoso.apps.accounts.registries import DIVISIONS, INDUSTRIES, PREFECTURES
from kyoso.apps.accounts.registries.explained import TECHNOLOGY_FIELDS, TRL_LEVELS
from kyoso.apps.accounts.registries.houjin import (
    BadLine,
    encoding_of,
    is_corporate_number,
    open_lines,
    read_record,
    split_line,
)
from kyoso.apps.accounts.registries.jsic import parse_jsic
from kyoso.apps.accounts.registries.municipalities import (
    code_check_digit,
    municipality_key,
    parse_municipalities,
    without_prefecture,
)
from kyoso.apps.accounts.registries.tables import ListFaults, Row, plain, read_table
from kyoso.apps.accounts.rules import check_digit
from kyoso.apps.assets.enums import TechnologyField


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for number_, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number_}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rows_of(text: str) -> list[Row]:
    return [Row(f"line {n}", tuple(map(plain, line.split(",")))) for n, line in enumerate(text.splitlines(), 1)]


# What is built in


def test_all_divisions_major_groups_and_prefectures_are_there() -> None:
    assert "".join(division.code for division in DIVISIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert list(INDUSTRIES) == [f"{code:02d}" for code in range(1, 100)]
    assert sorted(PREFECTURES) == [f"{code:02d}" for code in range(1, 48)]


def test_every_field_and_level_is_explained_in_both_languages() -> None:
    assert [one.code for one in TECHNOLOGY_FIELDS] == TechnologyField.values
    assert [one.code for one in TRL_LEVELS] == [str(level) for level in range(1, 10)]
    for one in (*TECHNOLOGY_FIELDS, *TRL_LEVELS):
        assert all(len(words.points) >= 2 and words.means and words.name for words in (one.ja, one.en))


# Tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    rows = parse_jsic(read_table(written(tmp_path / "jsic.csv", JSIC, encoding)))
    assert [row.code for row in rows] == ["099", "0992", "245", "2452"]
    assert rows[3].ja == "金属プレス製品製造業(アルミニウム・同合金を除く)"
    assert "深絞り" in rows[3].examples


def test_excel_takes_noughts_and_they_are_put_back(tmp_path: Path) -> None:
    table = [
        ["大分類コード", "中分類コード", "小分類コード", "細分類コード", "項目名"],
        ["E", 9, 99, 992, "めん類製造業"],
    ]
    (row,) = parse_jsic(read_table(workbook(tmp_path / "jsic.xlsx", table)))
    assert (row.code, row.ja) == ("0992", "めん類製造業")


@pytest.mark.parametrize(
    "content", [b"", b"\x81", b"PK\x03\x04 no zip", b"\xff\xfe\x00x" * 9], ids=["empty", "half", "cut zip", "utf-16"]
)
def test_what_is_no_table_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ListFaults):
        parse_jsic(read_table(path))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(ListFaults, match="50 MB"):
        read_table(path)


# JSIC


def test_one_column_of_codes_with_or_without_headings() -> None:
    for headings in ("コード,名称\n", "分類コード,分類項目名\n", ""):
        rows = parse_jsic(rows_of(headings + "E,製造業\n24,金属製品製造業\n245,素形材\n2452,プレス\n注,\n"))
        assert [row.code for row in rows] == ["245", "2452"]


def test_names_beside_each_level() -> None:
    rows = parse_jsic(rows_of("小分類コード,小分類名,細分類コード,細分類名\n245,素形材,2452,プレス\n"))
    assert {row.code: row.ja for row in rows} == {"245": "素形材", "2452": "プレス"}


def test_every_fault_of_a_list_is_named_by_its_line() -> None:
    with pytest.raises(ListFaults) as caught:
        parse_jsic(rows_of("コード,名称\n0012,なし\n24X,変\n2452,\n245,素形材\n245,別の名\n246,よい\n"))
    assert [fault.split(":")[0] for fault in caught.value.faults] == [f"line {n}" for n in (2, 3, 4, 6)]
    assert "no major group 00" in caught.value.faults[0]


def test_many_faults_are_counted() -> None:
    faults = ListFaults([f"line {n}" for n in range(60)])
    assert faults.lines()[-1] == "… and 10 more"
    assert len(faults.lines()) == 51


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=30))
def test_any_table_is_taken_or_refused_with_words(table: list[list[str]]) -> None:
    rows = [Row(f"line {n}", tuple(cells)) for n, cells in enumerate(table, 1)]
    for parse in (parse_jsic, parse_municipalities):
        with suppress(ListFaults):
            assert parse(rows)


# Municipalities


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_the_ministrys_list(tmp_path: Path, encoding: str) -> None:
    rows = parse_municipalities(read_table(written(tmp_path / "list.csv", PLACES, encoding)))
    assert [(row.code, row.name) for row in rows][:2] == [("12224", "鎌ケ谷市"), ("14321", "寒川町")]
    assert len(rows) == 5
    assert rows[2].kana == "ナゴヤシ"


def test_a_second_sheet_with_wards_and_codes_without_their_nought(tmp_path: Path) -> None:
    headings = ["団体コード", "都道府県名\n（漢字）", "市区町村名\n（漢字）"]
    wards = [["政令指定都市"], headings, [11011, "北海道", "札幌市中央区"]]
    rows = parse_municipalities(
        read_table(workbook(tmp_path / "list.xlsx", [headings, [11002, "北海道", "札幌市"]], wards))
    )
    assert [(row.code, row.name) for row in rows] == [("01100", "札幌市"), ("01101", "札幌市中央区")]


def test_wards_that_stand_alone_get_their_city(tmp_path: Path) -> None:  # H5
    """北区 is in Osaka and in Sakai, and Tokyo has its own."""
    headings = [
        "団体コード",
        "都道府県名\n（漢字）",
        "市区町村名\n（漢字）",
        "都道府県名\n（カナ）",
        "市区町村名\n（カナ）",
    ]
    coded = [("27100", "大阪府", "大阪市"), ("27140", "大阪府", "堺市"), ("13117", "東京都", "北区")]
    wards = [("27127", "大阪府", "北区"), ("27146", "大阪府", "北区"), ("27102", "大阪府", "大阪市都島区")]
    table = [
        [headings, *([int(c + str(code_check_digit(c))), p, n, "", ""] for c, p, n in part)] for part in (coded, wards)
    ]
    rows = parse_municipalities(read_table(workbook(tmp_path / "m.xlsx", *table)))
    names = ["北区", "大阪市", "大阪市都島区", "大阪市北区", "堺市", "堺市北区"]
    assert [row.name for row in rows] == names
    assert [row.key for row in rows] == [municipality_key(name) for name in names]


def test_the_old_excel_format_of_a_list_is_named(tmp_path: Path) -> None:  # H5
    (tmp_path / "000925835.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    with pytest.raises(ListFaults, match=r"save it as \.xlsx"):
        read_table(tmp_path / "000925835.xls")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_the_statistics_portals_list_has_noughts_for_higher_levels(tmp_path: Path, encoding: str) -> None:  # H5
    lines = [
        '"大分類コード","中分類コード","小分類コード","細分類コード","項目名","説明","事例","不適合事例"',
        '"E","00","000","0000","製造業","総説","",""',
        '"E","24","000","0000","金属製品製造業","総説","",""',
        '"E","24","245","0000","金属素形材の製造","","",""',
        '"E","24","245","2452","プレス品の製造","説明の文","金属プレス；鍋","打抜き"',
    ]
    rows = parse_jsic(read_table(written(tmp_path / "jsic.csv", "\r\n".join(lines), encoding)))
    assert [(row.code, row.ja, row.examples) for row in rows] == [
        ("245", "金属素形材の製造", ""),
        ("2452", "プレス品の製造", "金属プレス;鍋"),
    ]


def test_the_statistics_offices_list_has_wards_apart() -> None:
    (row,) = parse_municipalities(
        rows_of(
            "標準地域コード,都道府県,政令市・郡・支庁・振興局等,市区町村,市区町村(ふりがな)\n23106,愛知県,名古屋市,中区,なかく\n"
        )
    )
    assert (row.code, row.name) == ("23106", "名古屋市中区")


def test_faults_of_the_ministrys_list_are_named() -> None:
    head = "団体コード,都道府県名,市区町村名\n"
    body = "232026,愛知県,岡崎市\n232025,三重県,岡崎市\nABC,愛知県,岡崎市\n990001,愛知県,岡崎市\n"
    with pytest.raises(ListFaults) as caught:
        parse_municipalities(rows_of(head + body))
    assert [fault.split(":")[0] for fault in caught.value.faults] == ["line 2", "line 3", "line 4", "line 5"]
    assert "check digit" in caught.value.faults[0]
    with pytest.raises(ListFaults, match="headings"):
        parse_municipalities(rows_of("1,2,3\n"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鎌ヶ谷市", "鎌ケ谷市"),
        ("鎌が谷市", "鎌ケ谷市"),
        ("龍ケ崎市", "竜ヶ崎市"),
        ("高座郡寒川町", "寒川町"),
        ("赤穂郡上郡町", "上郡町"),
        ("塩竈市", "塩釜市"),
        ("飛驒市", "飛騨市"),
        ("西多摩郡檜原村", "桧原村"),
        ("名古屋市 中区", "名古屋市中区"),
        ("葛\U000e0100飾区", "葛飾区"),
    ],
)
def test_usual_spellings_share_a_key(one: str, other: str) -> None:
    assert municipality_key(one) == municipality_key(other)


@pytest.mark.parametrize("name", ["郡山市", "大和郡山市", "蒲郡市", "小郡市", "郡上市", "上郡町"])
def test_a_district_is_only_taken_from_towns_and_villages(name: str) -> None:
    assert municipality_key(name).startswith(name[0])
    assert "郡" in municipality_key(name)


@given(st.text(max_size=40), st.integers(0, 40))
def test_spaces_and_width_do_not_change_a_key(text: str, at: int) -> None:
    spaced = f"{text[:at]} {text[at:]}"
    assert municipality_key(spaced) == municipality_key(unicodedata.normalize("NFKC", spaced))
    assert " " not in municipality_key(spaced)


def test_the_prefecture_before_a_municipality_is_taken_away() -> None:
    assert without_prefecture("愛知県岡崎市", "23") == "岡崎市"
    assert without_prefecture("愛知県", "23") == "愛知県"
    assert without_prefecture("岡崎市", "") == "岡崎市"
    assert [code_check_digit(code) for code in ("01100", "13101", "23202", "27100")] == [2, 6, 5, 4]


# The register of corporate numbers


@given(st.integers(0, 10**12 - 1), st.integers(0, 9))
def test_the_quick_check_agrees_with_the_rule(serial: int, first: int) -> None:
    base = f"{serial:012d}"
    assert is_corporate_number(f"{first}{base}") == (first == check_digit(base))


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("packed", [False, True])
def test_lines_come_from_plain_and_packed_files(tmp_path: Path, encoding: str, packed: bool) -> None:
    content = (houjin_line(number(1)) + houjin_line(number(2))).encode(encoding)
    path = tmp_path / "register"
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("00_zenkoku.csv", content)
            archive.writestr("00_zenkoku.csv.asc", "signature")
    else:
        path.write_bytes(content)
    assert encoding_of(path) == encoding
    with open_lines(path) as lines:
        found = [read_record(split_line(line, encoding)) for line in lines]
    assert [row.number for row in found] == [number(1), number(2)]
    row = found[0]
    assert (row.name, row.prefecture, row.city_code) == ("三嶺プレス工業株式会社", "23", "23202")
    assert (row.city, row.street, row.kana) == ("岡崎市", "本町１丁目２番３号", "ミツミネプレスコウギョウ")
    assert (row.is_latest, row.is_hidden, row.closed_on) == (True, False, None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1,2,3\n", "3 columns instead of 30"),
        (b"\n", "0 columns"),
        (houjin_line("1234567890123").encode(), "no corporate number"),
        (houjin_line(number(1)).replace('岡崎市"', "岡崎市").encode(), "quotes"),
        (houjin_line(number(1)).encode("cp932"), "is not UTF-8"),
        (b"x" * 30_000, "longer than"),
    ],
)
def test_a_broken_line_says_why(line: bytes, reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        split_line(line, "utf-8")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"process": "55"}, "kind of processing"),
        ({"updated_on": "2026-13-01"}, "date of update"),
        ({"updated_on": ""}, "update is missing"),
        ({"closed_on": "yesterday"}, "date of closure"),
        ({"name": " "}, "name is missing"),
    ],
)
def test_a_column_that_cannot_be_says_why(values: dict[str, str], reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        read_record(split_line(houjin_line(number(1), **values).encode(), "utf-8"))


def test_an_address_abroad_has_no_prefecture() -> None:
    row = read_record(split_line(houjin_line(number(1), prefecture="99", abroad="1 Main St").encode(), "utf-8"))
    assert (row.prefecture, row.city, row.street) == ("", "", "1 Main St")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_record_or_a_bad_line(line: bytes) -> None:
    for encoding in ("utf-8", "cp932"):
        with pytest.raises(BadLine):
            split_line(line, encoding)


@given(st.lists(st.text(max_size=30), min_size=30, max_size=30))
def test_any_thirty_columns_are_a_record_or_a_bad_line(cells: list[str]) -> None:
    cells[1], cells[2], cells[4] = number(7), "01", "2026-10-30"
    with suppress(BadLine):
        assert read_record(cells).number == number(7)
