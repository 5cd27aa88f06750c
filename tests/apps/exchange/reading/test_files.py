"""Reading files (H2): every encoding and sign, Excel as it is found, and whatever must be refused; no database."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.apps.exchange.helpers import csv_of, xlsx_of

from kyoso.apps.exchange.reading import limits, workbook
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.file import read_file
from kyoso.apps.exchange.reading.formulas import neutralised, restored
from kyoso.apps.exchange.reading.text_file import delimiter_of, read_text
from kyoso.apps.exchange.writing import in_shift_jis, to_csv

ROWS = [["名称", "概要"], ["深絞り", "薄い板を絞る技術"], ["ｶﾅ研磨", "ハンカク"]]


def cells(data, sheet=0):
    return [row.cells for row in read_file(data)[sheet].rows]


def refused(data):
    with pytest.raises(Unreadable) as error:
        read_file(data)
    return error.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_every_usual_encoding_and_sign_is_told(encoding, sign):  # H2
    assert cells(csv_of(ROWS, encoding, sign)) == ROWS


def test_quotes_lines_within_cells_and_blank_rows():  # H2
    data = '名称,概要\r\n"深""絞り","一\n二, 三"\r\n,,\r\n\r\n研磨\r\n'.encode()
    assert cells(data) == [["名称", "概要"], ['深"絞り', "一\n二, 三"], ["研磨"]]
    assert [row.number for row in read_file(data)[0].rows] == [1, 2, 5]


def test_broken_bytes_are_told_with_their_line():  # H2
    fault = refused(csv_of(ROWS) + b"\r\nab\xff\xfe\x80cd,x\r\n")
    assert (fault.code, fault.params) == ("broken_text", {"line": 4, "encoding": "utf-8"})


def test_a_quote_that_is_never_closed_is_told():  # H2
    assert refused(b'a,"b\n' + b"x" * 200_000).code == "broken_quotes"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b"\x00\x01\x02\x00" * 300, "not_a_table"),
        (workbook.OLE + b"Workbook" * 90, "old_excel"),
        (workbook.OLE + "EncryptedPackage".encode("utf-16-le") * 9, "password"),
        (b"PK\x03\x04 broken", "broken_excel"),
        (b"x" * (limits.MAX_BYTES + 1), "too_large"),
        (b"[1, 2]", "not_a_table"),
        (b'{"a": [{"x": 1},}', "broken_json"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data, code):  # H2
    assert refused(data).code == code


def test_four_hundred_columns_are_refused():  # H2
    fault = refused(csv_of([[f"h{n}" for n in range(400)]]))
    assert (fault.code, fault.params["columns"]) == ("too_many_columns", 400)
    wide = Workbook()
    wide.active.cell(1, 16_000, "x")
    out = io.BytesIO()
    wide.save(out)
    assert refused(out.getvalue()).code == "too_many_columns"


def test_more_rows_than_may_be_are_refused():  # H2
    rows = [["名称"], *([f"x{n}"] for n in range(limits.MAX_ROWS + 60))]
    assert refused(csv_of(rows)).code == "too_many_rows"


def test_a_bomb_is_weighed_before_it_is_opened(monkeypatch):  # H2
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (limits.MAX_UNPACKED + 1))
    assert len(out.getvalue()) < 1_000_000
    monkeypatch.setattr(workbook, "load_workbook", lambda *args, **kwargs: pytest.fail("was opened"))
    assert refused(out.getvalue()).code == "zip_bomb"


def zip_of(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("content.xml", "opendocument"),
        ("xl/workbook.bin", "old_excel"),
        ("word/document.xml", "not_a_table"),
        ("xl/workbook.xml", "broken_excel"),
    ],
)
def test_other_zips_are_told_apart(name, code):  # H2
    assert refused(zip_of(name)).code == code


def test_merged_cells_are_filled_downwards():  # H2
    rows = [["区分", "名称"], ["設備", "旋盤"], [None, "フライス"], [None, "研削盤"], [None, "外"]]
    assert cells(xlsx_of(rows, merge="A2:A4"))[1:] == [
        ["設備", "旋盤"],
        ["設備", "フライス"],
        ["設備", "研削盤"],
        [None, "外"],
    ]


def test_several_sheets_but_no_hidden_and_no_empty_ones():  # H2
    book = Workbook()
    book.active.append(["a"])
    book.create_sheet("空")
    hidden = book.create_sheet("隠し")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [sheet.name for sheet in read_file(out.getvalue())] == ["Sheet"]


def test_a_formula_without_a_value_is_told_and_not_lost():  # H2
    fault = refused(xlsx_of([["名称", "概要"], ["x", "=A2&1"]]))
    assert (fault.code, fault.params["cell"]) == ("uncalculated", "B2")


def test_values_of_formulas_are_read():  # H2
    data = xlsx_of([["名称", "概要"], ["x", "=A2&1"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = (
                    part.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>")
                )
            new.writestr(name, part)
    assert cells(out.getvalue()) == [["名称", "概要"], ["x", 7]]


plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=30)


@given(st.lists(st.lists(plain, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_csv_writes_it_reads(table):  # H2
    data = to_csv([["名称", "概要", "x", "y"], *table]).encode("utf-8-sig")
    kept = [[restored(str(cell)) for cell in row.cells] for row in read_text(data).rows][1:]
    expected = [row for row in table if any(cell.strip() for cell in row)]
    assert [row + [""] * 4 for row in kept] == [trim(row) + [""] * 4 for row in expected]


def trim(row):
    while row and row[-1] == "":
        row = row[:-1]
    return row


@given(plain)
def test_no_cell_begins_a_formula_and_none_is_lost(text):  # H2
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t"))
    assert restored(neutralised(text)) == text


@given(st.text("あ亜ｱaé鷗𠮷〜−①", max_size=20))
def test_shift_jis_names_what_it_lacks(text):  # H2
    data, lost = in_shift_jis(text)
    assert data.decode("cp932").count("〓") == sum(text.count(sign) for sign in lost)
    assert set(lost) <= {"é", "鷗", "𠮷"}


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data):  # H3
    try:
        assert read_file(data)
    except Unreadable as fault:
        assert fault.code  # noqa: PT017


def test_the_sign_between_cells_is_the_steady_one():  # H2
    assert delimiter_of("a;b;c\n1,5;2,5;3\n") == ";"
    assert delimiter_of("") == ","


def test_hidden_rows_and_columns_are_read_and_counted():  # H2
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (["名称", "概要", "メモ"], ["見える", "a", "x"], ["隠れている", "b", "y"], [], ["三", "c", "z"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True  # one of them is empty
    sheet.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = read_file(out.getvalue())[0]
    assert found.hidden == (1, 1)
    assert [row.cells[0] for row in found.rows] == ["名称", "見える", "隠れている", "三"]


@pytest.mark.parametrize(
    "data", [b"<html><table>", b"\xef\xbb\xbf <!DOCTYPE html>", b'<?xml version="1.0"?><Workbook>']
)
def test_web_pages_under_the_name_of_a_table_are_told(data):  # H2
    with pytest.raises(Unreadable) as fault:
        read_file(data)
    assert fault.value.code == "web_page"
