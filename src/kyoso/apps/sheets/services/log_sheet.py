"""The ledger of sheets: what of others above the network tier left on paper is written down as each look is."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.services.access import log_view
from kyoso.apps.files.services.access import log_file_view
from kyoso.apps.sheets.queries.sheets import Sheet


def log_sheet(*, actor: Actor, sheet: Sheet) -> int:
    """Write a row for each NDA record and photo of another organisation on the sheet; return how many."""
    logged = sum(log_view(actor=actor, shown=shown) for shown in sheet.assets)
    if sheet.photo is not None:
        logged += log_file_view(actor=actor, file=sheet.photo, part="sheet")
    return logged
