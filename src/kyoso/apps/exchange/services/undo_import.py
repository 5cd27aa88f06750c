"""Undoing an import: what it made is removed, what it changed goes back; what was touched since is told and left."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import Absent, kept_clearances
from kyoso.apps.exchange.enums import ImportState, RowAction, UndoState
from kyoso.apps.exchange.models import Import, ImportRow, OwnNumber
from kyoso.apps.exchange.queries import can_undo, import_counts, list_parts, rows_of
from kyoso.apps.exchange.services._files import take_back_file
from kyoso.apps.exchange.services._profile import take_back_profile
from kyoso.apps.exchange.services._records import RECORDS, Records
from kyoso.apps.exchange.services.check_import import Step
from kyoso.apps.exchange.services.run_import import write_change
from kyoso.apps.exchange.services.send_file import log_import
from kyoso.apps.files.models import File
from kyoso.shared.locking import Conflict

CHUNK = 100
OTHERS = {"profile": take_back_profile, "file": take_back_file}


def undo_import(*, actor: Actor, batch: Import, step: Step = lambda done, total: None) -> dict[str, int]:
    """Take an import back, row by row. Returns the counts.

    Raises PermissionDenied for anybody's but the organisation's people, ValidationError when it is too late.
    """
    if actor.organisation_id != batch.organisation_id:
        raise PermissionDenied
    if not can_undo(batch):
        raise ValidationError(_("This import can no longer be undone."))
    waiting = rows_of(batch).filter(action__in=[RowAction.CREATE, RowAction.CHANGE], is_done=True)
    total, done = waiting.count(), waiting.exclude(undo=UndoState.NONE).count()
    parts = reversed(list_parts(batch)) if batch.kind == "zip" else [batch]
    for part in [one for one in parts if one is batch or can_undo(one)]:
        done = _undo(actor, part, done, lambda done: step(done, total))
        _close(actor, part)
    if batch.kind == "zip":
        _close(actor, batch)
    return import_counts(batch)


def _undo(actor: Actor, batch: Import, done: int, told: Callable[[int], None]) -> int:
    waiting = batch.rows.filter(action__in=[RowAction.CREATE, RowAction.CHANGE], is_done=True, undo=UndoState.NONE)
    while rows := list(waiting.order_by("-number")[:CHUNK]):
        with kept_clearances(), transaction.atomic():
            for row in rows:
                row.undo = _take_back(actor, batch.kind, row)
            ImportRow.objects.bulk_update(rows, ["undo"])
            done += len(rows)
            told(done)
    return done


def _close(actor: Actor, batch: Import) -> None:
    with transaction.atomic():
        batch.state = ImportState.UNDONE
        batch.save(update_fields=["state"])
        log_import("import_undone", actor, batch)


def _take_back(actor: Actor, kind: str, row: ImportRow) -> UndoState:
    try:
        with transaction.atomic():
            if kind in OTHERS:
                return OTHERS[kind](actor, row)
            records = RECORDS[kind]
            found = records.one(actor, row.record)
            if found is None:
                return UndoState.KEPT
            undo = _undo_created if row.action == RowAction.CREATE else _undo_changed
            return undo(actor, records, row, found[0])
    except (Conflict, Absent, PermissionDenied, ValidationError):
        return UndoState.KEPT


def _undo_created(actor: Actor, records: Records, row: ImportRow, record: Any) -> UndoState:
    """Nobody touched it: remove it. Otherwise it holds somebody's work, and is put away where it can be found."""
    touched = record.version != row.version or File.objects.filter(kind=records.kind, record_id=record.pk).exists()
    if not touched:
        try:
            with transaction.atomic():
                records.remove(actor=actor, code=record.code, version=record.version)
        except (Conflict, PermissionDenied):
            touched = True
    if touched:
        records.put_away(actor, record)
        return UndoState.PUT_AWAY
    OwnNumber.objects.filter(organisation_id=record.owner_id, kind=records.kind, record=row.record).delete()
    return UndoState.TAKEN_BACK


def _undo_changed(actor: Actor, records: Records, row: ImportRow, record: Any) -> UndoState:
    if record.version != row.version:
        return UndoState.KEPT
    write_change(actor, records, record, row.before, list(row.before))
    return UndoState.TAKEN_BACK
