"""Checking a file row by row: what each would do, and what is wrong with it; nothing is written but that."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import kept_clearances, tiers_for
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.columns import main_column
from kyoso.apps.exchange.enums import ImportState, RowAction
from kyoso.apps.exchange.models import Import, ImportRow
from kyoso.apps.exchange.queries import FOREIGN_CODE, has_begun, list_parts, own_numbers
from kyoso.apps.exchange.reading.cells import as_text, read_row
from kyoso.apps.exchange.reading.faults import Fault, Unreadable
from kyoso.apps.exchange.reading.file import read_file
from kyoso.apps.exchange.reading.table import Row
from kyoso.apps.exchange.services._files import checked_files
from kyoso.apps.exchange.services._profile import checked_profile
from kyoso.apps.exchange.services._records import RECORDS, Records
from kyoso.apps.exchange.services._rows import closed_texts, current, differing
from kyoso.apps.needs.enums import NeedStatus
from kyoso.shared.japanese import fold

CHUNK, FILES_CHUNK = 500, 10
TOTAL = re.compile(r"(総?合計|小計|総計|計|(grand|sub)?total)[:：]?")
Step = Callable[[int, int], None]


@dataclass
class Known:
    """What an organisation has already, as far as the actor may see it."""

    actor: Actor
    records: Records
    held: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    """By code: version and values."""

    titles: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)
    numbered: frozenset[str] = frozenset()
    offered: frozenset[int] = frozenset()

    def find(self, values: dict[str, Any]) -> tuple[str, Fault | None]:
        """Return the code of the record that a row means, empty for a new one; a fault where several fit."""
        code, reference = values.get("code", ""), values.get("reference", "")
        if code and code in self.held:
            return code, None
        number = FOREIGN_CODE + code if code else reference
        found = next((one for one in self.numbers.get(number, ()) if one in self.held), "") if number else ""
        if code or found:
            return found, None
        same = self.titles.get(values["title"], [])
        if reference:  # a record that has another number is another one
            same = [one for one in same if one not in self.numbered]
        if len(same) > 1:
            return "", Fault("title", "several", {"n": len(same)})
        return (same[0] if same else ""), None


def read_known(actor: Actor, records: Records) -> Known:
    """Read what the actor's organisation has of a kind: two queries, whatever the number of rows."""
    known = Known(actor, records, numbers=own_numbers(actor.organisation_id or 0, records.kind))
    known.numbered = frozenset(
        code for number, codes in known.numbers.items() if not number.startswith(FOREIGN_CODE) for code in codes
    )
    known.offered = frozenset(map(int, tiers_for(actor)))
    for record, opened in records.to_edit(actor, None):
        known.held[record.code] = (record.version, current(records, record, opened))
        known.titles.setdefault(record.title, []).append(record.code)
    return known


def check_import(*, actor: Actor, batch: Import, step: Step = lambda done, total: None) -> None:
    """Read the file by the chosen columns and keep each row with what it would do. Raises Unreadable.

    What was begun is not checked again: ValidationError; nor what is over.
    """
    if has_begun(batch):
        raise ValidationError("begun", code="begun")
    if batch.kind == "zip":
        _check_parts(actor, batch, step)
    else:
        with kept_clearances():
            _keep(batch, *_read(actor, batch), step)
    batch.state = ImportState.CHECKED
    batch.save(update_fields=["state"])


def _check_parts(actor: Actor, batch: Import, step: Step) -> None:
    """Check each part whose columns are known; the others wait for somebody to choose them."""
    for part in list_parts(batch):
        if part.kind == "file" or main_column(part.kind) in part.places.values():
            check_import(actor=actor, batch=part, step=step)


def _read(actor: Actor, batch: Import) -> tuple[Iterator[ImportRow], int]:
    """Return the rows as they will be kept, and how many there are (0: not known yet)."""
    if batch.kind == "file":
        return checked_files(actor, batch), 0
    sheet = read_file(storage.read(batch.stored))[batch.sheet]
    rows = sheet.rows[batch.header + 1 :]
    if not rows and batch.part_of is None:
        raise Unreadable("no_rows")
    if batch.kind == "profile":
        return checked_profile(actor, batch, rows), len(rows)
    return _checked(rows, batch, read_known(actor, RECORDS[batch.kind])), len(rows)


