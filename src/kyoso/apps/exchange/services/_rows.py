"""Between the row of a file and a record: what would change, what a service is given, what was there before."""

from collections.abc import Mapping
from typing import Any

from kyoso.apps.exchange.reading.faults import Fault
from kyoso.apps.exchange.services._records import Records
from kyoso.apps.needs.enums import NeedStatus

ABOUT_THE_FILE = {"code", "reference", "faults"}
CLOSING = ("close_reason", "close_note")


def current(records: Records, record: Any, opened: Mapping[str, str]) -> dict[str, Any]:
    """Return what a record holds, in the form of a row's values; texts closed to the reader are left out."""
    values: dict[str, Any] = {"title": record.title, "tier": int(record.tier), "status": str(record.status)}
    for name in records.plain:
        held = getattr(record, name)
        values[name] = held.isoformat() if hasattr(held, "isoformat") else held
    for name in records.texts:
        if name in opened:
            values |= {name: opened[name], f"tier_{name}": record.field_tiers.get(name)}
    if str(record.status) == NeedStatus.CLOSED:
        values |= {name: getattr(record, name) for name in CLOSING}
    return values


def differing(records: Records, values: Mapping[str, Any], held: Mapping[str, Any]) -> list[str]:
    """Return the columns in which a row differs from a record; an empty cell only empties what may be empty."""
    tier = held["tier"] if values.get("tier") is None else values["tier"]
    changed = []
    for name, value in values.items():
        if name in ABOUT_THE_FILE or name not in held or (not value and not _may_be_empty(records, name, value)):
            continue
        if _same(name, value, held[name], tier):
            continue
        changed.append(name)
    return changed


def _may_be_empty(records: Records, name: str, value: Any) -> bool:
    is_tier = name == "tier" and value is not None
    return is_tier or name in records.cleared or name in records.texts or name.startswith("tier_")


def _same(name: str, value: Any, held: Any, tier: int) -> bool:
    if name.startswith("tier_"):
        return max(value or 0, tier) == max(held or 0, tier)
    return (value or None) == (held or None) if name != "tier" else int(value) == held


def closed_texts(records: Records, values: Mapping[str, Any], held: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each word meant for a text that is closed to whoever sent the row."""
    return [Fault(name, "closed_text") for name in records.texts if values.get(name) and name not in held]


def for_service(records: Records, values: Mapping[str, Any], names: list[str] | None = None) -> dict[str, Any]:
    """Return what a service takes: the named columns, or for a new record all that are filled."""
    wanted = {
        name: value
        for name, value in values.items()
        if (value not in (None, "", []) if names is None else name in names)
    }
    given = {name: value for name, value in wanted.items() if name in {"title", "tier", *records.plain, *records.texts}}
    tiers = {name: wanted[f"tier_{name}"] for name in records.texts if f"tier_{name}" in wanted}
    if "field" in given:
        given["field"] = given["field"] or ""
    return given | ({"field_tiers": tiers} if tiers else {})
