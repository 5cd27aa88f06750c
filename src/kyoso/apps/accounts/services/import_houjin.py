"""Taking in the tax agency's open data on corporate numbers, of any length at the same memory (H5).

Every batch is one transaction: an import that ends early leaves whole batches, and the same file may be read again.
"""

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F

from kyoso.apps.accounts.enums import RegisterProcess
from kyoso.apps.accounts.models import Organisation, RegisterChange, RegisterEntry
from kyoso.apps.accounts.registries.compare import suggestions, values_to_fill
from kyoso.apps.accounts.registries.houjin import (
    BadLine,
    HoujinRow,
    encoding_of,
    open_lines,
    read_record,
    split_line,
)
from kyoso.apps.accounts.registries.prefectures import prefecture_name
from kyoso.apps.accounts.rules import PROFILE, search_text
from kyoso.apps.journal.services.record import enqueue_change, record_event

BATCH = 2000
HOPELESS = 100
"""So many lines at fault, and none right: another file was given."""

KEPT = (
    *("name", "kana", "name_en", "prefecture", "city_code", "city", "street", "postcode"),
    *("closed_on", "close_cause", "successor", "is_hidden", "updated_on"),
)


class NoRegisterFile(Exception):
    """The file is none of the register's, or is damaged; the message says how far it was read."""


@dataclass(slots=True)
class Tally:
    """What an import did, or with `dry_run` would do."""

    lines: int = 0
    bad: int = 0
    stored: int = 0
    changes: int = 0
    completed: int = 0
    """Organisations of which an empty field was filled."""
    differing: int = 0
    closed: int = 0


def import_houjin(
    *,
    path: Path,
    everything: bool = False,
    dry_run: bool = False,
    tell: Callable[[int], None] = lambda lines: None,
    name_fault: Callable[[int, str], None] = lambda line, reason: None,
) -> Tally:
    """Read a file of the register: complete the organisations here, keep what it says of them, or of `everything`.

    `tell` hears the number of every line, `name_fault` the number of each bad one and why. Raises NoRegisterFile.
    """
    numbers = Organisation.objects.exclude(corporate_number=None).values_list("corporate_number", flat=True)
    ours = {str(number) for number in numbers}
    tally = Tally()
    try:
        _read(path, None if everything else ours, ours, tally, (tell, name_fault), dry_run)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        text = f"{path.name}: cannot be read after line {tally.lines:,} ({error}). Fetch it again, and import it again."
        raise NoRegisterFile(text) from error
    if not dry_run:
        record_event(
            "register_imported",
            subject=("registry", 0),
            data={"lines": tally.lines, "bad": tally.bad, "completed": tally.completed},
        )
    return tally


def _read(
    path: Path,
    wanted: Collection[str] | None,
    ours: Collection[str],
    tally: Tally,
    say: tuple[Callable[[int], None], Callable[[int, str], None]],
    dry_run: bool,
) -> None:
    tell, name_fault = say
    encoding, batch = encoding_of(path), []
    with open_lines(path) as lines:
        for number, line in enumerate(lines, start=1):
            tally.lines = number
            try:
                cells = split_line(line, encoding)
                if wanted is None or cells[1] in wanted:
                    batch.append(read_record(cells))
            except BadLine as fault:
                tally.bad += 1
                name_fault(number, str(fault))
                _refuse_hopeless(path, tally)
            if len(batch) == BATCH:
                _store(batch, ours, tally, dry_run)
                batch = []
            tell(number)
    if not tally.lines - tally.bad:
        raise NoRegisterFile(f"{path.name}: holds no line of the register of corporate numbers.")
    _store(batch, ours, tally, dry_run)


def _refuse_hopeless(path: Path, tally: Tally) -> None:
    if tally.bad == tally.lines == HOPELESS:
        text = f"{path.name}: none of the first {HOPELESS} lines is one of the register (30 columns, no headings)."
        raise NoRegisterFile(text)


def _store(batch: Sequence[HoujinRow], ours: Collection[str], tally: Tally, dry_run: bool) -> None:
    with transaction.atomic():
        current = _keep_entries(batch)
        tally.stored += len(current)
        mine = [row for row in batch if row.number in ours]
        if mine:
            tally.changes += _keep_changes(mine)
            _complete([entry for entry in current if entry.number in ours], tally)
        if dry_run:
            transaction.set_rollback(True)


# What the register says now


def _keep_entries(batch: Iterable[HoujinRow]) -> list[RegisterEntry]:
    """Store the newest of each number, unless something newer is stored already; return what was stored."""
    newest: dict[str, HoujinRow] = {}
    for row in batch:
        seen = newest.get(row.number)
        if row.is_latest and (seen is None or (row.updated_on, row.sequence) >= (seen.updated_on, seen.sequence)):
            newest[row.number] = row
    known = dict(RegisterEntry.objects.filter(number__in=newest).values_list("number", "updated_on"))
    rows = [row for number, row in newest.items() if number not in known or known[number] <= row.updated_on]
    RegisterEntry.objects.filter(
        number__in=[row.number for row in rows if row.process == RegisterProcess.DELETED]
    ).delete()
    entries = [_entry(row) for row in rows if row.process != RegisterProcess.DELETED]
    RegisterEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["number"], update_fields=KEPT)
    return entries


def _entry(row: HoujinRow) -> RegisterEntry:
    return RegisterEntry(number=row.number, **{name: getattr(row, name) for name in KEPT})


# What changed


def _keep_changes(rows: Sequence[HoujinRow]) -> int:
    """Store the changes that are not stored yet, and return how many."""
    of_these = RegisterChange.objects.filter(number__in={row.number for row in rows})
    before = of_these.count()
    RegisterChange.objects.bulk_create(
        [
            RegisterChange(
                number=row.number,
                process=row.process,
                changed_on=row.changed_on,
                updated_on=row.updated_on,
                name=row.name,
                place=f"{prefecture_name(row.prefecture)}{row.city}{row.street}",
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    return of_these.count() - before


# Organisations here


def _complete(entries: Sequence[RegisterEntry], tally: Tally) -> None:
    by_number = {entry.number: entry for entry in entries}
    rows = Organisation.objects.select_for_update().filter(corporate_number__in=by_number)
    for organisation in rows.prefetch_related("kept_values"):
        entry = by_number[str(organisation.corporate_number)]
        kept = {(each.field, each.value) for each in organisation.kept_values.all()}
        tally.completed += _fill(organisation, entry)
        tally.differing += any((each.field, each.theirs) not in kept for each in suggestions(organisation, entry))
        tally.closed += entry.closed_on is not None


def _fill(organisation: Organisation, entry: RegisterEntry) -> bool:
    """Fill what is empty. The version moves on, so that whoever has the profile open is told and overwrites nothing."""
    values = values_to_fill(organisation, entry)
    if not values:
        return False
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.search_text = search_text({name: getattr(organisation, name) for name in PROFILE})
    columns = {name: getattr(organisation, name) for name in (*values, "search_text")}
    Organisation.objects.filter(pk=organisation.pk).update(version=F("version") + 1, **columns)
    record_event(
        "organisation_completed",
        subject=("organisation", organisation.pk),
        organisation_id=organisation.pk,
        data={"fields": ",".join(values)},
    )
    enqueue_change("organisation", organisation.pk)
    return True
