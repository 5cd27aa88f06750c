"""Other names of the same technology, as the bridge knows them: for finding what another trade calls otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kyoso.engines.matching.bridge_file import Technology, default_folder, load
from kyoso.shared.japanese import fold

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Names by each of their folded spellings; the longest has ``longest`` words."""

    names: Mapping[str, tuple[str, ...]]
    longest: int

    def split(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the words of a text, each with its other names: a name of several words counts as one.

        ``"deep drawing 薄板"`` gives ``[("deep drawing", ("深絞り", …)), ("薄板", ())]``.
        """
        words, found = text.split(), []
        while words:
            size = next(n for n in range(min(self.longest, len(words)), 0, -1) if n == 1 or self._of(words[:n]))
            word = " ".join(words[:size])
            found.append((word, tuple(name for name in self._of(words[:size]) if _folded(name) != _folded(word))))
            words = words[size:]
        return found

    def _of(self, words: Iterable[str]) -> tuple[str, ...]:
        return self.names.get(_folded(" ".join(words)), ())


def load_synonyms(folder: Path | None = None) -> Synonyms:
    """Read the bridge's names.

    Raises:
        BridgeError: a bridge file breaks a rule.
    """
    return synonyms_of(load(folder or default_folder()))


def synonyms_of(technologies: Iterable[Technology]) -> Synonyms:
    """Return the names of each technology under each of them; a name of two technologies leads to both."""
    names: dict[str, dict[str, None]] = {}
    for technology in technologies:
        known = dict.fromkeys(
            [technology.name.ja, technology.name.en, *technology.synonyms.ja, *technology.synonyms.en]
        )
        for name in known:
            names.setdefault(_folded(name), {}).update(known)
    longest = max((len(name.split()) for name in names), default=1)
    return Synonyms({name: tuple(others) for name, others in names.items()}, longest)


def _folded(name: str) -> str:
    return _SPACES.sub(" ", fold(name)).strip()