def await_check(batch: Import) -> None:
    """Say that what was checked by other columns no longer counts; the check itself follows."""
    batch.state = ImportState.UPLOADED
    batch.save(update_fields=["state"])


def _keep(batch: Import, checked: Iterator[ImportRow], total: int, step: Step) -> None:
    """Write rows down in place of those checked before: all of them, or none."""
    if batch.kind == "file":
        checked = _looked_at(checked, step)
    done = 0
    with transaction.atomic():
        batch.rows.all().delete()
        while waiting := list(islice(checked, CHUNK)):
            ImportRow.objects.bulk_create(waiting)
            done += len(waiting)
            step(done, max(total, done))


def _checked(rows: list[Row], batch: Import, known: Known) -> Iterator[ImportRow]:
    places = {int(place): known.records.column(name) for place, name in batch.places.items()}
    seen: Counter[str] = Counter()
    first: dict[str, int] = {}
    for row in rows:
        values, faults = read_row(row.cells, places)
        made = ImportRow(batch=batch, number=row.number, values=values)
        if not faults and TOTAL.fullmatch("".join(fold(str(values.get("title", ""))).split())):
            faults = [Fault("title", "total")]
        if not faults:
            faults = _judge(made, known)
        key = _identity(made)
        if not faults and key in first:
            faults = [Fault("title", "same_as_row", {"row": first[key]})]
        if faults:
            made.action = RowAction.FAULT
            made.cells = [as_text(cell) for cell in row.cells]
            made.faults = [{"column": one.column, "code": one.code, "params": one.params} for one in faults]
        else:
            first.setdefault(key, row.number)
            seen[key] += 1
        yield made


def _looked_at(checked: Iterator[ImportRow], step: Step) -> Iterator[ImportRow]:
    """Look into every file before anything is written: meanwhile others can write."""
    rows = []
    for row in checked:
        rows.append(row)
        if len(rows) % FILES_CHUNK == 0:
            step(len(rows), 0)
    return iter(rows)


def _identity(row: ImportRow) -> str:
    values = row.values
    return row.record or str(values.get("code") or values.get("reference") or f"title:{values.get('title')}")


def _judge(row: ImportRow, known: Known) -> list[Fault]:
    """Say what a readable row would do, and what its rights or its record are against."""
    code, fault = known.find(row.values)
    if fault:
        return [fault]
    if not code:
        row.action = RowAction.CREATE
        row.values["tier"] = _first_tier(row.values.get("tier"), known)
        return [*_tier_faults(row, known, None), *_need_faults(row, known.records.first_status, "")]
    row.record, (row.version, held) = code, known.held[code]
    row.changes = differing(known.records, row.values, held)
    row.action = RowAction.CHANGE if row.changes or _is_new_number(row, known) else RowAction.SAME
    faults = closed_texts(known.records, row.values, held) + _tier_faults(row, known, held)
    return faults + _need_faults(row, held["status"], str(held.get("problem", "")))


def _first_tier(given: int | None, known: Known) -> int:
    """Where a file does not say, a new record is seen by the network at most: opening further is a decision."""
    return max(min(known.offered, default=1), 1) if given is None else given


def _is_new_number(row: ImportRow, known: Known) -> bool:
    number = row.values.get("reference", "")
    return bool(number) and row.record not in known.numbers.get(number, ())


def _tier_faults(row: ImportRow, known: Known, held: dict[str, Any] | None) -> list[Fault]:
    given = {name: value for name, value in row.values.items() if name == "tier" or name.startswith("tier_")}
    return [
        Fault(name, "tier_not_yours")
        for name, value in given.items()
        if value is not None and value not in known.offered and (held is None or name in row.changes)
        if not (name != "tier" and value <= (row.values.get("tier") or 0))
    ]


def _need_faults(row: ImportRow, status: str, problem: str) -> list[Fault]:
    """A need goes from draft to published to closed; published it must say what the problem is."""
    if row.batch.kind != "need":
        return []
    wanted = row.values.get("status") or status
    if wanted == NeedStatus.PUBLISHED and not (row.values.get("problem") or problem):
        return [Fault("problem", "problem_missing")]
    if wanted == NeedStatus.DRAFT and status != NeedStatus.DRAFT:
        return [Fault("status", "not_back_to_draft")]
    return []
