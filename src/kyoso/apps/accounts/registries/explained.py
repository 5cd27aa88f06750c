"""Levels of readiness and fields of technology, explained to whoever chooses: read from the files beside this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import get_language

from kyoso.apps.accounts.registries.entry import FOLDER


@dataclass(frozen=True, slots=True)
class Words:
    """A choice in one language: its name, what it means, and a few lines: examples, or what proves it."""

    name: str
    means: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A choice with its words in both languages."""

    code: str
    ja: Words
    en: Words

    @property
    def words(self) -> Words:
        """Its words in the language of the reader."""
        return self.en if (get_language() or "").startswith("en") else self.ja


def _read(file: str, code: str, points: str) -> tuple[Explained, ...]:
    rows: list[Mapping[str, Any]] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))

    def words(of: Mapping[str, Any]) -> Words:
        return Words(of["name"], of["means"], tuple(of[points]))

    return tuple(Explained(str(row[code]), words(row["ja"]), words(row["en"])) for row in rows)


TRL_LEVELS = _read("trl.yaml", "level", "evidence")
TECHNOLOGY_FIELDS = _read("fields.yaml", "code", "examples")
