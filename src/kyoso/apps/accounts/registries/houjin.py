"""Lines of the National Tax Agency's open data on corporate numbers: thirty columns, no heading, one line a record."""

import csv
import datetime
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kyoso.apps.accounts.enums import RegisterProcess
from kyoso.apps.accounts.registries.prefectures import PREFECTURES

COLUMNS = 30
LONGEST_LINE = 20_000
PROBE = 1_000_000
LATEST, HIDDEN = "1", "1"
PROCESSES = frozenset(RegisterProcess.values)


@dataclass(frozen=True, slots=True)
class HoujinRow:
    """What the register says of a corporate number at a time."""

    sequence: int
    number: str
    process: str
    updated_on: datetime.date
    changed_on: datetime.date | None
    name: str
    prefecture: str
    city_code: str
    city: str
    street: str
    postcode: str
    closed_on: datetime.date | None
    close_cause: str
    successor: str
    is_latest: bool
    name_en: str
    kana: str
    is_hidden: bool


class BadLine(ValueError):
    """A line that is none of the register's; the message says why."""


@contextmanager
def open_lines(path: Path) -> Iterator[Iterator[bytes]]:
    """Yield the lines of a CSV file, or of the CSV files in a zip, as they are read: nothing is kept.

    A line longer than any of the register's comes back cut, so that a file without line ends fills no memory.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield _lines(file)
        return
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
        yield (line for name in names for line in _of_part(packed, name))


def _of_part(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as part:
        yield from _lines(part)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        yield line


def encoding_of(path: Path) -> str:
    """Return utf-8 or cp932 (Shift_JIS as Windows has it), told from the first million bytes."""
    with open_lines(path) as lines:
        size, utf8, sjis = 0, 0, 0
        for line in lines:
            utf8 += _decodes(line, "utf-8")
            sjis += _decodes(line, "cp932")
            if (size := size + len(line)) > PROBE:
                break
    return "cp932" if sjis > utf8 else "utf-8"


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def split_line(line: bytes, encoding: str) -> list[str]:
    """Return the thirty columns of a line; BadLine where it has others. Quotes that never close spoil no other line."""
    if len(line) > LONGEST_LINE:
        raise BadLine(f"longer than {LONGEST_LINE:,} bytes")
    try:
        text = line.decode(encoding).removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLine(f"byte {error.start + 1} is not {'UTF-8' if encoding == 'utf-8' else 'Shift_JIS'}") from None
    try:
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        raise BadLine(f"its quotes do not fit ({error})") from None
    if len(cells) != COLUMNS:
        raise BadLine(f"{len(cells)} columns instead of {COLUMNS}")
    if not is_corporate_number(cells[1]):
        raise BadLine(f"“{cells[1][:20]}” is no corporate number (13 digits, the first a check digit)")
    return cells


def is_corporate_number(text: str) -> bool:
    """Say whether these are thirteen digits whose check digit fits; quick, for millions of lines."""
    if len(text) != 13 or not text.isascii() or not text.isdigit():
        return False
    weighted = sum(map(int, text[12:0:-2])) + 2 * sum(map(int, text[11:0:-2]))
    return int(text[0]) == 9 - weighted % 9


def read_record(cells: list[str]) -> HoujinRow:
    """Return what thirty columns say; BadLine where a column holds what it cannot."""
    prefecture = cells[13]
    if prefecture and prefecture not in PREFECTURES:
        prefecture = ""  # 99: abroad
    if cells[2] not in PROCESSES:
        raise BadLine(f"“{cells[2][:20]}” is no kind of processing")
    updated_on = _date(cells[4], "date of update")
    if updated_on is None:
        raise BadLine("the date of update is missing")
    if not cells[6].strip():
        raise BadLine("the name is missing")
    return HoujinRow(
        sequence=int(cells[0]) if cells[0].isascii() and cells[0].isdigit() else 0,
        number=cells[1],
        process=cells[2],
        updated_on=updated_on,
        changed_on=_date(cells[5], "date of change"),
        name=_text(cells[6], 200),
        prefecture=prefecture,
        city_code=f"{prefecture}{cells[14]}" if prefecture and len(cells[14]) == 3 else "",
        city=_text(cells[10], 60) if prefecture else "",
        street=_text(cells[11] if prefecture else cells[16], 300),
        postcode=cells[15][:7],
        closed_on=_date(cells[18], "date of closure"),
        close_cause=cells[19][:2],
        successor=cells[20] if is_corporate_number(cells[20]) else "",
        is_latest=cells[23] == LATEST,
        name_en=_text(cells[24], 300),
        kana=_text(cells[28], 500),
        is_hidden=cells[29] == HIDDEN,
    )


def _text(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:most]


def _date(text: str, what: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadLine(f"“{text[:20]}” is no {what} (YYYY-MM-DD)") from None
