"""What a column may hold, and under which headers people keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Holds = Literal["line", "text", "choice", "choices", "tier", "level", "date", "reference", "note", "number"]


@dataclass(frozen=True)
class Column:
    """A column that can be imported: its name in the record, the headers it is known by, and what its cells hold."""

    name: str
    headers: tuple[str, ...]
    """The Japanese and the English label first, which exports write, then other words for it."""

    holds: Holds = "text"
    limit: int = 2000
    words: Mapping[str, str] = field(default_factory=dict)
    """For choices: every word for a value, folded."""

    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """For choices: the Japanese and English label of each value."""

    required: bool = False

    def label(self, language: str) -> str:
        """Return the header in the language of a reader."""
        return self.headers[1 if language.startswith("en") else 0]
