"""A file to begin with: all headers, and rows that show what a good entry looks like."""

from typing import Any

import yaml

from kyoso.apps.exchange.columns import FOLDER
from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.exchange.services._records import RECORDS
from kyoso.apps.exchange.services.send_file import NAMES
from kyoso.apps.exchange.writing import cell_of, to_csv, to_xlsx

LEFT_OUT = {"code", "faults", "close_reason", "close_note"}
TIERS_SHOWN = {"tier_evidence", "tier_conditions", "tier_requirements", "tier_offer"}


def template_file(kind: str, format: str, language: str) -> bytes:
    """Return the file with examples, as Excel or as CSV with a mark for UTF-8."""
    columns = [column for column in RECORDS[kind].columns if _is_shown(column)]
    examples: list[dict[str, Any]] = yaml.safe_load((FOLDER / "examples.yaml").read_text(encoding="utf-8"))[
        language[:2]
    ]
    rows = [[cell_of(row.get(one.name), one, language) for one in columns] for row in examples[kind]]  # type: ignore[call-overload]
    table: list[list[str | int | None]] = [[column.label(language) for column in columns], *rows]
    if format == "csv":
        return to_csv(table).encode("utf-8-sig")
    return to_xlsx([(NAMES[kind][1 if language.startswith("en") else 0], columns, table)])


def _is_shown(column: Column) -> bool:
    is_tier_of_text = column.holds == "tier" and column.name != "tier"
    return column.name not in LEFT_OUT and (not is_tier_of_text or column.name in TIERS_SHOWN)
