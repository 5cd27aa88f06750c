"""The bridge in memory: its concepts, the phrases they are known by, and the way from a maker's words to a buyer's.

Concepts are the technologies (maker's side) followed by the applications (buyer's side). Which of them a text is
about is told by ``reading.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from kyoso.engines.matching.bridge_file import Application, Technology
from kyoso.engines.matching.keeping import NOWHERE, Shelf, Words
from kyoso.engines.matching.result import BridgePath
from kyoso.engines.matching.text import analyse


class Phrase(NamedTuple):
    """A phrase of the bridge: its concept, spelling, language and words."""

    concept: int
    text: str
    lang: str
    words: tuple[str, ...]


class Bridge:
    """All phrases of the technologies given, in the order of their concepts. Works with none at all."""

    def __init__(self, technologies: Sequence[Technology], shelf: Shelf = NOWHERE) -> None:
        """Prepare the phrases; ``technologies`` as ``bridge_file.load`` returns them. Words of phrases may be kept."""
        self.technologies = tuple(technologies)
        self.applications: tuple[tuple[int, Application], ...] = tuple(
            (place, application)
            for place, technology in enumerate(self.technologies)
            for application in technology.applications
        )
        self.owner = np.array([place for place, _ in self.applications], dtype=np.int64)
        words = shelf.words()
        known = set(words)
        self.phrases = tuple(self._collect(words))
        said = {_key(phrase.text, phrase.lang) for phrase in self.phrases}
        if known != said:
            shelf.keep_words({key: words[key] for key in sorted(said)})

    @property
    def size(self) -> int:
        """Number of concepts."""
        return len(self.technologies) + len(self.applications)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that changes with any phrase, industry or order of the bridge."""
        told = repr([self.phrases, [(place, application.industry) for place, application in self.applications]])
        return blake2b(told.encode(), digest_size=8).hexdigest()

    def path(
        self, place: int, strength: float, maker_words: tuple[str, ...], buyer_words: tuple[str, ...], forward: bool
    ) -> BridgePath:
        """Return the way through the application at ``place``."""
        owner, application = self.applications[place]
        technology = self.technologies[owner]
        return BridgePath(
            technology_id=technology.id,
            technology=technology.name,
            function=technology.function_of(application).wording,
            application=application.wording,
            outcome=application.outcome,
            industry=application.industry,
            maker_words=maker_words,
            buyer_words=buyer_words,
            forward=forward,
            strength=round(strength, 3),
        )

    def _collect(self, known: Words) -> Iterator[Phrase]:
        for place, technology in enumerate(self.technologies):
            yield from _phrases(known, place, "ja", technology.name.ja, *technology.synonyms.ja)
            yield from _phrases(known, place, "en", technology.name.en, *technology.synonyms.en)
        for place, (_, application) in enumerate(self.applications, start=len(self.technologies)):
            words = application.words
            yield from _phrases(known, place, "ja", application.wording.ja, application.outcome.ja, *words.ja)
            yield from _phrases(known, place, "en", application.wording.en, application.outcome.en, *words.en)


def _phrases(known: Words, concept: int, lang: str, *texts: str) -> Iterator[Phrase]:
    for text in texts:
        key = _key(text, lang)
        if key not in known:
            known[key] = analyse(text, lang).telling
        yield Phrase(concept, text, lang, known[key])


def _key(text: str, lang: str) -> str:
    return f"{lang} {text}"
