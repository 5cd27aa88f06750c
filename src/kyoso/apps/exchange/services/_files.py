"""Photos and documents of an export coming back: told by their content, hung on the records they belong to."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.fields.json import KT

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, tiers_for, visible_to
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.enums import RowAction, UndoState
from kyoso.apps.exchange.models import Import, ImportRow, OwnNumber
from kyoso.apps.exchange.queries import FOREIGN_CODE, own_numbers
from kyoso.apps.exchange.reading.archive import Archive, open_archive
from kyoso.apps.exchange.reading.faults import Fault, Unreadable
from kyoso.apps.exchange.reading.limits import MAX_BYTES
from kyoso.apps.exchange.services._archive import attached_files
from kyoso.apps.files.adapters.contents import tell_media_type
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import get_file_to_edit
from kyoso.apps.files.rules import MEGABYTE, MOST_CAPTION
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.files.services.edit_file import delete_file, edit_file
from kyoso.shared.locking import Conflict
from kyoso.shared.text import clean_line

PLACES = {"0": "file", "1": "record", "2": "caption"}
KINDS = ("asset", "need")
MOST_CODE = 40

TakeIn = Callable[[ImportRow], None]


def most_bytes() -> int:
    """Return how large the zip of an organisation may be, packed or not: all its files, and its tables."""
    return int(settings.FILE_BYTES_PER_ORGANISATION) + 3 * MAX_BYTES


@contextmanager
def archive_of(stored: str) -> Iterator[Archive]:
    """Open a zip that was sent. Raises Unreadable, FileNotFoundError once its day is over."""
    most_parts = 2 * settings.FILES_PER_ORGANISATION + 100
    with storage.opened(stored) as file, open_archive(file, most_bytes(), most_parts) as archive:
        yield archive


@dataclass
class Known:
    """What there is already that a listed file could be, and the records it could belong to."""

    files: dict[str, tuple[str, File]] = field(default_factory=dict)
    """By code: the code of its record, and the file."""

    contents: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Kind and code of a record, and digest of a content: the code of the file."""

    numbers: dict[str, list[str]] = field(default_factory=dict)
    records: dict[tuple[str, str], str] = field(default_factory=dict)
    """By kind and the code that the list says: the code here, empty for one that the import will make."""

    offered: frozenset[int] = frozenset()

    def find(self, kind: str, record: str, values: Mapping[str, Any]) -> tuple[str, File] | None:
        """Return the file that a listed one is, as far as it still hangs on that record."""
        codes = [values["code"], *self.numbers.get(FOREIGN_CODE + values["code"], ())]
        codes += self.numbers.get(_digest(values["sha"]), ())
        codes.append(self.contents.get((kind, record, values["sha"]), ""))
        found = (self.files[code] for code in codes if code in self.files)
        return next((one for one in found if (one[1].kind, one[0]) == (kind, record)), None)


def read_known(actor: Actor, batch: Import) -> Known:
    """Read the organisation's files and records as far as the actor sees them: a few queries, whatever their number."""
    own = actor.organisation_id or 0
    known = Known(numbers=own_numbers(own, "file"), offered=frozenset(map(int, tiers_for(actor))))
    for record, _title, file in attached_files(actor, own):
        known.files[file.code] = (record, file)
        known.contents[file.kind, record, file.sha256] = file.code
    parts = batch.part_of.parts.filter(kind__in=KINDS) if batch.part_of else Import.objects.none()
    rows = ImportRow.objects.filter(batch__in=parts).exclude(action=RowAction.FAULT)
    told = rows.annotate(told=KT("values__code")).values_list("batch__kind", "told", "record")
    known.records = {(kind, code): record for kind, code, record in told if code}
    for kind in KINDS:
        codes = set(visible_to(actor, kind).filter(owner_id=own).values_list("code", flat=True))
        numbers = own_numbers(own, kind).items()
        foreign = {number.removeprefix(FOREIGN_CODE): found for number, found in numbers if FOREIGN_CODE in number}
        known.records |= {(kind, code): one for code, found in foreign.items() for one in found if one in codes}
        known.records |= {(kind, code): code for code in codes}
    return known


# Checking


def checked_files(actor: Actor, batch: Import) -> Iterator[ImportRow]:
    """Yield a row for each file of the list, and one for each that no list names. Raises Unreadable."""
    known = read_known(actor, batch)
    with archive_of(batch.part_of.stored if batch.part_of else batch.stored) as archive:
        listed = archive.listed()
        seen: set[tuple[str, str]] = set()
        for number, entry in enumerate(listed, start=1):
            row = ImportRow(batch=batch, number=number, values=_values(entry))
            fault = _twin(row, seen) or _judge(archive, row, known)
            seen.add((row.values["record"], row.values["path"]))
            yield _at_fault(row, fault) if fault else row
        named = {str(entry.get("path")) for entry in listed if isinstance(entry, dict)}
        for number, path in enumerate(sorted(archive.files() - named), start=len(listed) + 1):
            row = ImportRow(batch=batch, number=number, values=_values({"path": path}))
            yield _at_fault(row, Fault("file", "not_listed"))


def _values(entry: Any) -> dict[str, Any]:
    """Read one entry of the list, whatever it holds: what is no text counts as empty."""
    given = entry if isinstance(entry, dict) else {}
    texts = {name: str(given.get(name) or "") for name in ("path", "kind", "record", "code", "title", "caption")}
    tier = given.get("tier", 0)
    texts["caption"] = clean_line(texts["caption"])
    name = clean_line(str(given.get("name") or texts["path"].rpartition("/")[2]))[:200]
    return texts | {"name": name, "tier": tier if tier in list(Tier) and not isinstance(tier, bool) else -1, "sha": ""}


