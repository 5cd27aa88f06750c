"""The rows of an import as a page shows them: what each does, what is wrong with it, what was and what will be."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.exchange.columns import main_column
from kyoso.apps.exchange.enums import ImportState, RowAction, UndoState
from kyoso.apps.exchange.models import Import, ImportRow
from kyoso.apps.exchange.services._profile import profile_values
from kyoso.apps.exchange.services._records import RECORDS, column_of, columns_of
from kyoso.apps.exchange.services._rows import current
from kyoso.apps.exchange.wording import column_label, say_fault
from kyoso.apps.exchange.writing import cell_of
from kyoso.apps.files.queries import files_of

TONES = {
    RowAction.CREATE: "success",
    RowAction.CHANGE: "info",
    RowAction.SAME: "neutral",
    RowAction.FAULT: "danger",
}
SHOWN = 160
FIRST = 4


def figures(state: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the numbers of an import: what would happen or happened, and after an undo what became of it."""
    if state != ImportState.UNDONE:
        return [(str(action.label), counts.get(action, 0)) for action in TONES]
    undone = (UndoState.TAKEN_BACK, UndoState.PUT_AWAY, UndoState.KEPT)
    return [(str(state.label), counts.get(f"undo_{state}", 0)) for state in undone]


def shown_rows(actor: Actor, batch: Import, rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """Return what a page shows of some rows: one query, for the records that they are about."""
    listed = list(rows)
    held = _held(actor, batch.kind, [row.record for row in listed if row.record])
    return [_shown(batch, row, held.get(row.record)) for row in listed]


def _held(actor: Actor, kind: str, codes: list[str]) -> dict[str, dict[str, Any]]:
    """What the records hold now, by code."""
    if kind == "profile":
        firm = own_organisation(actor)
        return {firm.code: profile_values(firm)} if firm else {}
    if kind == "file":
        files = files_of(actor, actor.organisation_id or 0).filter(code__in=codes)
        return {file.code: {"file": file.name, "caption": file.caption, "tier": file.tier} for file in files}
    records = RECORDS[kind]
    return {record.code: current(records, record, opened) for record, opened in records.to_edit(actor, codes)}


def _shown(batch: Import, row: ImportRow, held: dict[str, Any] | None) -> dict[str, Any]:
    main = main_column(batch.kind)
    values = _as_columns(batch.kind, row.values)
    title = values.get(main) or (held or {}).get(main) or _cell(batch, row, main)
    return {
        "number": row.number,
        "title": str(title)[:SHOWN],
        "code": row.record if held else "",
        "what": UndoState(row.undo).label if row.undo else RowAction(row.action).label,
        "tone": "neutral" if row.undo else TONES[RowAction(row.action)],
        "faults": [say_fault(batch.kind, fault) for fault in row.faults],
        "changes": _changes(batch.kind, row, values, held or {}),
        "parts": _parts(batch.kind, row, values),
    }


def _cell(batch: Import, row: ImportRow, name: str) -> str:
    place = next((int(place) for place, known in batch.places.items() if known == name), None)
    return str(row.cells[place]) if place is not None and place < len(row.cells) else ""


def _as_columns(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """The list of files has names of its own for what a page shows."""
    if kind != "file" or not values:
        return values
    return {"file": values["name"], "record": values["title"]} | {name: values[name] for name in ("caption", "tier")}


def _changes(kind: str, row: ImportRow, values: dict[str, Any], held: dict[str, Any]) -> list[dict[str, str]]:
    """What would change, as long as it has not: afterwards the record tells."""
    if row.action != RowAction.CHANGE or row.is_done or not row.values:
        return []
    return [
        {
            "label": column_label(kind, name),
            "before": _text(kind, name, held.get(name)),
            "after": _text(kind, name, values.get(name)),
        }
        for name in row.changes
        if name in held
    ]


def _parts(kind: str, row: ImportRow, values: dict[str, Any]) -> list[tuple[str, str]]:
    """The first columns of a new record, as they will be."""
    if row.action != RowAction.CREATE or not row.values:
        return []
    filled = [
        (column.label(get_language() or "ja"), _text(kind, column.name, values.get(column.name)))
        for column in sorted(columns_of(kind), key=lambda column: column.name != "tier")
        if column.name not in {main_column(kind), "code"} and values.get(column.name) not in (None, "", [])
    ]
    return filled[:FIRST]


def _text(kind: str, name: str, value: Any) -> str:
    return str(cell_of(value, column_of(kind, name), get_language() or "ja") or "–")[:SHOWN]


def fault_text(row: ImportRow) -> str:
    """Return what is wrong with a row in one line, for the file to mend."""
    return " / ".join(say_fault(row.batch.kind, fault) for fault in row.faults)
