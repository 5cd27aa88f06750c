"""Whether what is offered meets what is asked, spec by spec."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kyoso.engines.matching.specs import Spec
from kyoso.engines.matching.specs_names import covers
from kyoso.engines.matching.units import convert

Verdict = Literal["meets", "short", "not_stated"]

_NAMED = frozenset({"material", "standard"})
_SMALLER = frozenset({"tolerance", "roughness", "lead_time"})
_LARGER = frozenset({"strength", "capacity", "flow", "share"})
_REACH = frozenset({"size", "length", "width", "weight", "pressure"})


@dataclass(frozen=True, slots=True)
class Met:
    """How an asked spec stands against what is offered.

    Attributes:
        verdict: ``not_stated`` when nothing comparable is offered; then one should ask.
        offered: the spec that decided, in the unit of ``asked``; None when nothing comparable is offered.
    """

    verdict: Verdict
    asked: Spec
    offered: Spec | None = None

    @property
    def summary(self) -> str:
        """In English, for lists and logs: ``meets: 0.005 mm asked 0.01 mm``."""
        if self.offered is None:
            return f"not stated: asked {self.asked.figure}"
        return f"{self.verdict}: {self.offered.figure} asked {self.asked.figure}"


def compare(asked: Spec, offered: Sequence[Spec]) -> Met:
    """Return whether one asked spec is met by any of the specs offered.

    Smaller is better for tolerance, roughness and lead time, larger for strength, capacity, flow and a share given as
    one figure. A lot asked for must not be under the offered smallest lot; every other range asked must lie in the
    offered one. A material or standard that is not named is not stated, never short: texts leave out most of what a
    firm can do.
    """
    if asked.quantity in _NAMED:
        found = (each for each in offered if each.quantity == asked.quantity and covers(asked.name, each.name))
        return next((Met("meets", asked, each) for each in found), Met("not_stated", asked))
    comparable = [same for each in offered if (same := _in_unit_of(asked, each))]
    for each in comparable:
        if _meets(asked, each):
            return Met("meets", asked, each)
    return Met("short", asked, comparable[0]) if comparable else Met("not_stated", asked)


def _in_unit_of(asked: Spec, offered: Spec) -> Spec | None:
    if offered.quantity != asked.quantity:
        return None
    bounds = [
        None if bound is None else convert(bound, offered.unit, asked.unit) for bound in (offered.low, offered.high)
    ]
    if bounds == [None, None]:
        return None
    return replace(offered, low=bounds[0], high=bounds[1], unit=asked.unit)


def _meets(asked: Spec, offered: Spec) -> bool:
    if asked.quantity in _SMALLER:
        return _either(offered.low, offered.high) <= _either(asked.high, asked.low)
    if asked.quantity == "lot":
        return _lot(asked, offered)
    if asked.quantity in _LARGER and (asked.low is not None or asked.quantity != "share"):
        return _either(offered.high, offered.low) >= _either(asked.low, asked.high)
    bottom, top = _room(offered)
    if asked.low is None:
        needed = _either(asked.high, None)
        return top >= needed if asked.quantity in _REACH else bottom <= needed
    if asked.high is None:
        return bottom <= asked.low if asked.low < 0 else top >= asked.low
    return bottom <= asked.low and asked.high <= top


def _lot(asked: Spec, offered: Spec) -> bool:
    least = offered.low if offered.low is not None else -math.inf
    most = offered.high if offered.high not in {None, offered.low} else math.inf
    return _either(asked.low, asked.high) >= least and (asked.high or 0.0) <= _either(most, None)


def _room(offered: Spec) -> tuple[float, float]:
    """Return the range that an offer covers; a work piece's size or an oven's heat given as one figure is a limit."""
    low = -math.inf if offered.low is None else offered.low
    high = math.inf if offered.high is None else offered.high
    if low == high and offered.quantity in _REACH | {"temperature"}:
        return (low, math.inf) if low < 0 else (-math.inf, high)
    return low, high


def _either(first: float | None, second: float | None) -> float:
    """Return the first bound that is given."""
    return next(bound for bound in (first, second) if bound is not None)
