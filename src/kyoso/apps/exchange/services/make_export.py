"""Taking all of one's data along: what the actor may see of their organisation's assets, needs and profile (H2)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import clearance_for, kept_clearances, visible_to
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.enums import ExportFormat
from kyoso.apps.exchange.models import Export
from kyoso.apps.exchange.queries import FOREIGN_CODE, own_numbers
from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.rules import rights_seal
from kyoso.apps.exchange.services._archive import attached_files, write_archive
from kyoso.apps.exchange.services._profile import profile_values
from kyoso.apps.exchange.services._records import RECORDS, Records, columns_of
from kyoso.apps.exchange.services._rows import current
from kyoso.apps.exchange.services.check_import import Step
from kyoso.apps.exchange.services.send_file import NAMES
from kyoso.apps.exchange.writing import cell_of, in_shift_jis, to_csv, to_json, to_xlsx
from kyoso.apps.journal.services.record import record_event

KINDS = ("asset", "need", "profile", "files")
EVERY = 200

Sheet = tuple[str, list[Column], list[list[str | int | None]]]


def ask_export(*, actor: Actor, format: str, kinds: list[str], language: str) -> Export:
    """Note down what somebody wants to take along, and with which rights.

    Raises PermissionDenied unless a person acts for an organisation, ValidationError naming the field at fault.
    """
    if actor.person_id is None or actor.organisation_id is None:
        raise PermissionDenied
    if format not in ExportFormat.values:
        raise ValidationError({"format": _("Choose one of the list.")})
    chosen = [kind for kind in KINDS if kind in kinds]
    if not chosen:
        raise ValidationError({"kinds": _("Choose what to export.")})
    return Export.objects.create(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        format=format,
        kinds=chosen,
        language=language[:2],
        rights=rights_seal(actor, clearance_for(actor)),
    )


def make_export(*, actor: Actor, export: Export, step: Step = lambda done, total: None) -> Export:
    """Write the file of an export. PermissionDenied when the actor's rights differ from when it was asked for."""
    if export.rights != rights_seal(actor, clearance_for(actor)) or actor.organisation_id != export.organisation_id:
        raise PermissionDenied
    with storage.scratch() as file:
        with kept_clearances():
            _write(actor, export, file, step)
        if export.rights != rights_seal(actor, clearance_for(actor)):
            raise PermissionDenied
        stored = storage.keep_file(f"exports/{export.code}", file)
    with transaction.atomic():
        export.stored = stored
        export.save(update_fields=["records", "file_name", "stored", "lost"])
        log_export("export_made", actor, export)
    return export


def _write(actor: Actor, export: Export, file: IO[bytes], step: Step) -> None:
    """Write the file on disk. Tables are built one by one; photos and documents pass through in pieces."""
    attached = attached_files(actor, export.organisation_id) if "files" in export.kinds else []
    total = own_records(actor, export.kinds).count() + len(attached)
    sheets = [_sheet(actor, export, kind, step, total) for kind in export.kinds if kind != "files"]
    export.records = sum(len(rows) - 1 for _name, _columns, rows in sheets)
    stem = f"kyoso-{timezone.localdate():%Y%m%d}"
    parts = _parts(export, sheets, stem)
    if len(parts) == 1 and "files" not in export.kinds:
        export.file_name, data = parts[0]
        file.write(data)
        return
    export.file_name = f"{stem}.zip"
    write_archive(file, parts, attached, lambda n: step(total - len(attached) + n, total))


def own_records(actor: Actor, kinds: list[str]) -> ProjectionQuerySet:
    """Return what the actor may see of their own organisation's records of some kinds."""
    return visible_to(actor).filter(owner_id=actor.organisation_id or 0, kind__in=kinds)


def log_export(verb: str, actor: Actor, export: Export) -> None:
    """Write one line to the journal: that somebody took data along, in which form, and how many records."""
    record_event(
        verb,
        subject=("export", export.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"format": export.format, "kinds": ",".join(export.kinds), "records": export.records},
    )


# Tables


def _sheet(actor: Actor, export: Export, kind: str, step: Step, total: int) -> Sheet:
    columns = [column for column in columns_of(kind) if column.holds != "note"]
    found: Iterable[Mapping[str, Any]] = (
        [_profile(actor)] if kind == "profile" else _values(actor, RECORDS[kind], lambda n: step(n, total))
    )
    rows = _table(found, columns, export.language)
    return NAMES[kind][1 if export.language == "en" else 0], columns, rows


def _table(rows: Any, columns: list[Column], language: str) -> list[list[str | int | None]]:
    headers: list[str | int | None] = [column.label(language) for column in columns]
    return [headers, *([cell_of(row.get(one.name), one, language) for one in columns] for row in rows)]


def _values(actor: Actor, records: Records, told: Callable[[int], None]) -> Iterator[Mapping[str, Any]]:
    numbers = {
        record: number
        for number, known in own_numbers(actor.organisation_id or 0, records.kind).items()
        for record in known
        if not number.startswith(FOREIGN_CODE)
    }
    for place, (record, opened) in enumerate(records.to_edit(actor, None), start=1):
        if place % EVERY == 0:
            told(place)
        yield {"code": record.code, "reference": numbers.get(record.code)} | current(records, record, opened)


def _profile(actor: Actor) -> dict[str, Any]:
    firm = own_organisation(actor)
    return profile_values(firm) if firm else {}


# Files


def _parts(export: Export, sheets: list[Sheet], stem: str) -> list[tuple[str, bytes]]:
    if not sheets:
        return []
    if export.format == ExportFormat.XLSX:
        return [(f"{stem}.xlsx", to_xlsx(sheets))]
    if export.format == ExportFormat.JSON:
        return [(f"{stem}.json", to_json({name: _objects(table) for name, _columns, table in sheets}))]
    return [(f"{stem}-{name}.csv", _csv(export, table)) for name, _columns, table in sheets]


def _csv(export: Export, table: list[list[str | int | None]]) -> bytes:
    text = to_csv(table)
    if export.format == ExportFormat.CSV:
        return text.encode("utf-8-sig")
    data, lost = in_shift_jis(text)
    export.lost = "".join(dict.fromkeys(export.lost + lost))[:200]
    return data


def _objects(table: list[list[str | int | None]]) -> list[dict[str, Any]]:
    headers = [str(header) for header in table[0]]
    return [dict(zip(headers, row, strict=True)) for row in table[1:]]
