"""Importing what was checked: in small steps, each whole or not at all, through the services that pages use."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import Absent, kept_clearances
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.columns import main_column
from kyoso.apps.exchange.enums import ImportState, RowAction
from kyoso.apps.exchange.models import Import, ImportRow, OwnNumber
from kyoso.apps.exchange.queries import FOREIGN_CODE, import_counts, list_parts, rows_of, stored_of
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.services._files import TakeIn, numbers_of_file, taking_in_files
from kyoso.apps.exchange.services._profile import take_in_profile
from kyoso.apps.exchange.services._records import RECORDS, Records, column_of
from kyoso.apps.exchange.services._rows import current, for_service
from kyoso.apps.exchange.services.check_import import Step
from kyoso.apps.exchange.services.send_file import log_import
from kyoso.apps.exchange.writing import cell_of
from kyoso.shared.locking import Conflict

CHUNK, FILES_CHUNK = 100, 1
"""Rows a step: a second of writing, during which SQLite lets nobody else write; drawing a picture takes as long."""

DONE_FIELDS = {
    RowAction.CREATE: ["record", "version"],
    RowAction.CHANGE: ["version", "before"],
    RowAction.FAULT: ["action", "before", "faults", "cells"],
}


def run_import(*, actor: Actor, batch: Import, step: Step = lambda done, total: None) -> dict[str, int]:
    """Take in every right row that is not in yet; begun again, it goes on where it stopped. Returns the counts.

    Raises PermissionDenied for anybody's but the organisation's people, ValidationError where nothing was checked.
    """
    if actor.organisation_id != batch.organisation_id:
        raise PermissionDenied
    if batch.state not in {ImportState.CHECKED, ImportState.DONE}:
        raise ValidationError("unchecked", code="unchecked")
    if batch.state == ImportState.DONE:
        return import_counts(batch)
    waiting = rows_of(batch).filter(action__in=[RowAction.CREATE, RowAction.CHANGE], batch__is_wanted=True)
    total, done = waiting.count(), waiting.filter(is_done=True).count()
    for part in [one for one in list_parts(batch) if one.is_wanted] if batch.kind == "zip" else [batch]:
        if part.state == ImportState.CHECKED:
            done = _run(actor, part, done, lambda done: step(done, total))
            _finish(actor, part)
    return _finish(actor, batch) if batch.kind == "zip" else import_counts(batch)


def choose_parts(*, batch: Import, codes: list[str]) -> None:
    """Say which parts of a zip are to be imported; what was begun stays chosen."""
    with transaction.atomic():
        for part in batch.parts.all():
            part.is_wanted = part.code in codes or part.rows.filter(is_done=True).exists()
            part.save(update_fields=["is_wanted"])


def _run(actor: Actor, batch: Import, done: int, told: Callable[[int], None]) -> int:
    waiting = batch.rows.filter(action__in=[RowAction.CREATE, RowAction.CHANGE], is_done=False).order_by("number")
    with _writer(actor, batch) as take_in:
        while rows := list(waiting[: FILES_CHUNK if batch.kind == "file" else CHUNK]):
            with kept_clearances(), transaction.atomic():
                for row in rows:
                    row.batch = batch
                    _take_in(take_in, row)
                _write_down(rows)
                done += len(rows)
                told(done)
    return done


def _writer(actor: Actor, batch: Import) -> AbstractContextManager[TakeIn]:
    """What takes in a row of this kind."""
    if batch.kind == "file":
        return taking_in_files(actor, batch)
    if batch.kind == "profile":
        return nullcontext(lambda row: take_in_profile(actor, row))
    return nullcontext(lambda row: _take_in_record(actor, RECORDS[batch.kind], row))


def _write_down(rows: list[ImportRow]) -> None:
    """Mark the rows of a step as done, and remember their numbers: few statements, for each costs as much as a row."""
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_done=True)
    for action, fields in DONE_FIELDS.items():
        ImportRow.objects.bulk_update([row for row in rows if row.action == action], fields)
    numbers = [number for row in rows if row.action != RowAction.FAULT for number in _numbers(row)]
    OwnNumber.objects.bulk_create(numbers, ignore_conflicts=True)


def _finish(actor: Actor, batch: Import) -> dict[str, int]:
    counts = import_counts(batch)
    with transaction.atomic():
        batch.state, batch.imported_at = ImportState.DONE, timezone.now()
        stored = stored_of(batch)
        batch.stored = ""
        batch.save(update_fields=["state", "imported_at", "stored"])
        batch.parts.update(stored="")
        rows_of(batch).update(values={})  # what was imported is in the records now, and what was not in `cells`
        log_import("import_done", actor, batch, **{name: counts[name] for name in ("create", "change", "fault")})
    for name in stored:
        storage.drop(name)
    return counts


def _take_in(take_in: TakeIn, row: ImportRow) -> None:
    """Write one row; what stands against it becomes its fault, and nothing of it is written."""
    row.is_done = True
    try:
        with transaction.atomic():
            take_in(row)
    except ValidationError as error:
        _refuse(row, "refused", text=" ".join(error.messages)[:300])
    except Unreadable:
        _refuse(row, "broken_file")
    except Conflict:
        _refuse(row, "changed_meanwhile")
    except Absent:
        _refuse(row, "record_missing" if row.batch.kind == "file" else "gone")


def _take_in_record(actor: Actor, records: Records, row: ImportRow) -> None:
    write = _create if row.action == RowAction.CREATE else _change
    record = write(actor, records, row)
    row.record, row.version = record.code, record.version


def _refuse(row: ImportRow, code: str, **params: str) -> None:
    row.action, row.before = RowAction.FAULT, {}
    row.faults = [{"column": main_column(row.batch.kind), "code": code, "params": params}]
    row.cells = _as_sent(row)


def _as_sent(row: ImportRow) -> list[str]:
    """What was read of the row, in the order of the file, so that it can be mended there."""
    if row.batch.kind == "file":
        return [row.values["name"], row.values["title"], row.values["caption"]]
    kind, places = row.batch.kind, {int(place): name for place, name in row.batch.places.items()}
    cells = [""] * (max(places, default=-1) + 1)
    for place, name in places.items():
        cells[place] = str(cell_of(row.values.get(name), column_of(kind, name), get_language() or "ja") or "")
    return cells


def _create(actor: Actor, records: Records, row: ImportRow) -> Any:
    record = records.create(actor=actor, values=for_service(records, row.values))
    return records.move(actor, record, row.values)


def _change(actor: Actor, records: Records, row: ImportRow) -> Any:
    found = records.one(actor, row.record)
    if found is None:
        raise Absent
    record, opened = found
    if record.version != row.version:
        raise Conflict(record)
    held = current(records, record, opened)
    row.before = {name: held[name] for name in row.changes if name in held}
    return write_change(actor, records, record, row.values, row.changes)


def write_change(actor: Actor, records: Records, record: Any, values: dict[str, Any], names: list[str]) -> Any:
    """Bring the named columns of a record to the given values, texts first and then its status."""
    given = for_service(records, values, names)
    if given:
        record = records.edit(actor=actor, code=record.code, version=record.version, values=given)
    return records.move(actor, record, values) if "status" in names else record


def _numbers(row: ImportRow) -> list[OwnNumber]:
    """The number by which the file knows the record, and a code that is not ours, for when it comes again."""
    code, reference = row.values.get("code", ""), row.values.get("reference", "")
    known = [reference, FOREIGN_CODE + code if code and code != row.record else ""]
    if row.batch.kind == "file":
        known = numbers_of_file(row)
    return [
        OwnNumber(organisation_id=row.batch.organisation_id, kind=row.batch.kind, number=number, record=row.record)
        for number in filter(None, known)
    ]
