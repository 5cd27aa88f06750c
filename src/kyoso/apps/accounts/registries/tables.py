"""Tables that public bodies publish: CSV (UTF-8 or Shift_JIS) or Excel, as rows that know their place."""

import csv
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 50_000_000
"""Of a list, unpacked: the longest there is, JSIC with its explanations, has a fraction of it."""

MOST_FAULTS_SAID = 50
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, in the words of whoever opens the file, and its cells without space around them."""

    place: str
    cells: tuple[str, ...]


class ListFaults(Exception):
    """What is wrong with a file, a line a fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)

    def lines(self) -> list[str]:
        """Return the first faults, and how many more there are."""
        more = len(self.faults) - MOST_FAULTS_SAID
        return [*self.faults[:MOST_FAULTS_SAID], *([f"… and {more} more"] if more > 0 else [])]


def read_table(path: Path) -> list[Row]:
    """Return the rows that hold anything, of every sheet; ListFaults where the file is no table."""
    if _begins(path, OLE):
        raise ListFaults([f"{path.name}: an Excel file from before 2007, or one with a password; save it as .xlsx"])
    try:
        rows = list(_sheets(path) if zipfile.is_zipfile(path) else _lines(path))
    except ListFaults:
        raise
    except (OSError, csv.Error, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ListFaults([f"{path.name}: cannot be read as a table ({error})"]) from error
    if not rows:
        raise ListFaults([f"{path.name}: holds no rows"])
    return rows


def _begins(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def plain(value: Any) -> str:
    """Return a cell as text: half-width, one space for several, no sign of a number's being a float."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFKC", str(value)).split())


def decode(content: bytes, name: str) -> str:
    """Read UTF-8, with or without its mark, or Shift_JIS as Windows writes it."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListFaults([f"{name}: neither UTF-8 nor Shift_JIS; save it again as one of them, or as .xlsx"])


def _lines(path: Path) -> Iterator[Row]:
    if path.stat().st_size > MOST_BYTES:
        raise ListFaults([f"{path.name}: larger than {MOST_BYTES // 1_000_000} MB, so not the list that is meant"])
    text = decode(path.read_bytes(), path.name)
    reader = csv.reader(text.splitlines(keepends=True), delimiter="\t" if text.count("\t") > text.count(",") else ",")
    for cells in reader:
        yield from _row(f"line {reader.line_num}", cells)


def _sheets(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
            raise ListFaults([f"{path.name}: more than {MOST_BYTES // 1_000_000} MB when unpacked"])
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield from _row(f"sheet {sheet.title}, row {number}", cells)
    finally:
        book.close()


def _row(place: str, cells: Sequence[Any]) -> Iterator[Row]:
    texts = tuple(plain(cell) for cell in cells)
    if any(texts):
        yield Row(place, texts)
