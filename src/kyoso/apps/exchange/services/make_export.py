"""Taking all of one's data along: what the actor may see of their organisation's assets, needs and profile (H2)."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.disclosure.queries import clearance_for, kept_clearances, visible_to
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.columns import organisation_columns
from kyoso.apps.exchange.enums import ExportFormat
from kyoso.apps.exchange.models import Export
from kyoso.apps.exchange.queries import own_numbers
from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.rules import rights_seal
from kyoso.apps.exchange.services._records import RECORDS, Records
from kyoso.apps.exchange.services._rows import current
from kyoso.apps.exchange.services.check_import import FOREIGN_CODE, Step
from kyoso.apps.exchange.services.send_file import NAMES
from kyoso.apps.exchange.writing import cell_of, in_shift_jis, to_csv, to_json, to_xlsx
from kyoso.apps.files.adapters.storage import open_stored
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import files_of
from kyoso.apps.journal.services.record import record_event

KINDS = ("asset", "need", "profile", "files")
PROFILE = {"ja": "組織", "en": "Organisation", "key": "organisation"}
EVERY = 200

Sheet = tuple[str, list[Column], list[list[str | int | None]]]
Attached = tuple[str, File]
"""The code of a record, and a file of it."""


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
    with kept_clearances():
        sheets = [_sheet(actor, export, kind, step) for kind in export.kinds if kind != "files"]
        attached = _attached(actor, export) if "files" in export.kinds else []
        name, data = _file(export, sheets, attached)
    with transaction.atomic():
        export.records = sum(len(rows) - 1 for _name, _columns, rows in sheets)
        export.file_name, export.stored = name, storage.keep(f"exports/{export.code}", data)
        export.save(update_fields=["records", "file_name", "stored", "lost"])
        log_export("export_made", actor, export)
    return export


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


def _sheet(actor: Actor, export: Export, kind: str, step: Step) -> Sheet:
    if kind == "profile":
        columns = [column for column in organisation_columns() if column.holds != "note"]
        return PROFILE[export.language], columns, _table([_profile(actor)], columns, export.language)
    records = RECORDS[kind]
    columns = [column for column in records.columns if column.holds != "note"]
    rows = _table(_values(actor, records, step), columns, export.language)
    return NAMES[kind][1 if export.language == "en" else 0], columns, rows


def _table(rows: Any, columns: list[Column], language: str) -> list[list[str | int | None]]:
    headers: list[str | int | None] = [column.label(language) for column in columns]
    return [headers, *([cell_of(row.get(one.name), one, language) for one in columns] for row in rows)]


def _values(actor: Actor, records: Records, step: Step) -> Iterator[Mapping[str, Any]]:
    numbers = {
        record: number
        for number, known in own_numbers(actor.organisation_id or 0, records.kind).items()
        for record in known
        if not number.startswith(FOREIGN_CODE)
    }
    for place, (record, opened) in enumerate(records.to_edit(actor, None), start=1):
        if place % EVERY == 0:
            step(place, 0)
        yield {"code": record.code, "reference": numbers.get(record.code)} | current(records, record, opened)


def _profile(actor: Actor) -> dict[str, Any]:
    firm = own_organisation(actor)
    names = [column.name for column in organisation_columns()]
    return {name: getattr(firm, "kind" if name == "organisation_kind" else name, None) for name in names}


# Files


def _attached(actor: Actor, export: Export) -> list[Attached]:
    """Return the files that the actor may see, each with the code of its record: numbers mean nothing elsewhere."""
    rows = visible_to(actor).filter(owner_id=export.organisation_id)
    codes = {(kind, number): code for kind, number, code in rows.values_list("kind", "record_id", "code")}
    files = files_of(actor, export.organisation_id)
    return [(codes[file.kind, file.record_id], file) for file in files if (file.kind, file.record_id) in codes]


def _file(export: Export, sheets: list[Sheet], attached: list[Attached]) -> tuple[str, bytes]:
    stem = f"kyoso-{timezone.localdate():%Y%m%d}"
    parts = _parts(export, sheets, stem)
    if len(parts) == 1 and "files" not in export.kinds:
        return parts[0]
    return f"{stem}.zip", _zip(parts, attached)


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


def _zip(parts: list[tuple[str, bytes]], attached: list[Attached]) -> bytes:
    """Put tables and files of records together; each file lies under the kind and code that it belongs to."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
        listed = []
        for record, file in attached:
            path = f"files/{file.kind}/{record}/{file.code}-{file.name}"
            try:
                with open_stored(file.stored) as content:
                    archive.writestr(path, content.read())
            except FileNotFoundError:
                continue
            told = {"name": file.name, "caption": file.caption, "tier": int(file.tier)}
            listed.append({"path": path, "kind": file.kind, "record": record, **told})
        if listed:
            archive.writestr("files/list.json", json.dumps(listed, ensure_ascii=False, indent=2))
    return out.getvalue()
