"""Idle capacity (A1): from when to when, at what price. Kept as text, so that it is tiered like every other text.

A period is stored as `2026-12-01/2027-02-28 weekday evenings`, a price as `8000 hour`. Whatever does not read so is
shown as it is and never counts as past.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})?/(\d{4}-\d{2}-\d{2})?(?:\s+(.*))?", re.DOTALL)
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_PRICE = re.compile(rf"({_AMOUNT.pattern}) ([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Period:
    """When something is free; either end may be open, and `hours` says on which days and at which hours."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in yen for one unit."""

    amount: Decimal
    unit: str


def write_period(period: Period) -> str:
    """Return the stored form: without days the words alone, empty for a period that says nothing."""
    if not (period.first or period.last):
        return period.hours
    first, last = (day.isoformat() if day else "" for day in (period.first, period.last))
    return f"{first}/{last} {period.hours}".strip()


def read_period(text: str) -> Period | None:
    """Return the period that a stored text means, or None where it is not in the stored form."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return None
    try:
        first, last = (datetime.date.fromisoformat(day) if day else None for day in found.group(1, 2))
    except ValueError:
        return None
    return Period(first, last, (found.group(3) or "").strip())


def is_past(text: str, today: datetime.date) -> bool:
    """Say whether a stored period ended before today; its last day still counts."""
    period = read_period(text)
    return bool(period and period.last and period.last < today)


def write_price(typed: str, unit: str) -> str:
    """Return the stored form of what somebody typed: an amount with its unit, or their words (“on request”)."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip().removeprefix("¥").removesuffix("円").strip()
    if not _AMOUNT.fullmatch(plain):
        return typed.strip()
    return f"{Decimal(plain):f} {unit}"


def read_price(text: str) -> Price | None:
    """Return the price that a stored text means, or None where it is not in the stored form."""
    found = _PRICE.fullmatch(text.strip())
    if found is None:
        return None
    return Price(Decimal(found.group(1)), found.group(2))
