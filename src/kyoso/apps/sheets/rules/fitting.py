"""Fitting texts onto a page: how many lines a text takes, and how to shorten it so that it still reads."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

WIDE = {"W", "F", "A"}
NARROW_WIDTH = 0.56
"""Of a Latin letter, in widths of a Japanese one: rather too much, as lines break at words."""

SENTENCE_END = re.compile(r"[。!?！？][」』）)]?|[.](?=\s)|\n")
ELLIPSIS = "…"
LEAST_SHARE = 0.6
"""Of the room that a text cut at the end of a sentence must fill; else it is cut where the room ends."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Texts as they go onto the page, and whether any of them lost something."""

    texts: list[str]
    shortened: bool


def tidy(text: str) -> str:
    """Return a text without empty lines: on a sheet a new line is enough."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def width(text: str) -> float:
    """Return how wide a text is, in widths of a Japanese character."""
    return sum(1 if unicodedata.east_asian_width(sign) in WIDE else NARROW_WIDTH for sign in text)


def count_lines(text: str, per_line: float) -> int:
    """Return how many lines a text takes where a line holds so many Japanese characters."""
    return sum(max(1, ceil(width(line) / per_line)) for line in text.split("\n")) if text else 0


def shorten(text: str, lines: int, per_line: float) -> str:
    """Return a text that takes at most so many lines, cut at the end of a sentence where one is near."""
    if lines <= 0:
        return ""
    if count_lines(text, per_line) <= lines:
        return text
    kept = _longest_start(text, lines, per_line)
    ends = [match.end() for match in SENTENCE_END.finditer(kept)]
    if ends and ends[-1] >= len(kept) * LEAST_SHARE:
        kept = kept[: ends[-1]]
    kept = kept.rstrip(" \n、，,")
    return kept + (" " if kept.endswith(".") else "") + ELLIPSIS


def _longest_start(text: str, lines: int, per_line: float) -> str:
    """Halve until the longest start is found that leaves room for the ellipsis."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count_lines(text[:middle] + " " + ELLIPSIS, per_line) <= lines:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def share(wanted: Sequence[int], available: int) -> list[int]:
    """Share lines among texts: short ones get all they want, the long ones are cut to one length."""
    given = [0] * len(wanted)
    left = available
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    for position, number in enumerate(order):
        given[number] = min(wanted[number], left // (len(order) - position))
        left -= given[number]
    return given


def fit(texts: Sequence[str], available: int, per_line: float) -> Fitted:
    """Shorten texts so that together they take at most `available` lines of `per_line` Japanese characters."""
    neat = [tidy(text) for text in texts]
    given = share([count_lines(text, per_line) for text in neat], max(0, available))
    cut = [shorten(text, lines, per_line) for text, lines in zip(neat, given, strict=True)]
    return Fitted(cut, cut != neat)
