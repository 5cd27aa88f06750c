"""The profile of the organisation as a row: what it would change, taking it over, and going back."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.accounts.rules import PROFILE, can_edit_organisation, clean_profile
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.exchange.enums import RowAction, UndoState
from kyoso.apps.exchange.models import Import, ImportRow
from kyoso.apps.exchange.reading.cells import as_text, read_row
from kyoso.apps.exchange.reading.faults import Fault
from kyoso.apps.exchange.reading.table import Row
from kyoso.apps.exchange.services._records import column_of
from kyoso.shared.locking import Conflict

STAYS = {"name", "organisation_kind"}
"""An empty cell empties the others."""


def profile_values(firm: Organisation) -> dict[str, Any]:
    """Return a profile in the form of a row's values."""
    return {_column(name): getattr(firm, name) for name in PROFILE}


def checked_profile(actor: Actor, batch: Import, rows: list[Row]) -> Iterator[ImportRow]:
    """Yield the row with what it would change; every further one is a fault."""
    places = {int(place): column_of("profile", name) for place, name in batch.places.items()}
    firm = own_organisation(actor)
    if firm is None:
        raise PermissionDenied
    for number, row in enumerate(rows):
        values, faults = read_row(row.cells, places)
        made = ImportRow(batch=batch, number=row.number, record=firm.code, version=firm.version)
        faults = faults or ([Fault("name", "one_row")] if number else _judge(actor, firm, made, values))
        if faults:
            made.action, made.values = RowAction.FAULT, {}
            made.cells = [as_text(cell) for cell in row.cells]
            made.faults = [{"column": one.column, "code": one.code, "params": one.params} for one in faults]
        yield made


def _judge(actor: Actor, firm: Organisation, row: ImportRow, given: Mapping[str, Any]) -> list[Fault]:
    held = profile_values(firm)
    wanted = {name: value for name, value in given.items() if name in held and (value or name not in STAYS)}
    if "industry" in wanted and "industry_class" not in wanted and wanted["industry"] != held["industry"]:
        wanted["industry_class"] = ""  # the narrower class belonged to the other industry
    try:
        cleaned = {_column(name): value for name, value in clean_profile(_as_profile(held | wanted)).items()}
    except ValidationError as error:
        texts = {_column(name): " ".join(said) for name, said in error.message_dict.items()}
        return [Fault(name, "refused", {"text": text}) for name, text in texts.items()]
    row.changes = [name for name, value in cleaned.items() if (value or None) != (held[name] or None)]
    row.values = {name: cleaned[name] for name in row.changes}
    row.action = RowAction.CHANGE if row.changes else RowAction.SAME
    return [Fault("name", "managers_only")] if row.changes and not can_edit_organisation(actor, firm.pk) else []


def take_in_profile(actor: Actor, row: ImportRow) -> None:
    """Take over what differs, by the service of the profile's page. Raises Conflict where somebody saved since."""
    firm = _same_version(actor, row)
    held = profile_values(firm)
    row.before = {name: held[name] for name in row.changes}
    row.version = _edit(actor, firm, held | row.values).version


def take_back_profile(actor: Actor, row: ImportRow) -> UndoState:
    """Go back to what was there before, unless somebody changed it since."""
    firm = _same_version(actor, row)
    _edit(actor, firm, profile_values(firm) | row.before)
    return UndoState.TAKEN_BACK


def _same_version(actor: Actor, row: ImportRow) -> Organisation:
    firm = own_organisation(actor)
    if firm is None or firm.code != row.record:
        raise PermissionDenied
    if firm.version != row.version:
        raise Conflict(firm)
    return firm


def _edit(actor: Actor, firm: Organisation, values: Mapping[str, Any]) -> Organisation:
    return edit_organisation(actor=actor, organisation=firm, seen=firm.version, **_as_profile(values))


def _as_profile(values: Mapping[str, Any]) -> dict[str, Any]:
    return {("kind" if name == "organisation_kind" else name): value for name, value in values.items()}


def _column(name: str) -> str:
    return "organisation_kind" if name == "kind" else name
