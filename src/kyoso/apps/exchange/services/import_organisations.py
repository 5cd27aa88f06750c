"""Listing many organisations at once that nobody has signed up for yet; all of a file, or nothing of it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.rules import can_decide, clean_profile, name_key
from kyoso.apps.accounts.services.import_organisation import import_organisation
from kyoso.apps.exchange.columns import organisation_columns
from kyoso.apps.exchange.reading.cells import read_row
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.file import read_file
from kyoso.apps.exchange.reading.headers import find_header, guess_columns, header_texts
from kyoso.apps.exchange.reading.table import Row


@dataclass
class Listed:
    """What came of a file: how many were listed, how many were there already, and what is wrong."""

    new: int = 0
    same: int = 0
    faults: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Number of the row, and what is wrong: column, code, params."""


@dataclass
class Known:
    """How organisations that are there already are recognised: by number, else by name and prefecture."""

    numbers: set[str]
    names: set[tuple[str, str]]

    def take(self, profile: dict[str, Any]) -> bool:
        """Say whether it is there, and remember it."""
        number, name = profile["corporate_number"], (name_key(profile["name"]), profile["prefecture"])
        known = number in self.numbers if number else name in self.names
        self.numbers |= {number} if number else set()
        self.names.add(name)
        return known


def import_organisations(*, actor: Actor, data: bytes, dry_run: bool = False) -> Listed:
    """List the organisations of a file. Raises PermissionDenied but for operators, Unreadable for the file.

    Those that are there already, whoever they belong to, are left as they are. One row at fault, and none is listed.
    """
    if not can_decide(actor):
        raise PermissionDenied
    rows, places = _table(data)
    listed, known = Listed(), _known()
    with transaction.atomic():
        for row in rows:
            _list(actor, row, places, known, listed)
        if listed.faults or dry_run:
            transaction.set_rollback(True)
    return listed


def _table(data: bytes) -> tuple[list[Row], dict[int, Any]]:
    sheet = read_file(data)[0]
    columns = {column.name: column for column in organisation_columns()}
    header = find_header(sheet, columns.values())
    guessed = guess_columns(header_texts(sheet, header), columns.values())
    if "name" not in guessed.values():
        raise Unreadable("no_title")
    if header + 1 == len(sheet.rows):
        raise Unreadable("no_rows")
    return sheet.rows[header + 1 :], {place: columns[name] for place, name in guessed.items()}


def _known() -> Known:
    rows = Organisation.objects.values_list("corporate_number", "name", "prefecture")
    known = Known(set(), set())
    for number, name, prefecture in rows.iterator():
        known.take({"corporate_number": number, "name": name, "prefecture": prefecture})
    return known


def _list(actor: Actor, row: Row, places: dict[int, Any], known: Known, listed: Listed) -> None:
    values, faults = read_row(row.cells, places)
    if faults:
        listed.faults += [(row.number, asdict(fault)) for fault in faults]
        return
    profile = {name: value for name, value in values.items() if name not in {"faults", "organisation_kind"}}
    if values.get("organisation_kind"):
        profile["kind"] = values["organisation_kind"]
    try:
        if known.take(clean_profile(profile)):
            listed.same += 1
            return
        with transaction.atomic():
            import_organisation(actor=actor, **profile)
        listed.new += 1
    except ValidationError as error:
        said = {name: " ".join(texts) for name, texts in error.message_dict.items()}
        listed.faults += [
            (row.number, {"column": name, "code": "refused", "params": {"text": text}}) for name, text in said.items()
        ]
