"""Which row holds the headers, and which column of ours each of them means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.reading.table import Sheet
from kyoso.shared.japanese import fold

SURE, LIKELY = 100.0, 78.0
SHORTEST = 3
MERGED = 2
"""So many headers merged downwards make a header of two rows."""

ROWS_TO_LOOK_AT = 30
ASIDE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕|<.*?>")
SIGNS = re.compile(r"[\s*※・:：/／_\-.,、。\"'“”「」必須任意]+")
SKIP = "skip"
"""What somebody chose for a column that is not to be read."""


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return a header without what differs between files: width, kana, spaces, marks, remarks in brackets."""
    folded = fold(text)
    bare = SIGNS.sub("", ASIDE.sub("", folded))
    return bare or SIGNS.sub("", folded)


def guess_columns(
    headers: Sequence[str], columns: Iterable[Column], remembered: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Return, by the place of a header, the column that it means; none twice. What was chosen before comes first."""
    known = list(columns)
    names = {column.name for column in known}
    scores = []
    for place, header in enumerate(headers):
        key = header_key(header)
        if not key:
            continue
        before = (remembered or {}).get(key)
        if before == SKIP:
            continue
        if before in names:
            scores.append((SURE + 1, -place, place, str(before)))
            continue
        scores += [(score, -place, place, column.name) for column in known if (score := _likeness(key, column))]
    return _best(scores)


def _best(scores: list[tuple[float, int, int, str]]) -> dict[int, str]:
    chosen: dict[int, str] = {}
    for _score, _order, place, name in sorted(scores, reverse=True):
        if place not in chosen and name not in chosen.values():
            chosen[place] = name
    return dict(sorted(chosen.items()))


def _likeness(key: str, column: Column) -> float:
    best = 0.0
    for header in (column.name, *column.headers):
        other = header_key(header)
        if key == other:
            return SURE
        if len(key) >= SHORTEST and len(other) >= SHORTEST:
            best = max(best, min(fuzz.ratio(key, other), SURE - 1))
    return best if best >= LIKELY else 0.0


def find_header(sheet: Sheet, columns: Iterable[Column]) -> int:
    """Return the place (in `sheet.rows`) of the row most like a header; the lower one of two merged into one."""
    known = list(columns)
    scores = [
        len(guess_columns([str(cell or "") for cell in row.cells], known)) for row in sheet.rows[:ROWS_TO_LOOK_AT]
    ]
    best = max(scores, default=0)
    if best == 0:
        widths = [len({str(cell) for cell in row.cells if cell is not None}) for row in sheet.rows[:ROWS_TO_LOOK_AT]]
        return next((place for place, width in enumerate(widths) if width > 1), 0)
    place = scores.index(best)
    while _goes_on(sheet, place):
        place += 1
    return place


def _goes_on(sheet: Sheet, place: int) -> bool:
    """Headers over two rows: cells merged downwards say the same in both."""
    if not 0 <= place < len(sheet.rows) - 1:
        return False
    upper, lower = sheet.rows[place].cells, sheet.rows[place + 1].cells
    same = sum(one == other for one, other in zip(upper, lower, strict=False) if isinstance(one, str) and one.strip())
    return same >= min(MERGED, sum(cell is not None for cell in upper))


def header_texts(sheet: Sheet, place: int) -> list[str]:
    """Return the headers of a row, as wide as the widest row below it; of two rows the lower, else the upper one."""
    first = place - 1 if _goes_on(sheet, place - 1) else place
    width = max((len(row.cells) for row in sheet.rows[first:]), default=0)
    cells = [*sheet.rows[place].cells, *[None] * width][:width]
    if first < place:
        above = [*sheet.rows[first].cells, *[None] * width][:width]
        cells = [upper if lower is None else lower for lower, upper in zip(cells, above, strict=True)]
    return [" ".join(str("" if cell is None else cell).split()) for cell in cells]
