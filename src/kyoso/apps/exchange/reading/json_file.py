"""JSON as Kyoso writes it: for each kind of record a list of objects, whose keys are the headers."""

import json
from typing import Any

from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.formulas import neutralised
from kyoso.apps.exchange.reading.limits import MAX_ROWS
from kyoso.apps.exchange.reading.table import Cell, Sheet, make_sheet


def read_json(data: bytes) -> list[Sheet]:
    """Read lists of objects as sheets. Raises Unreadable: broken_json (line), not_a_table, too_many_rows."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("broken_json", line=1) from None
    except json.JSONDecodeError as error:
        raise Unreadable("broken_json", line=error.lineno) from None
    except RecursionError:
        raise Unreadable("not_a_table") from None
    lists = found if isinstance(found, dict) else {"": found}
    sheets = [_sheet(str(name), rows) for name, rows in lists.items() if _is_list_of_objects(rows)]
    if not sheets:
        raise Unreadable("not_a_table")
    return sheets


def _is_list_of_objects(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _sheet(name: str, rows: list[dict[str, Any]]) -> Sheet:
    if len(rows) > MAX_ROWS:
        raise Unreadable("too_many_rows", limit=MAX_ROWS)
    headers = list(dict.fromkeys(key for row in rows for key in row))
    table: list[list[Cell]] = [[*headers], *([_cell(row.get(header)) for header in headers] for row in rows)]
    return make_sheet(name, enumerate(table, start=1))


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str):
        return neutralised(value)  # nothing was added here on the way out, so nothing may be taken away
    return value if isinstance(value, int | float | bool) or value is None else str(value)
