"""Taking a file in: weighed, read once, its columns guessed; nothing is imported yet."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.columns import main_column
from kyoso.apps.exchange.models import ColumnMemory, Import
from kyoso.apps.exchange.reading.cells import as_text
from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.file import read_file
from kyoso.apps.exchange.reading.headers import SKIP, find_header, guess_columns, header_key, header_texts
from kyoso.apps.exchange.reading.limits import MAX_ROWS
from kyoso.apps.exchange.reading.table import Sheet
from kyoso.apps.exchange.services._records import columns_of
from kyoso.apps.journal.services.record import record_event
from kyoso.shared.text import clean_line

FIRST_ROWS = 30
SHOWN = 60
NAMES = {
    "asset": ("アセット", "Assets", "assets"),
    "need": ("ニーズ", "Needs", "needs"),
    "profile": ("組織", "Organisation", "organisation"),
}
"""How sheets of our own exports are called."""


def send_file(*, actor: Actor, kind: str, data: bytes, name: str = "") -> Import:
    """Keep a file for importing, with a guess at its sheet, header and columns.

    Raises PermissionDenied without an organisation, Unreadable with the reason and the place.
    """
    if actor.organisation_id is None:
        raise PermissionDenied
    sheets = read_file(data)
    with transaction.atomic():
        batch = keep_table(actor, kind, data, name, sheets)
        log_import("import_sent", actor, batch)
    return batch


def keep_table(
    actor: Actor, kind: str, data: bytes, name: str, sheets: list[Sheet], part_of: Import | None = None
) -> Import:
    """Keep a table that was read, with a guess at its sheet, header and columns."""
    columns = columns_of(kind)
    outline = [_outline(sheet, columns) for sheet in sheets]
    batch = Import(
        organisation_id=actor.organisation_id or 0,
        person_id=actor.person_id,
        kind=kind,
        part_of=part_of,
        file_name=clean_line(name)[:200],
        outline=outline,
        sheet=_best_sheet(sheets, outline, kind),
    )
    _take_over(batch)
    batch.stored = storage.keep(f"imports/{batch.code}", data)
    batch.save()
    return batch


def choose_sheet(*, batch: Import, sheet: int, header: int | None = None) -> None:
    """Read another sheet of the file, or another row as its header; the columns are guessed anew."""
    if not 0 <= sheet < len(batch.outline) or not 0 <= (header or 0) < len(batch.outline[sheet]["rows"]):
        raise Unreadable("no_such_place")
    batch.sheet = sheet
    _take_over(batch, header)
    batch.save(update_fields=["sheet", "header", "places"])


def choose_columns(*, batch: Import, places: dict[int, str]) -> None:
    """Keep which column is which, and remember it for the next file. Raises Unreadable: no_title, twice (column)."""
    chosen = {place: name for place, name in places.items() if name and name != SKIP}
    for name in chosen.values():
        if list(chosen.values()).count(name) > 1:
            raise Unreadable("twice", column=name)
    if main_column(batch.kind) not in chosen.values():
        raise Unreadable("no_name" if batch.kind == "profile" else "no_title")
    batch.places = {str(place): name for place, name in chosen.items()}
    batch.save(update_fields=["places"])
    _remember(batch, places)


def _remember(batch: Import, places: dict[int, str]) -> None:
    memory, _made = ColumnMemory.objects.get_or_create(organisation_id=batch.organisation_id, kind=batch.kind)
    headers = headers_of(batch)
    for place, name in places.items():
        if place < len(headers) and (key := header_key(headers[place])):
            memory.chosen[key] = name or SKIP
    memory.save(update_fields=["chosen"])


def left_out(batch: Import) -> set[int]:
    """Return the places of columns that were left out before, by their headers: there is nothing to ask about them."""
    memory = ColumnMemory.objects.filter(organisation_id=batch.organisation_id, kind=batch.kind).first()
    chosen = memory.chosen if memory else {}
    return {place for place, header in enumerate(headers_of(batch)) if chosen.get(header_key(header)) == SKIP}


def headers_of(batch: Import) -> list[str]:
    """Return the headers of the chosen row."""
    outline = batch.outline[batch.sheet]
    cells = outline["rows"][batch.header]["cells"]
    return [*cells, *[""] * outline["width"]][: max(outline["width"], len(cells))]


def _take_over(batch: Import, header: int | None = None) -> None:
    outline = batch.outline[batch.sheet]
    batch.header = outline["header"] if header is None else header
    memory = ColumnMemory.objects.filter(organisation_id=batch.organisation_id, kind=batch.kind).first()
    guessed = guess_columns(headers_of(batch), columns_of(batch.kind), memory.chosen if memory else None)
    batch.places = {str(place): name for place, name in guessed.items()}


def _outline(sheet: Sheet, columns: Sequence[Column]) -> dict[str, Any]:
    header = find_header(sheet, columns)
    if len(sheet.rows) - header - 1 > MAX_ROWS:
        raise Unreadable("too_many_rows", limit=MAX_ROWS)
    rows = [
        {"number": row.number, "cells": [" ".join(as_text(cell).split())[:SHOWN] for cell in row.cells]}
        for row in sheet.rows[:FIRST_ROWS]
    ]
    headers = header_texts(sheet, header)
    if header < FIRST_ROWS:
        rows[header]["cells"] = [text[:SHOWN] for text in headers]
    width = len(headers)
    return {
        "name": sheet.name[:60],
        "rows": rows,
        "count": len(sheet.rows),
        "header": header,
        "width": width,
        "hidden": sheet.hidden,
    }


def _best_sheet(sheets: list[Sheet], outline: list[dict[str, Any]], kind: str) -> int:
    """The sheet with our own name for the kind, else the one with the most columns that are known."""

    def fit(place: int) -> tuple[bool, int, int]:
        headers = header_texts(sheets[place], outline[place]["header"])
        return sheets[place].name in NAMES[kind], len(guess_columns(headers, columns_of(kind))), -place

    return max(range(len(sheets)), key=fit)


def log_import(verb: str, actor: Actor, batch: Import, **data: int) -> None:
    """Write one line to the journal: the number of the import, its kind, and counts."""
    record_event(
        verb,
        subject=("import", batch.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"kind": batch.kind, **data},
    )
