"""Reading specs from free Japanese and English text, as small factories write it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from kyoso.engines.matching.specs import Spec
from kyoso.engines.matching.specs_names import BARE, MAY_MEASURE, materials, standards, told
from kyoso.engines.matching.specs_scan import SIDE, Figure, scan
from kyoso.engines.matching.specs_text import fold_specs, without_others
from kyoso.engines.matching.specs_units import QUANTITY, TOLD_IN
from kyoso.engines.matching.units import convert, is_unit

_MARKS = {
    "±": "tolerance",
    "φ": "diameter",
    "R": "roughness",
    "H": "hardness",
    "t": "thickness",
    "L": "length",
    "W": "width",
    "I": "other",
    "ク": "other",
}
_BARE_MARKS = {"φ": "mm", "R": "um", "t": "mm", "L": "mm", "W": "mm", "I": "IP", "ク": "class"}
_FAR_LEAD = re.compile(r"(?P<high>最大|最高|最長)|(?P<low>最小|最低|最短)")
_CLAUSE = re.compile(r"[、。,;\n\0!?()「」/]|\.\s")
_OPEN = re.compile(r"\s*(?:$|[、。,;:)\s×x~・±]|から|まで|以|程|未)")
_GLUE = re.compile(r"\s*(?:は|が|を|の|:|=|約|最大|最高|最小|最低|of|is|from|about|up\sto|φ|±|で|も|に|a|within)*\s*")
_SOON = re.compile(
    r"(?P<lead>最短|納期は?)?\s?(?P<day>即日|当日|翌々日|翌営業日|翌日|[Ss]ame[- ]day|[Nn]ext[- ]day)"
    r"(?P<after>の?(?:納品|出荷|発送|納期|対応|お?届け|仕上げ)|\s(?:delivery|shipping|shipment))?"
)
_SOON_DAYS = {"即日": 0.0, "当日": 0.0, "翌々日": 2.0, "same": 0.0}
_PRICED = re.compile(r"\s?(?:[\0\d一二三四五六七八九十百千]|[当あ]たり|は?無料)")
_PRICED_BY = {"time", "mass", "length", "area", "energy"}
_BY_THEN = re.compile(r"[^\s]?(?:で|以?内|後)|に|\s(?:lead|turn)")
_PIECES_BOUND = {"low", "high", "under", "above"}


def read_specs(text: str, lang: str = "") -> tuple[Spec, ...]:
    """Return the figures, materials and standards that a text states, in the order of the text.

    Args:
        text: any text; nothing raises.
        lang: ``"ja"`` or ``"en"``; both are read in one pass, so it may be left out.

    Numbers that are no specs (dates, telephone numbers, prices, ranks, addresses, bare counts) are left out.
    """
    folded = fold_specs(text)
    plain, specs = _names(folded.text)
    plain = without_others(plain)
    specs += _soon(plain)
    specs += _figures(plain)
    return tuple(_quoted(each, text, folded.span(*each.span)) for each in sorted(specs, key=lambda each: each.span))


def _names(text: str) -> tuple[str, list[Spec]]:
    """Return the text without its standards and materials, so that their numbers are not read again, and these."""
    specs: list[Spec] = []
    for kind, found in (("standard", standards), ("material", materials)):
        for name, first, last in found(text):
            specs.append(Spec(kind, name=name, raw=text[first:last], span=(first, last)))
    for each in specs:
        text = _blank(text, *each.span)
    return text, specs


def _quoted(spec: Spec, text: str, span: tuple[int, int]) -> Spec:
    return replace(spec, quote=text[span[0] : span[1]], span=span)


def _blank(text: str, first: int, last: int) -> str:
    return f"{text[:first]}{chr(0) * (last - first)}{text[last:]}"


def _soon(text: str) -> Iterator[Spec]:
    for found in _SOON.finditer(text):
        if found["lead"] or found["after"]:
            days = _SOON_DAYS.get(found["day"], _SOON_DAYS.get(found["day"][:4].lower(), 1.0))
            yield Spec("lead_time", days, days, "day", raw=found.group().strip(), span=found.span())


def _figures(text: str) -> list[Spec]:
    specs: list[Spec] = []
    taken = 0
    for figure in scan(text):
        if found := _spec(text, figure, taken):
            specs.append(found)
            taken = figure.end
    return specs


def _spec(text: str, figure: Figure, taken: int) -> Spec | None:
    """Return what a figure is of, told in the quantity's unit, or None when it is no spec."""
    window = max(taken, figure.start - 24)
    breaks = [found.end() for found in _CLAUSE.finditer(text, window, figure.start)]
    window = max([window, *breaks])
    quantity, first = _quantity(text, figure, window)
    figure = _with_bare_unit(text, figure, quantity, first)
    if not quantity or not figure.unit or not math.isfinite(figure.low) or not math.isfinite(figure.high):
        return None
    if figure.low > figure.high or not _states(text, figure, quantity, first):
        return None
    bounds = figure.bounds
    if not bounds & _PIECES_BOUND and (far := _FAR_LEAD.search(text, window, figure.start)):
        bounds |= {str(far.lastgroup)}
    low, high = _open(figure, quantity, bounds)
    low, high, unit = _normal(quantity, low, high, figure.unit)
    return Spec(
        quantity,
        low,
        high,
        unit,
        strict=not bounds.isdisjoint({"under", "above"}),
        about="about" in bounds,
        raw=text[figure.first : figure.end].strip(),
        span=(first, figure.end),
    )


