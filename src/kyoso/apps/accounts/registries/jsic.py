"""The full list of JSIC as the ministry publishes it: groups (小分類, 3 digits) and classes (細分類, 4 digits).

Two layouts occur: one column of codes of any length, and a column for each level. Both are recognised by their
headings; without headings the first column holds codes and the second names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kyoso.apps.accounts.registries.industries import INDUSTRIES, division_codes
from kyoso.apps.accounts.registries.tables import ListFaults, Row

LEVELS = {"大分類": 1, "中分類": 2, "小分類": 3, "細分類": 4}
CODE_HEADING = re.compile(r"コード|番号|code", re.IGNORECASE)
NAME_HEADING = re.compile(r"項目名|分類名|名称|産業名|name|title", re.IGNORECASE)
ENGLISH_HEADING = re.compile(r"英|english|_en\b", re.IGNORECASE)
EXAMPLES_HEADING = re.compile(r"例示|^事例|example", re.IGNORECASE)
MORE_HEADING = re.compile(r"例示|説明|内容|example|description", re.IGNORECASE)
CODE = re.compile(r"[A-T]|\d{2,4}")
MOST_NAME = 120
MOST_MORE = 4000


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """A group or class: three or four digits, names, and what the ministry counts to it."""

    code: str
    ja: str
    en: str = ""
    examples: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    codes: tuple[tuple[int, int], ...]
    """Columns of codes with the number of their digits; 0 where it holds codes of all levels."""
    names: tuple[int, ...]
    english: int | None = None
    more: int | None = None


def parse_jsic(rows: Sequence[Row]) -> list[IndustryRow]:
    """Return the groups and classes of a list; ListFaults names each line at fault, and then nothing is returned."""
    layout, rest = _recognise(rows)
    found: dict[str, IndustryRow] = {}
    faults: list[str] = []
    for row in rest:
        for code, name in _entries(layout, row):
            if fault := _fault(code, name, found):
                faults.append(f"{row.place}: {fault}")
            elif code.isdigit() and len(code) > 2:
                found[code] = IndustryRow(code, name, _cell(row, layout.english), _cell(row, layout.more)[:MOST_MORE])
    if not faults and not found:
        faults.append("no group (three digits) or class (four digits) found: is this the list of JSIC?")
    if faults:
        raise ListFaults(faults)
    return [found[code] for code in sorted(found)]


def _recognise(rows: Sequence[Row]) -> tuple[_Layout, Iterable[Row]]:
    """Find the headings within the first rows; a title above them is passed over."""
    for number, row in enumerate(rows[:20]):
        codes = [column for column, text in enumerate(row.cells) if CODE_HEADING.search(text)]
        names = [column for column, text in enumerate(row.cells) if _is_name(text) and column not in codes]
        if codes and names:
            english = [column for column, text in enumerate(row.cells) if ENGLISH_HEADING.search(text)]
            more = [column for column, text in enumerate(row.cells) if EXAMPLES_HEADING.search(text)]
            more += [column for column, text in enumerate(row.cells) if MORE_HEADING.search(text)]
            levels = tuple((column, _digits(row.cells[column]) if len(codes) > 1 else 0) for column in codes)
            return _Layout(levels, tuple(names), _first(english), _first(more)), rows[number + 1 :]
    return _Layout(((0, 0),), (1,)), rows


def _is_name(heading: str) -> bool:
    return bool(NAME_HEADING.search(heading)) and not ENGLISH_HEADING.search(heading) and "例示" not in heading


def _digits(heading: str) -> int:
    return next((level for word, level in LEVELS.items() if word in heading), 0)


def _first(columns: Sequence[int]) -> int | None:
    return columns[0] if columns else None


def _cell(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _entries(layout: _Layout, row: Row) -> Iterator[tuple[str, str]]:
    """Yield (code, name): of the deepest level where one column has the names, else of every level."""
    codes = [(column, _code(_cell(row, column), digits)) for column, digits in layout.codes]
    given = [(column, code) for column, code in codes if code]
    if len(layout.names) == len(layout.codes) > 1:
        pairs = dict(zip((column for column, _ in layout.codes), layout.names, strict=True))
        yield from ((code, _cell(row, pairs[column])) for column, code in given)
    elif given and (_cell(row, layout.names[0]) or CODE.fullmatch(given[-1][1])):  # anything else is a note
        yield given[-1][1], _cell(row, layout.names[0])


def _code(text: str, digits: int) -> str:
    """Return a code with the noughts that Excel took from it; nothing where only noughts stand for a higher level."""
    if digits > 1 and text.isascii() and text.isdigit():
        return text.zfill(digits) if text.strip("0") else ""
    return text.upper()


def _fault(code: str, name: str, found: dict[str, IndustryRow]) -> str:
    if not CODE.fullmatch(code):
        return f"“{code[:20]}” is no code of JSIC (a letter A to T, or two to four digits)"
    if code not in division_codes() and code[:2] not in INDUSTRIES:
        return f"“{code}” is unknown: JSIC has no major group {code[:2]}"
    if not name:
        return f"“{code}” has no name"
    if len(name) > MOST_NAME:
        return f"the name of “{code}” is longer than {MOST_NAME} characters"
    if code in found and found[code].ja != name:
        return f"“{code}” is there twice, as {found[code].ja} and as {name}; did Excel take a leading nought?"
    return ""
