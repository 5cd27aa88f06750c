"""The rows that could not be imported, as a file to mend and send again: each says what is wrong with it."""

from collections.abc import Callable

from django.utils.translation import get_language

from kyoso.apps.exchange.enums import RowAction
from kyoso.apps.exchange.models import Import, ImportRow
from kyoso.apps.exchange.services._records import RECORDS
from kyoso.apps.exchange.services.send_file import NAMES, headers_of
from kyoso.apps.exchange.writing import to_xlsx


def fault_file(batch: Import, say: Callable[[ImportRow], str]) -> bytes:
    """Return an Excel file with the headers of the file that was sent and one column more, which says the faults."""
    records = RECORDS[batch.kind]
    headers = headers_of(batch)
    note = records.column("faults").label(get_language() or "ja")
    rows = batch.rows.filter(action=RowAction.FAULT).order_by("number")
    table: list[list[str | int | None]] = [[note, *headers]]
    table += [[say(row), *row.cells] for row in rows]
    known = {int(place): records.column(name) for place, name in batch.places.items()}
    columns = [None, *(known.get(place) for place in range(len(headers)))]
    return to_xlsx([(NAMES[batch.kind][0], columns, table)])
