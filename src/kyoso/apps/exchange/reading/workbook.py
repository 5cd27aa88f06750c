"""Excel: the zip is weighed before it is opened, merged cells are filled downwards, values read and not formulas."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from kyoso.apps.exchange.reading.archive import LIST, TABLES
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.limits import MAX_EMPTY_ROWS, MAX_PARTS, MAX_ROWS, MAX_UNPACKED
from kyoso.apps.exchange.reading.table import Cell, Sheet, make_sheet, trimmed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\shidden="(?:1|true)")[^>]*?\br="(\d+)"')
HIDDEN_COLUMNS = re.compile(
    rb'<(?:\w+:)?col\s(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")[^>]*>'
)
UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\s(?![^>]*t="str")[^>]*?r="([A-Z]+\d+)"[^>]*>'
    rb"<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?(?:<v\s*/>|<v></v>)?</(?:\w+:)?c>"
)
"""A formula whose value was never saved: read as nothing, its content would be lost without a word."""

MOST_MERGES = 20_000
SPARE = 50


def refuse_old(data: bytes) -> None:
    """Raise Unreadable for the format before 2007, and for one behind a password, which looks alike."""
    if data.startswith(OLE):
        raise Unreadable("password" if "EncryptedPackage".encode("utf-16-le") in data else "old_excel")


def read_workbook(data: bytes) -> list[Sheet]:
    """Read the visible sheets. Raises Unreadable: zip_bomb, not_a_table, broken_excel, too_many_rows …"""
    _weigh(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return [_sheet(book, sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged file makes the reader stumble over
        raise Unreadable("broken_excel") from error


def _weigh(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("broken_excel") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("zip_bomb", limit=MAX_UNPACKED // 1024 // 1024)
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        raise Unreadable("old_excel")
    if "content.xml" in names:
        raise Unreadable("opendocument")
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable("an_export" if any(name == LIST or name.endswith(TABLES) for name in names) else "not_a_table")


def _sheet(book: Any, sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # what a file says of its size may be a million empty rows
    with book._archive.open(sheet._worksheet_path) as part:
        source = part.read()
    if uncalculated := UNCALCULATED.search(source):
        raise Unreadable("uncalculated", cell=uncalculated[1].decode(), sheet=sheet.title)
    made = make_sheet(sheet.title, _filled(_rows(sheet), _merges(source)))
    made.hidden = _hidden(source, made)
    return made


def _hidden(source: bytes, sheet: Sheet) -> tuple[int, int]:
    numbers, width = {row.number for row in sheet.rows}, max((len(row.cells) for row in sheet.rows), default=0)
    rows = {int(number) for number in HIDDEN_ROW.findall(source)}
    spans = [(int(first), int(last)) for first, last in HIDDEN_COLUMNS.findall(source)]
    return len(rows & numbers), sum(max(min(last, width) - first + 1, 0) for first, last in spans)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    found = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = trimmed([_cell(value) for value in values])
        found += bool(cells)
        if found > MAX_ROWS + SPARE:
            raise Unreadable("too_many_rows", limit=MAX_ROWS)
        if number > MAX_EMPTY_ROWS:
            return
        yield number, cells


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.replace("\x00", "").replace("_x000D_", "")
    return value


def _merges(source: bytes) -> dict[int, list[tuple[int, int]]]:
    """Return, by the first row of each merged range, its column (from 0) and last row."""
    found = MERGED.findall(source)
    ranges: dict[int, list[tuple[int, int]]] = {}
    for reference in found[:MOST_MERGES]:
        column, first, _last_column, last = range_boundaries(reference.decode())
        if last > first:
            ranges.setdefault(first, []).append((column - 1, last))
    return ranges


def _filled(
    rows: Iterator[tuple[int, list[Cell]]], merges: dict[int, list[tuple[int, int]]]
) -> Iterator[tuple[int, list[Cell]]]:
    """Repeat the value of a merged range in the rows below: it is meant for each of them."""
    standing: dict[int, tuple[Cell, int]] = {}
    for number, cells in rows:
        standing = {column: (value, last) for column, (value, last) in standing.items() if last >= number}
        for column, (value, _last) in standing.items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = value if cells[column] is None else cells[column]
        for column, last in merges.get(number, ()):
            if column < len(cells) and cells[column] is not None:
                standing[column] = (cells[column], last)
        yield number, cells
