"""What every registry is made of: a code with its official names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a registry."""

    code: str
    ja: str
    en: str

    @property
    def label(self) -> str:
        """The name in the language of the reader."""
        return self.en if (get_language() or "").startswith("en") else self.ja


@dataclass(frozen=True, slots=True)
class Group(Entry):
    """Entries under a heading: a JSIC division, a region."""

    entries: tuple[Entry, ...]


def read(file: str, key: str) -> tuple[Group, ...]:
    """Read a registry whose entries stand in groups."""
    rows: Iterable[Mapping[str, Any]] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return tuple(Group(row["code"], row["ja"], row["en"], tuple(Entry(*entry) for entry in row[key])) for row in rows)


def choices(groups: Iterable[Group]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices of a select with one optgroup for each group, in the language of the reader."""
    return [(group.label, [(entry.code, entry.label) for entry in group.entries]) for group in groups]
