"""JSIC, the Japan Standard Industrial Classification (2023): divisions A to T and their 99 major groups."""

from kyoso.apps.accounts.registries.entry import Entry, Group, choices, read

DIVISIONS: tuple[Group, ...] = read("jsic.yaml", "groups")
INDUSTRIES: dict[str, Entry] = {entry.code: entry for division in DIVISIONS for entry in division.entries}
_DIVISIONS = {division.code: division for division in DIVISIONS}


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the major groups under their divisions, for a select."""
    return choices(DIVISIONS)


def industry_label(code: str) -> str:
    """Return the name of a major group (24) or division (E) in the language of the reader; empty where unknown."""
    entry = INDUSTRIES.get(code) or _DIVISIONS.get(code)
    return entry.label if entry else ""


def division_codes() -> frozenset[str]:
    """Return the letters A to T."""
    return frozenset(_DIVISIONS)


def expand_industry(code: str) -> tuple[str, ...]:
    """Return the major groups that a code stands for: itself, or all those of a division."""
    division = _DIVISIONS.get(code)
    return tuple(entry.code for entry in division.entries) if division else (code,)
