"""Finding numbers with their units and words of direction in a text, before it is known what they are of."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kyoso.engines.matching.specs_text import NUMBER, number
from kyoso.engines.matching.specs_units import PREFIX, RATE, UNIT, period, unit_of
from kyoso.engines.matching.units import convert, is_unit

SIDE = re.compile(r"\s?の?[角径厚幅長丸]さ?(?:み)?|\s(?:thick|wide|long|diameter|dia\.?|deep|in\sdiameter)(?![a-z])")
_HEAD = re.compile(
    rf"(?:(?P<mark>[±φ]|クラス|(?<![A-Za-z0-9])(?:Ra|Rz|Ry|Rmax|HRC|HV|HBW?|HS|IP|t|[tLW]\s?=))\s?)?"
    rf"(?:(?<=[A-Za-z=±φス\s])|(?<![A-Za-z0-9.,/〇一二三四五六七八九十百千万億]))(?P<sign>-?)(?!(?<=[数何])[一-龠])(?P<n>{NUMBER})"
)
_AMOUNT = re.compile(rf"(?P<sign>-?)(?P<n>{NUMBER})(?:\s?(?P<unit>{UNIT}))?")
_UNIT = re.compile(rf"\s?(?P<unit>{UNIT})")
_TO = re.compile(r"\s?(?:~|-|から|…|to(?=\s)|through(?=\s)|and(?=\s))\s?φ?(?=[-.\d〇一二三四五六七八九十百千])")
_PLUS_MINUS = re.compile(r"\s?±\s?(?=[.\d])")
_HIGH = r"以下|以内|まで|迄|(?:or|and)\s(?:less|below|under|smaller|thinner|shorter)|max(?:imum)?\b"
_LOW = r"以上|から(?!\d)|より|~|(?:or|and)\s(?:more|above|over|up|larger|longer|thicker)|min(?:imum)?\b|\+"
_ABOUT = r"程度|前後|くらい|ぐらい|ほど|弱|強(?!度|さ)|内外|or\sso\b"
_TAIL = re.compile(rf"\s?(?:(?P<under>未満)|(?P<above>超)|(?P<high>{_HIGH})|(?P<low>{_LOW})|(?P<about>{_ABOUT}))")
_LEAD = re.compile(
    r"(?:(?P<under><|\b(?:less\sthan|under|below)\s)|(?P<above>>|\b(?:more\sthan|over|above)\s)"
    r"|(?P<high>≤|最大|最高|最長|上限|\b(?:up\sto|at\smost|max\.?|maximum(?:\sof)?|within|down\sto)\s?|(?<![\w°)\]])~)"
    r"|(?P<low>≥|最小|最低|最短|下限|最薄|\b(?:at\sleast|min\.?|minimum(?:\sof)?|from|starting\sat)\s?)"
    r"|(?P<about>約|およそ|ほぼ|\b(?:about|approx\.?|approximately|around|some|roughly)\s?))\s?$",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s?[×xX*]\s?[^\d\s、。±]{0,3}\s?$")
_MADE = re.compile(r"\s?[/·・]\s?[A-Za-zμ]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or range found in a text, before it is known what it is of.

    Attributes:
        start: where it begins with its words of direction or rate (最大, 月産).
        first: where its own number or mark begins.
    """

    start: int
    first: int
    end: int
    mark: str
    low: float
    high: float
    unit: str
    measures: str
    ranged: bool
    bounds: frozenset[str] = frozenset()


def scan(text: str) -> list[Figure]:
    """Return every number with its unit, its second number and its bounds, in the order of the text."""
    return _shared(text, list(_numbers(text)))


def _numbers(text: str) -> Iterator[Figure]:
    place = 0
    while head := _HEAD.search(text, place):
        figure = _figure(text, head)
        yield figure
        place = max(figure.end, head.end("n"))


