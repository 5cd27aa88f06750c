"""What the search holds of a record, as pure functions on values: who finds it by a caption, and when it is free."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kyoso.apps.assets.rules.idle import Period, read_period
from kyoso.apps.directory.enums import Free

SOON = datetime.timedelta(days=92)
"""How far “within three months” looks."""


@dataclass(frozen=True, slots=True)
class Part:
    """The viewers of a view, from one tier to another, who see the same captions."""

    tier_from: int
    tier_to: int
    captions: tuple[str, ...]


def parts_of(tier_from: int, tier_to: int, captions: Iterable[tuple[int, str]]) -> list[Part]:
    """Divide a view by the captions (tier at which it is shown, text) that its viewers see: each tier in one part."""
    known, parts = list(captions), list[Part]()
    for tier in range(tier_from, tier_to + 1):
        seen = tuple(text for shown_at, text in known if shown_at <= tier)
        if parts and parts[-1].captions == seen:
            parts[-1] = Part(parts[-1].tier_from, tier, seen)
        else:
            parts.append(Part(tier, tier, seen))
    return parts


def free_days(fields: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the first and last day, numbered, on which a view says that something is free; None where it does not.

    A price without a period, and a period in words alone, have no end. What a viewer does not see is not in `fields`.
    """
    if not (fields.get("period") or fields.get("price")):
        return None
    period = read_period(fields.get("period", "")) or Period()
    first, last = period.first or datetime.date.min, period.last or datetime.date.max
    return first.toordinal(), last.toordinal()


def wanted_days(chosen: Sequence[str], today: datetime.date) -> tuple[int, int] | None:
    """Return the days on which something must be free for what was chosen; of several the widest."""
    if Free.SOON in chosen:
        return today.toordinal(), (today + SOON).toordinal()
    return (today.toordinal(), today.toordinal()) if Free.NOW in chosen else None
