"""Files to import, made as people make them, and the way from file to records in one call."""

import io
from collections.abc import Iterable
from typing import Any

from django.test import Client
from openpyxl import Workbook, load_workbook

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Membership
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.queries import import_counts
from kyoso.apps.exchange.services.check_import import check_import
from kyoso.apps.exchange.services.run_import import run_import
from kyoso.apps.exchange.services.send_file import choose_columns, send_file

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Rows = Iterable[Iterable[Any]]


def csv_of(rows: Rows, encoding: str = "utf-8", sign: str = ",") -> bytes:
    """A CSV file; cells may not hold the sign."""
    return "\r\n".join(sign.join("" if cell is None else str(cell) for cell in row) for row in rows).encode(encoding)


def xlsx_of(rows: Rows, name: str = "Sheet1", merge: str = "", **more: Rows) -> bytes:
    """An Excel file; further sheets by name."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    for title, others in more.items():
        other = book.create_sheet(title)
        for row in others:
            other.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_in(data: bytes, sheet: int = 0) -> list[list[Any]]:
    """What stands in an Excel file."""
    return [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[sheet].iter_rows(values_only=True)]


def sent(by: Actor, data: bytes, kind: str = "asset", places: dict[int, str] | None = None) -> Import:
    """A file that was sent and checked."""
    batch = send_file(actor=by, kind=kind, data=data, name="資産.xlsx")
    if places is not None:
        choose_columns(batch=batch, places=places)
    check_import(actor=by, batch=batch)
    return batch


def imported(by: Actor, data: bytes, kind: str = "asset") -> tuple[Import, dict[str, int]]:
    """A file that was imported, with its counts other than nought."""
    batch = sent(by, data, kind)
    counts = run_import(actor=by, batch=batch)
    return batch, {name: number for name, number in counts.items() if number and name != "total"}


def planned(batch: Import) -> dict[str, int]:
    """What an import would do."""
    return {name: number for name, number in import_counts(batch).items() if number and name != "total"}


def faults(batch: Import) -> dict[int, list[tuple[str, str]]]:
    """By row: column and code of each fault."""
    rows = batch.rows.filter(action="fault").order_by("number")
    return {row.number: [(fault["column"], fault["code"]) for fault in row.faults] for row in rows}


def client_of(actor: Actor) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    person = Membership.objects.get(person_id=actor.person_id, ended_at=None).person
    client.force_login(person, backend=BACKEND)
    return client
