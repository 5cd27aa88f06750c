"""Taking in the zip of an export: weighed, its tables read, its list looked at; nothing is imported yet (H2)."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.reading.archive import Archive
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.file import read_file
from kyoso.apps.exchange.reading.table import Sheet
from kyoso.apps.exchange.services._files import PLACES, archive_of
from kyoso.apps.exchange.services.send_file import NAMES, keep_table, log_import
from kyoso.shared.text import clean_line

Table = tuple[str, str, bytes, list[Sheet]]
"""Kind, name in the zip, the file, and its sheets, of which one is that kind's."""


def send_bundle(*, actor: Actor, file: "File[Any]", name: str = "") -> Import:
    """Keep the zip of an export, with a part for each of its tables and one for its files.

    Raises PermissionDenied without an organisation, Unreadable with the reason and the place; nothing is kept then.
    """
    if actor.organisation_id is None:
        raise PermissionDenied
    stored = storage.keep_file("imports/zip", file)
    made: list[str] = [stored]
    try:
        with transaction.atomic():
            return _keep(actor, stored, name, made)
    except BaseException:
        for one in made:
            storage.drop(one)
        raise


def _keep(actor: Actor, stored: str, name: str, made: list[str]) -> Import:
    batch = Import.objects.create(
        organisation_id=actor.organisation_id or 0,
        person_id=actor.person_id,
        kind="zip",
        stored=stored,
        file_name=clean_line(name)[:200],
    )
    with archive_of(stored) as archive:
        for kind, table, data, sheets in _tables(archive):
            made.append(keep_table(actor, kind, data, table, sheets, batch).stored)
        if archive.files() or archive.listed():
            _files_part(batch)
    if not batch.parts.exists():
        raise Unreadable("not_an_export")
    log_import("import_sent", actor, batch)
    return batch


def _files_part(batch: Import) -> None:
    Import.objects.create(
        organisation_id=batch.organisation_id, person_id=batch.person_id, kind="file", part_of=batch, places=PLACES
    )


def _tables(archive: Archive) -> Iterator[Table]:
    """Yield each table of which we know the kind. Raises Unreadable naming the file at fault."""
    archive.listed()  # a list that is missing or broken is told before anything is kept
    seen: dict[str, str] = {}
    for name, data in archive.tables():
        sheets = _sheets(name, data)
        for sheet in sheets:
            kind = _kind(sheet.name or PurePosixPath(name).stem.rpartition("-")[2])
            if kind in seen:
                raise Unreadable("twice_in_zip", name=name, other=seen[kind])
            if kind:
                seen[kind] = name
                yield kind, name, data, sheets


def _sheets(name: str, data: bytes) -> list[Sheet]:
    try:
        return read_file(data)
    except Unreadable as fault:
        if fault.code == "empty":
            return []
        raise Unreadable(fault.code, **fault.params, inside=name) from None


def _kind(said: str) -> str:
    return next((kind for kind, names in NAMES.items() if said.strip() in names), "")
