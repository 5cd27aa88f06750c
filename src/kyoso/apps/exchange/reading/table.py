"""A table as it was found in a file: sheets of rows with their numbers, cells as text, number, date or nothing."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.limits import MAX_COLUMNS

Cell = str | int | float | bool | datetime.date | None


@dataclass(slots=True)
class Row:
    """One row with the number that a person sees at its edge."""

    number: int
    cells: list[Cell]

    @property
    def is_blank(self) -> bool:
        """Nothing to read in it."""
        return not any(cell is not None and str(cell).strip() for cell in self.cells)


@dataclass(slots=True)
class Sheet:
    """One sheet; a CSV file has a single one without a name. Blank rows are left out."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: tuple[int, int] = (0, 0)
    """How many rows and columns are hidden in Excel: they are read like the others."""


def make_sheet(name: str, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Sheet:
    """Build a sheet from numbered rows, without blank rows and without empty cells at the ends."""
    sheet = Sheet(name)
    for number, cells in rows:
        row = Row(number, trimmed(cells))
        if not row.is_blank:
            sheet.rows.append(row)
            if len(row.cells) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", limit=MAX_COLUMNS, row=number, columns=len(row.cells))
    return sheet


def trimmed(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells without the empty ones at the end."""
    end = len(cells)
    while end and (cells[end - 1] is None or cells[end - 1] == ""):
        end -= 1
    return list(cells[:end])
