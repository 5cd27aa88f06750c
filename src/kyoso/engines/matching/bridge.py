"""Recognising a text in the bridge, and letting a maker's text and a buyer's text meet there.

Concepts are the technologies (maker's side) followed by the applications (buyer's side). A text is recognised by a
phrase when it holds the phrase's words, or when the vectors of both are close.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kyoso.engines.matching.bridge_file import Application, Technology
from kyoso.engines.matching.result import BridgePath, Wording
from kyoso.engines.matching.text import Analysis, analyse

Weights = NDArray[np.float32]
KEPT = 16  # concepts kept for one text
_PARTLY = 0.6  # share of a phrase's words below which words alone do not recognise it
_LOOSE = 0.7  # worth of words found, but not in a row
_NEAR, _SAME = 0.45, 0.85  # cosines at which a phrase begins to be recognised, and is recognised wholly
_FAINT = 0.9  # most that closeness of vectors is worth
_LEAST = 0.15  # weakest path that is shown


class Phrase(NamedTuple):
    """A phrase of the bridge: its concept, spelling and terms."""

    concept: int
    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """How surely (0 to 1) a text is about each concept, and the phrase that it was recognised by (-1: none)."""

    weights: Weights
    phrases: NDArray[np.int64]


class Bridge:
    """All phrases of the technologies given, ready to be recognised. Works with none at all."""

    def __init__(self, technologies: Sequence[Technology]) -> None:
        """Prepare the phrases; ``technologies`` as ``bridge_file.load`` returns them."""
        self.technologies = tuple(technologies)
        self.applications: tuple[tuple[int, Application], ...] = tuple(
            (place, application)
            for place, technology in enumerate(self.technologies)
            for application in technology.applications
        )
        self.owner = np.array([place for place, _ in self.applications], dtype=np.int64)
        self.phrases = self._collect()
        self._worth = np.array([_worth(phrase.terms) for phrase in self.phrases], dtype=np.float32)
        self._sizes = np.array([len(phrase.terms) for phrase in self.phrases], dtype=np.float32)
        concepts = np.array([phrase.concept for phrase in self.phrases], dtype=np.int64)
        self._first = np.searchsorted(concepts, np.arange(self.size))
        self._terms: dict[str, int] = {}
        self._holds = self._matrix()

    @property
    def size(self) -> int:
        """Number of concepts."""
        return len(self.technologies) + len(self.applications)

    def recognise(self, text: Analysis, cosines: NDArray[np.floating] | None = None) -> Recognition:
        """Return the concepts of a text.

        Args:
            text: its analysis.
            cosines: closeness of each phrase to the text, (phrases,), or None without vectors.
        """
        if not self.phrases:
            return Recognition(np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64))
        weights = self._by_words(text)
        if cosines is not None:
            near = np.clip((cosines - _NEAR) / (_SAME - _NEAR), 0.0, 1.0) * _FAINT
            weights = np.maximum(weights, near.astype(np.float32))
        best = np.maximum.reduceat(weights, self._first)
        phrases = np.full(self.size, -1, dtype=np.int64)
        for concept in np.flatnonzero(best > 0):
            end = self._first[concept + 1] if concept + 1 < self.size else len(weights)
            phrases[concept] = self._first[concept] + int(np.argmax(weights[self._first[concept] : end]))
        return Recognition(_strongest(best), phrases)

    def wanted(self, asked: Weights, likeness: float) -> Weights:
        """Return what a text on the other side is worth by concept, for a query recognised as ``asked``; (size,)."""
        count = len(self.technologies)
        makes, buys = asked[:count], asked[count:]
        worth = np.concatenate([makes, buys]) * np.float32(likeness)
        np.maximum.at(worth, self.owner, buys)
        worth[count:] = np.maximum(worth[count:], makes[self.owner])
        return worth

    def path(self, asked: Recognition, found: Recognition) -> BridgePath | None:
        """Return the strongest way between a query and a text found, None when there is none worth showing."""
        if not self.applications:
            return None
        count = len(self.technologies)
        forward = asked.weights[count:] * found.weights[self.owner]
        backward = asked.weights[self.owner] * found.weights[count:]
        both = np.maximum(forward, backward)
        place = int(np.argmax(both))
        if both[place] < _LEAST:
            return None
        is_forward = bool(forward[place] >= backward[place])
        maker, buyer = (found, asked) if is_forward else (asked, found)
        return self._path(place, maker, buyer, is_forward, float(both[place]))

    def _path(self, place: int, maker: Recognition, buyer: Recognition, forward: bool, strength: float) -> BridgePath:
        owner, application = self.applications[place]
        technology = self.technologies[owner]
        return BridgePath(
            technology_id=technology.id,
            technology=technology.name,
            function=technology.function_of(application).wording,
            application=application.wording,
            outcome=application.outcome,
            industry=application.industry,
            maker_words=(self.phrases[maker.phrases[owner]].text,),
            buyer_words=(self.phrases[buyer.phrases[len(self.technologies) + place]].text,),
            forward=forward,
            strength=round(strength, 3),
        )

    def _collect(self) -> tuple[Phrase, ...]:
        found = [
            _phrases(place, technology.name, technology.synonyms.ja + technology.synonyms.en)
            for place, technology in enumerate(self.technologies)
        ]
        start = len(self.technologies)
        for place, (_, application) in enumerate(self.applications):
            texts = application.words.ja + application.words.en + (application.outcome.ja, application.outcome.en)
            found.append(_phrases(start + place, application.wording, texts))
        return tuple(phrase for group in found for phrase in group)

    def _matrix(self) -> csr_matrix:
        rows, columns = [], []
        for row, phrase in enumerate(self.phrases):
            for term in sorted(set(phrase.terms)):
                rows.append(row)
                columns.append(self._terms.setdefault(term, len(self._terms)))
        ones = np.ones(len(rows), dtype=np.float32)
        return csr_matrix((ones, (rows, columns)), shape=(len(self.phrases), len(self._terms)))

    def _by_words(self, text: Analysis) -> Weights:
        present = np.zeros(len(self._terms), dtype=np.float32)
        present[[self._terms[term] for term in set(text.words) if term in self._terms]] = 1.0
        held = self._holds @ present
        share = held / np.maximum(np.diff(self._holds.indptr), 1)
        weights = np.where(share >= _PARTLY, self._worth * _LOOSE * share, 0.0).astype(np.float32)
        joined = "\x1f" + "\x1f".join(text.words) + "\x1f"
        for row in np.flatnonzero(share == 1.0):
            if "\x1f" + "\x1f".join(self.phrases[row].terms) + "\x1f" in joined:
                weights[row] = self._worth[row]
        return weights


def _phrases(concept: int, name: Wording, texts: Sequence[str]) -> list[Phrase]:
    return [Phrase(concept, text, analyse(text).words) for text in (name.ja, name.en, *texts)]


def _worth(terms: tuple[str, ...]) -> float:
    """Return how much holding a phrase says: one short word little, several words in a row all."""
    if len(terms) >= 2:
        return 1.0 if len(terms) > 2 else 0.9
    return 0.7 if terms and len(terms[0]) > 2 else 0.4


def _strongest(weights: Weights) -> Weights:
    """Keep the ``KEPT`` largest weights and clear the rest; steps of 1/255, as the index keeps them."""
    coarse = np.rint(weights * 255).astype(np.float32)
    if len(coarse) > KEPT:
        order = np.argsort(-coarse, kind="stable")
        coarse[order[KEPT:]] = 0.0
    return coarse / np.float32(255)


def pack(weights: Weights) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Return the concepts with a weight and their weights in steps of 1/255, both padded to (KEPT,)."""
    concepts, steps = np.zeros(KEPT, dtype=np.uint16), np.zeros(KEPT, dtype=np.uint8)
    held = np.flatnonzero(weights)
    concepts[: len(held)], steps[: len(held)] = held, np.rint(weights[held] * 255)
    return concepts, steps


def meet(concepts: NDArray[np.uint16], steps: NDArray[np.uint8], worth: Weights) -> Weights:
    """Return for each text (n, KEPT) its best concept's weight times what that concept is worth; (n,)."""
    if not len(worth):
        return np.zeros(len(concepts), dtype=np.float32)
    return (worth[concepts] * (steps.astype(np.float32) / np.float32(255))).max(axis=1, initial=0.0)