def _figure(text: str, head: re.Match[str]) -> Figure:
    mark = (head["mark"] or "").strip()
    low = _signed(head["sign"], head["n"])
    place, unit, measures = _unit(text, head.end("n"))
    high, high_unit, ranged = low, unit, False
    if (
        (plus := _PLUS_MINUS.match(text, place))
        and not mark
        and (more := _AMOUNT.match(text, plus.end()))
        and more["unit"]
    ):
        past, second, measured = _unit(text, more.end("n"))
        width = _into(_signed("", more["n"]), second, unit or second)
        if not math.isnan(width):
            ends = low - width, low + width
            both = unit or second, measures or measured
            return _bounded(text, Figure(head.start(), head.start(), past, mark, *ends, *both, True))
    if (to := _TO.match(text, place)) and (more := _AMOUNT.match(text, to.end())) and (more["unit"] or not unit):
        place, high_unit, measured = _unit(text, more.end("n"))
        high, ranged = _signed(more["sign"], more["n"]), True
        low = _into(low, unit or high_unit, high_unit)
        unit, measures = high_unit, measured
    return _bounded(text, Figure(head.start(), head.start(), place, mark, low, high, unit, measures, ranged))


def _signed(sign: str, written: str) -> float:
    value = number(written)
    return -value if sign else value


def _into(value: float, unit: str, into: str) -> float:
    """Return a value in another unit; not a number when there is no way."""
    if unit == into or not (is_unit(unit) and is_unit(into)):
        return value if unit == into else math.nan
    found = convert(value, unit, into)
    return math.nan if found is None else found


def _unit(text: str, place: int) -> tuple[int, str, str]:
    found = _UNIT.match(text, place)
    if not found:
        return place, "", ""
    written = unit_of(text, found.start("unit"), found.end())
    return found.end(), written.unit, written.measures


def _bounded(text: str, figure: Figure) -> Figure:
    """Add rate, side word and the words of direction after and before a figure."""
    bounds: set[str] = set()
    start, end, unit, measures = figure.start, figure.end, figure.unit, figure.measures
    before = max(0, start - 24)
    if unit == "t" and "厚" in text[before:start]:  # 3.2t of plate is a thickness, no weight
        unit, measures = "mm", "length"
    if unit and (rate := RATE.match(text, end)):
        end, (unit, measures) = rate.end(), _rate(unit, measures, period(rate["per"]))
    elif unit and (prefix := PREFIX.search(text[before:start])):
        start = before + prefix.start()
        unit, measures = _rate(unit, measures, period(str(next(filter(None, prefix.groups())))))
    elif unit and _MADE.match(text, end):  # a unit that is not known: 0.2 V/decade is no 0.2 V
        unit, measures = "", "none"
    side = SIDE.match(text, end)
    while tail := _TAIL.match(text, side.end() if side else end):
        bounds.add(str(tail.lastgroup))
        end, side = tail.end(), None
    if lead := _LEAD.search(text[before : figure.start]):
        bounds.add(str(lead.lastgroup))
        start = min(start, before + lead.start())
    return replace(figure, start=start, end=end, unit=unit, measures=measures, bounds=frozenset(bounds))


def _rate(unit: str, measures: str, per: str) -> tuple[str, str]:
    if measures in {"calendar", "time", "share", "temperature", "", "none"}:
        return unit, "none" if measures == "calendar" else measures
    if per in {"day", "week", "month", "year"} or measures == "count":
        return f"{unit}/{per}", "capacity"
    kind = {"length": "speed", "mass": "flow", "volume": "flow"}.get(measures, "rate")
    return f"{unit}/{per}", kind


def _shared(text: str, figures: list[Figure]) -> list[Figure]:
    """Give the unit of 600×600×400 mm to all of its numbers, and to one that names itself (幅300×長さ2m) its own."""
    for place in range(len(figures) - 2, -1, -1):
        here, after = figures[place], figures[place + 1]
        if here.unit or after.measures != "length" or not _TIMES.match(text[here.end : after.start]):
            continue
        alone = here.high >= 50 and after.unit == "m"
        figures[place] = replace(
            here, unit="mm" if alone else after.unit, measures="length", bounds=here.bounds | after.bounds
        )
    return figures
