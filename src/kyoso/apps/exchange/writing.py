"""Writing tables that read again without loss: Excel, CSV, JSON. Framework-free, as reading is."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.reading.formulas import neutralised

SJIS = "cp932"
ALIKE = str.maketrans({"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢"})
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
UNWRITABLE = "〓"
WIDTHS = {"line": 32, "text": 44, "date": 13, "level": 8}

Table = Sequence[Sequence[str | int | None]]


def cell_of(value: Any, column: Column, language: str) -> str | int | None:
    """Return a value as a cell shows it: choices by their label, dates as 2026-03-31."""
    if value is None or value == "":
        return None
    if column.holds in {"choice", "tier"}:
        return _label(value, column, language)
    if column.holds == "choices":
        separator = ", " if language.startswith("en") else "、"
        return separator.join(_label(one, column, language) for one in value) or None
    return value if isinstance(value, int) else str(value)


def _label(value: Any, column: Column, language: str) -> str:
    pair = column.labels.get(str(int(value)) if column.holds == "tier" else str(value))
    return pair[1 if language.startswith("en") else 0] if pair else str(value)


def guarded(cell: str | int | None) -> str | int | None:
    """Return a cell that no spreadsheet takes for a formula."""
    return neutralised(cell) if isinstance(cell, str) else cell


def to_csv(table: Table) -> str:
    """Return a table as CSV, each cell guarded against being a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([["" if c is None else guarded(c) for c in row] for row in table])
    return out.getvalue()


def in_shift_jis(text: str) -> tuple[bytes, str]:
    """Return the text in Shift_JIS as Windows has it, and the signs that it lacks: written as 〓."""
    alike = text.translate(ALIKE)
    lost = "".join(dict.fromkeys(sign for sign in alike if not _writable(sign)))
    return alike.translate(dict.fromkeys(map(ord, lost), UNWRITABLE)).encode(SJIS), lost


def _writable(sign: str) -> bool:
    try:
        sign.encode(SJIS)
    except UnicodeEncodeError:
        return False
    return True


def to_xlsx(sheets: Iterable[tuple[str, Sequence[Column | None], Table]]) -> bytes:
    """Return an Excel file: a sheet a table, its first row styled and frozen; columns as wide as what they hold."""
    book = Workbook(write_only=True)
    for name, columns, table in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.holds, 18) if column else 44
        for number, row in enumerate(table):
            sheet.append([_styled(sheet, cell) if number == 0 else _plain(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _styled(sheet: Any, cell: str | int | None) -> Any:
    made = _plain(sheet, cell)
    made.font = Font(bold=True, color="FFFFFF")
    made.fill = PatternFill("solid", fgColor="1F4E79")
    made.alignment = Alignment(wrap_text=True, vertical="center")
    return made


def _plain(sheet: Any, cell: str | int | None) -> Any:
    made = WriteOnlyCell(sheet, value=guarded(NOT_IN_XML.sub("", cell) if isinstance(cell, str) else cell))
    if isinstance(cell, str):
        made.data_type = "s"  # never a formula, whatever it begins with
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def to_json(parts: dict[str, Any]) -> bytes:
    """Return JSON that people can read too."""
    return json.dumps(parts, ensure_ascii=False, indent=2).encode()
