"""From cells to values: each column by what it holds; what cannot be understood becomes a fault that names the mend."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.reading.dates import parse_date
from kyoso.apps.exchange.reading.faults import Fault
from kyoso.apps.exchange.reading.formulas import restored
from kyoso.apps.exchange.reading.table import Cell
from kyoso.shared.japanese import fold
from kyoso.shared.text import clean_line, clean_text

EXCEL_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
LEVEL = re.compile(r"^(?:trl|れべる|level|lv)?\.?\s*([1-9])(?!\d)")
LIST = re.compile(r"[,、;\n|]")
LOOSE_LIST = re.compile(r"[/・ ]")
ALIKE = 60
SHOWN = 30

Values = dict[str, Any]


class Misread(Exception):
    """A cell that does not hold what its column should; becomes a Fault once the column is known."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_row(cells: Sequence[Cell], places: Mapping[int, Column]) -> tuple[Values, list[Fault]]:
    """Return the values of a row by column, and what is wrong with it; an empty cell gives an empty value."""
    values: Values = {}
    faults: list[Fault] = []
    for place, column in places.items():
        try:
            values[column.name] = read_cell(cells[place] if place < len(cells) else None, column)
        except Misread as fault:
            faults.append(Fault(column.name, fault.code, fault.params))
    return values, faults


def read_cell(cell: Cell, column: Column) -> Any:
    """Return what a cell means in its column; Misread says why it cannot be told."""
    if isinstance(cell, str) and cell.strip() in EXCEL_ERRORS:
        raise Misread("excel_error", text=cell.strip())
    value = READERS[column.holds](cell, column)
    if column.required and not value:
        raise Misread("missing")
    return value


def as_text(cell: Cell) -> str:
    """Return a cell as the text that a person sees in it."""
    if cell is None:
        return ""
    return restored(cell) if isinstance(cell, str) else str(cell)


def _line(cell: Cell, column: Column) -> str:
    return _within(clean_line(as_text(cell)), column.limit)


def _text(cell: Cell, column: Column) -> str:
    return _within(clean_text(as_text(cell)), column.limit)


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Misread("too_long", limit=limit, length=len(text))
    return text


def _choice(cell: Cell, column: Column) -> str | None:
    word = word_key(as_text(cell))
    return _meant(word, as_text(cell), column) if word else None


def _choices(cell: Cell, column: Column) -> list[str]:
    parts = []
    for part in LIST.split(as_text(cell)):
        parts += [part] if word_key(part) in column.words else LOOSE_LIST.split(part)
    return list(dict.fromkeys(_meant(word_key(part), part, column) for part in parts if word_key(part)))


def _meant(word: str, text: str, column: Column) -> str:
    if word not in column.words:
        near = process.extractOne(word, column.words.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        raise Misread("unknown_word", text=text.strip()[:SHOWN], near=column.words[near[0]] if near else "")
    return column.words[word]


def word_key(text: str) -> str:
    """Return a word of a choice without what differs between people: width, kana, spaces, brackets at the end."""
    return "".join(re.sub(r"\(.*\)$", "", fold(text).strip()).split())


def _tier(cell: Cell, column: Column) -> int | None:
    meant = _choice(cell, column)
    return None if meant in (None, "same") else int(meant or 0)


def _level(cell: Cell, column: Column) -> int | None:
    text = fold(as_text(cell)).strip()
    if not text:
        return None
    found = LEVEL.match(text)
    if found is None:
        raise Misread("bad_level", text=text[:SHOWN])
    return int(found[1])


def _date(cell: Cell, column: Column) -> str | None:
    try:
        found = parse_date(cell)
    except ValueError:
        raise Misread("bad_date", text=as_text(cell).strip()[:SHOWN]) from None
    return found.isoformat() if found else None


def _number(cell: Cell, column: Column) -> int | None:
    text = re.sub(r"[,\s円人名]", "", unicodedata.normalize("NFKC", as_text(cell)))
    if not text:
        return None
    if not re.fullmatch(r"\d{1,18}", text):
        raise Misread("bad_number", text=text[:SHOWN])
    return int(text)


def _ignored(cell: Cell, column: Column) -> None:
    return None


READERS = {
    "line": _line,
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "tier": _tier,
    "level": _level,
    "date": _date,
    "reference": _line,
    "number": _number,
    "note": _ignored,
}
