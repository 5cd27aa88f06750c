"""The rows of an import as a page shows them: what each does, what is wrong with it, what was and what will be."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.exchange.enums import RowAction, UndoState
from kyoso.apps.exchange.models import Import, ImportRow
from kyoso.apps.exchange.services._records import RECORDS, Records
from kyoso.apps.exchange.services._rows import current
from kyoso.apps.exchange.wording import column_label, say_fault
from kyoso.apps.exchange.writing import cell_of

TONES = {
    RowAction.CREATE: "success",
    RowAction.CHANGE: "info",
    RowAction.SAME: "neutral",
    RowAction.FAULT: "danger",
}
SHOWN = 160
FIRST = 4


def shown_rows(actor: Actor, batch: Import, rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """Return what a page shows of some rows: one query, for the records that they are about."""
    listed, records = list(rows), RECORDS[batch.kind]
    codes = [row.record for row in listed if row.record]
    held = {record.code: current(records, record, opened) for record, opened in records.to_edit(actor, codes)}
    return [_shown(batch, records, row, held.get(row.record)) for row in listed]


def _shown(batch: Import, records: Records, row: ImportRow, held: dict[str, Any] | None) -> dict[str, Any]:
    title = row.values.get("title") or (held or {}).get("title") or _cell(batch, row, "title")
    return {
        "number": row.number,
        "title": str(title)[:SHOWN],
        "code": row.record if held else "",
        "what": RowAction(row.action).label,
        "tone": TONES[RowAction(row.action)],
        "faults": [say_fault(batch.kind, fault) for fault in row.faults],
        "changes": _changes(records, row, held or {}),
        "parts": _parts(records, row),
        "undo": UndoState(row.undo).label if row.undo else "",
    }


def _cell(batch: Import, row: ImportRow, name: str) -> str:
    place = next((int(place) for place, known in batch.places.items() if known == name), None)
    return str(row.cells[place]) if place is not None and place < len(row.cells) else ""


def _changes(records: Records, row: ImportRow, held: dict[str, Any]) -> list[dict[str, str]]:
    """What would change, as long as it has not: afterwards the record tells."""
    if row.action != RowAction.CHANGE or row.is_done or not row.values:
        return []
    return [
        {
            "label": column_label(records.kind, name),
            "before": _text(records, name, held.get(name)),
            "after": _text(records, name, row.values.get(name)),
        }
        for name in row.changes
        if name in held
    ]


def _parts(records: Records, row: ImportRow) -> list[tuple[str, str]]:
    """The first columns of a new record, as they will be."""
    if row.action != RowAction.CREATE or not row.values:
        return []
    filled = [
        (column.label(get_language() or "ja"), _text(records, column.name, row.values.get(column.name)))
        for column in sorted(records.columns, key=lambda column: column.name != "tier")
        if column.name not in {"title", "code"} and row.values.get(column.name) not in (None, "", [])
    ]
    return filled[:FIRST]


def _text(records: Records, name: str, value: Any) -> str:
    return str(cell_of(value, records.column(name), get_language() or "ja") or "–")[:SHOWN]


def fault_text(row: ImportRow) -> str:
    """Return what is wrong with a row in one line, for the file to mend."""
    return " / ".join(say_fault(row.batch.kind, fault) for fault in row.faults)