def _states(text: str, figure: Figure, quantity: str, first: int) -> bool:
    """Whether a figure is more than a count (five machines), a unit of price (one hour) or a part (六割)."""
    if figure.measures == "count":
        return bool(told(text[first : figure.first])) or "low" in figure.bounds or figure.ranged
    if figure.unit == "percent10":
        return bool(told(text[first : figure.first]))
    if quantity == "lead_time":
        return figure.unit != "year"
    alone = not figure.ranged and not figure.bounds
    return not (alone and figure.measures in _PRICED_BY and _PRICED.match(text, figure.end))


def _quantity(text: str, figure: Figure, window: int) -> tuple[str, int]:
    """Return what a figure is of and where the words begin that tell it."""
    default = QUANTITY.get(figure.measures, "other" if figure.measures not in {"", "calendar", "count", "none"} else "")
    if figure.measures == "count":
        default = "lot"
    if figure.mark:
        return _MARKS[figure.mark[0]], figure.start
    left = [each for each in told(text[window : figure.first]) if _fits(each[0], figure)]
    if left:
        return left[-1][0], min(figure.start, window + left[-1][1])
    right = text[figure.end : figure.end + 12]
    side = SIDE.match(text, figure.end)
    near = [each for each in told(_CLAUSE.split(right)[0]) if _fits(each[0], figure) and not _of_next(right, each)]
    if default in {"size", "weight"} and figure.unit in {"m", "kg", "t"} and text.endswith("から", 0, figure.end):
        return "lot", figure.start
    if figure.unit == "MPa" and right.startswith("級"):
        return "strength", figure.start
    if near and (side or near[0][1] <= 4) and (near[0][0] != "lead_time" or _BY_THEN.match(right)):
        return near[0][0], figure.start
    return default, figure.start


def _of_next(right: str, word: tuple[str, int, int]) -> bool:
    """Whether a word after a figure tells of the next figure: 400mm板で平面度0.05mm."""
    return bool(re.search(r"\d", right[: word[1]]) or (re.match(r"\s?[±φ\d.]|$", right[word[2] :]) and word[1] > 1))


def _fits(quantity: str, figure: Figure) -> bool:
    return figure.measures in MAY_MEASURE[quantity] or (not figure.measures and quantity in BARE)


def _with_bare_unit(text: str, figure: Figure, quantity: str, first: int) -> Figure:
    """Give a figure without a unit the one of its mark or of the word right beside it."""
    if figure.unit or figure.measures:
        return figure
    if figure.mark:
        scale = figure.mark.replace("HBW", "HB")
        unit = _BARE_MARKS.get(figure.mark[0], scale if is_unit(scale) else "")
        return replace(figure, unit=unit)
    words = told(text[first : figure.first])
    beside = words and _GLUE.fullmatch(text[first + words[-1][2] : figure.first])
    if not beside or not (_OPEN.match(text, figure.end) or figure.bounds):
        return figure
    return replace(figure, unit=BARE[quantity], measures="count" if quantity == "lot" else "length")


def _open(figure: Figure, quantity: str, bounds: frozenset[str]) -> tuple[float | None, float | None]:
    """Return the bounds: ± and 以下 leave the low end open, 以上 and から the high one."""
    low, high = figure.low, figure.high
    if figure.mark == "±" or (quantity == "tolerance" and not bounds & _PIECES_BOUND and not figure.ranged):
        return (low if figure.ranged else None), high
    if figure.ranged or (quantity == "lead_time" and "low" in bounds):
        return low, high
    if bounds & {"high", "under"}:
        return (low, None) if low < 0 and quantity == "temperature" else (None, high)
    if bounds & {"low", "above"}:
        return low, None
    return low, high


def _normal(quantity: str, low: float | None, high: float | None, unit: str) -> tuple[float | None, float | None, str]:
    """Return the bounds in the unit that the quantity is told in, as far as there is a way into one of them."""
    if unit == "percent10":
        return *(None if bound is None else bound * 10 for bound in (low, high)), "percent"  # type: ignore[return-value]
    for into in TOLD_IN.get(quantity, ()):
        bounds = [None if bound is None else convert(bound, unit, into) for bound in (low, high)]
        if bounds != [None, None]:
            return bounds[0], bounds[1], into
    return low, high, unit