def _twin(row: ImportRow, seen: set[tuple[str, str]]) -> Fault | None:
    return Fault("file", "listed_twice") if (row.values["record"], row.values["path"]) in seen else None


def _judge(archive: Archive, row: ImportRow, known: Known) -> Fault | None:
    values = row.values
    here = known.records.get((values["kind"], values["record"]))
    if here is None or len(values["code"]) > MOST_CODE:
        return Fault("record", "record_missing")
    if values["path"] not in archive.parts:
        return Fault("file", "file_missing")
    if len(values["caption"]) > MOST_CAPTION:
        return Fault("caption", "too_long", {"limit": MOST_CAPTION, "length": len(values["caption"])})
    if values["tier"] < 0:
        return Fault("tier", "unknown_word", {"text": "", "near": ""})
    return _look_inside(archive, values) or _compare(row, known, here)


def _look_inside(archive: Archive, values: dict[str, Any]) -> Fault | None:
    """Say what is wrong with the content itself: the same look that an upload gets."""
    if archive.parts[values["path"]].file_size > settings.FILE_BYTES:
        return Fault("file", "file_too_large", {"limit": settings.FILE_BYTES // MEGABYTE})
    with storage.scratch() as file:
        try:
            archive.copy(values["path"], file)
            tell_media_type(file, values["name"])
        except Unreadable:
            return Fault("file", "broken_file")
        except ValidationError as error:
            return Fault("file", "refused", {"text": " ".join(error.messages)[:300]})
        file.seek(0)
        values["sha"] = hashlib.file_digest(file, "sha256").hexdigest()
    return None


def _compare(row: ImportRow, known: Known, here: str) -> Fault | None:
    values = row.values
    found = known.find(values["kind"], here, values) if here else None
    values["here"] = here
    if found is None:
        row.action = RowAction.CREATE
        closed = values["tier"] and values["tier"] not in known.offered
        return Fault("tier", "tier_not_yours") if closed else None
    file = found[1]
    row.record, row.version = file.code, file.version
    row.changes = [name for name in ("caption", "tier") if values[name] != getattr(file, name)]
    row.action = RowAction.CHANGE if row.changes else RowAction.SAME
    closed = "tier" in row.changes and values["tier"] and values["tier"] not in known.offered
    return Fault("tier", "tier_not_yours") if closed else None


def _at_fault(row: ImportRow, fault: Fault) -> ImportRow:
    row.action = RowAction.FAULT
    row.cells = [row.values["name"], row.values["title"] or row.values["record"][:MOST_CODE], row.values["caption"]]
    row.faults = [{"column": fault.column, "code": fault.code, "params": fault.params}]
    return row


# Taking in, and back


@contextmanager
def taking_in_files(actor: Actor, batch: Import) -> Iterator[TakeIn]:
    """Open the zip once for all its files, and give what takes in one row."""
    with archive_of(batch.part_of.stored if batch.part_of else batch.stored) as archive:
        yield lambda row: _take_in(actor, archive, row)


def _take_in(actor: Actor, archive: Archive, row: ImportRow) -> None:
    values = row.values
    if row.action == RowAction.CREATE:
        made = _add(actor, archive, values, values.get("here") or _record_now(row))
        row.record, row.version = made.code, made.version
        return
    file = get_file_to_edit(actor, row.record)
    if file.version != row.version:
        raise Conflict(file)
    row.before = {"caption": file.caption, "tier": int(file.tier)}
    row.version = _edit(actor, file, values).version


def _add(actor: Actor, archive: Archive, values: Mapping[str, Any], record: str) -> File:
    with storage.scratch() as upload:
        upload.size = archive.copy(values["path"], upload)
        upload.seek(0)
        upload.name = values["name"]
        given = {"tier": Tier(values["tier"]), "caption": values["caption"]}
        return add_file(actor=actor, kind=values["kind"], code=record, upload=upload, **given)


def _record_now(row: ImportRow) -> str:
    """The record that this very import made; Absent where it could not be made."""
    number = FOREIGN_CODE + row.values["record"]
    known = OwnNumber.objects.filter(organisation_id=row.batch.organisation_id, kind=row.values["kind"], number=number)
    found = known.order_by("-pk").values_list("record", flat=True).first()
    if found is None:
        raise Absent
    return found


def _edit(actor: Actor, file: File, values: Mapping[str, Any]) -> File:
    tier = Tier(values["tier"])
    return edit_file(actor=actor, code=file.code, version=file.version, caption=values["caption"], tier=tier)


def numbers_of_file(row: ImportRow) -> list[str]:
    """Return by what a file is known when it comes again: pictures are drawn anew, so their bytes alone do not tell."""
    code = row.values["code"]
    return [*([FOREIGN_CODE + code] if code and code != row.record else []), _digest(row.values["sha"])]


def _digest(sha: str) -> str:
    return f"sha:{sha[:40]}" if sha else ""


def take_back_file(actor: Actor, row: ImportRow) -> UndoState:
    """Take an added file away, give a changed one its words and tier back; Conflict where somebody changed it since."""
    file = get_file_to_edit(actor, row.record)
    if file.version != row.version:
        raise Conflict(file)
    if row.action == RowAction.CREATE:
        delete_file(actor=actor, code=file.code)
        OwnNumber.objects.filter(organisation_id=file.owner_id, kind="file", record=file.code).delete()
    else:
        _edit(actor, file, row.before)
    return UndoState.TAKEN_BACK
