"""Reading a text in the bridge's terms: which technologies it offers, and which applications it wants.

Words meet by the closeness of their vectors, so that a text need not hold a phrase to be read by it. What a text scores
by a concept counts only as far as it stands out against what is usual there. Nothing depends on the other texts of an
index: words weigh by how few concepts of the bridge hold them. So a reading is the same for every viewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kyoso.engines.matching.bridge import Bridge, Phrase
from kyoso.engines.matching.dense import Floats, Quantised, unit_rows
from kyoso.engines.matching.industries import distance
from kyoso.engines.matching.keeping import NOWHERE, Shelf
from kyoso.engines.matching.kinship import Kinship
from kyoso.engines.matching.result import BridgePath
from kyoso.engines.matching.text import Analysis, analyse
from kyoso.engines.matching.vectors import WordVectors

_SHARP = 3  # power that lets a few clear technologies or applications outweigh many faint ones
_HOME = 2.0  # extra weight of an application in the industry that the text comes from
_CERTAIN = 5.0  # deviations above the usual at which a concept is certain; fewer where few concepts allow no more
_HELD = 0.2  # share of a phrase that a text must hold for a path to be shown
_LEAST = 0.15  # weakest path that is shown
_TINY = np.float32(1e-3)
_KEPT = 20_000  # texts whose reading is remembered
_STEPS = np.arange(256, dtype=np.float32) / np.float32(255)
_LOOSE = np.where(_STEPS > 0.3, _STEPS**2, 0).astype(np.float32)  # what nearness counts where kinship is enough
_STRICT = np.where(_STEPS > 0.5, _STEPS**4, 0).astype(np.float32)  # and where a word must mean nearly the same


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of each technology (a maker's text) or of each application (a buyer's).

    Attributes:
        levels: float32 (n,), deviations above the usual, 0 or more.
        phrases: int64 (n,), number of the bridge's phrase closest to the text.
        held: float32 (n,), share of that phrase's weight that the text holds.
    """

    levels: Floats
    phrases: NDArray[np.int64]
    held: Floats

    @classmethod
    def nothing(cls) -> Reading:
        """Return the reading by an empty bridge."""
        return cls(np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.float32))


class Reader:
    """Reads texts by a bridge and, where there are any, word vectors. Works with neither."""

    def __init__(self, bridge: Bridge, vectors: WordVectors | None, shelf: Shelf = NOWHERE) -> None:
        """Prepare the words of the bridge; what is learnt of them may be kept."""
        self.bridge = bridge
        self._certain = min(_CERTAIN, bridge.size**0.5 / 2)
        self._lexicon = lru_cache(maxsize=2)(lambda lang: _Lexicon(bridge, lang, vectors, shelf))
        self.maker = lru_cache(maxsize=_KEPT)(self._maker)  # an index is rebuilt after every change of a few texts
        self.buyer = lru_cache(maxsize=_KEPT)(self._buyer)

    def _maker(self, text: str, lang: str = "") -> Reading:
        """Return which technologies a text offers."""
        analysis = analyse(text, lang)
        return self._lexicon(analysis.lang).maker(analysis) if self.bridge.phrases else Reading.nothing()

    def _buyer(self, text: str, lang: str = "") -> Reading:
        """Return which applications a text wants; by far the dearer side."""
        analysis = analyse(text, lang)
        return self._lexicon(analysis.lang).buyer(analysis) if self.bridge.phrases else Reading.nothing()

    def supply(self, maker: Reading) -> Floats:
        """Return how clearly a maker's text stands for each technology; (technologies,)."""
        return np.asarray(maker.levels**_SHARP, dtype=np.float32)

    def demand(self, buyer: Reading, industry: str) -> Floats:
        """Return how well each technology would serve what a text from an industry wants; (technologies,)."""
        wanted = np.zeros(len(self.bridge.technologies), dtype=np.float32)
        np.add.at(wanted, self.bridge.owner, buyer.levels**_SHARP * self._home(industry))
        return wanted

    @lru_cache(maxsize=200)  # noqa: B019
    def _home(self, industry: str) -> Floats:
        apart = [distance(industry, application.industry) for _, application in self.bridge.applications]
        return np.array([1.0 if d is None else 1.0 + _HOME * (1.0 - d) for d in apart], dtype=np.float32)

    def path(self, buyer: Reading, maker: Reading, *, forward: bool) -> BridgePath | None:
        """Return the strongest way between a buyer's and a maker's text, None when there is none worth showing.

        ``forward`` says that the buyer asked.
        """
        if not len(buyer.levels):
            return None
        strengths = self._sure(buyer) * self._sure(maker)[self.bridge.owner]
        place = int(np.argmax(strengths))
        if strengths[place] < _LEAST:
            return None
        words = self._phrase(maker, int(self.bridge.owner[place])), self._phrase(buyer, place)
        return self.bridge.path(place, float(strengths[place]), *words, forward)

    def opened(self, text: str) -> list[BridgePath]:
        """Return a way for each application of a technology that a maker's text offers, the strongest first."""
        maker, near = self.maker(text), self.buyer(text).levels
        if not len(near):
            return []
        strength = self._sure(maker)[self.bridge.owner]
        order = np.lexsort((-near, -strength))
        return [
            self.bridge.path(
                int(place), float(strength[place]), self._phrase(maker, int(self.bridge.owner[place])), (), False
            )
            for place in order
            if strength[place] >= _LEAST
        ]

    def _sure(self, reading: Reading) -> Floats:
        """Return how sure (0 to 1) a concept is; not at all where the text holds too little of any of its phrases."""
        sure = np.minimum(reading.levels / np.float32(self._certain), 1)
        return np.where(reading.held >= _HELD, sure, 0).astype(np.float32)

    def _phrase(self, reading: Reading, concept: int) -> tuple[str, ...]:
        return (self.bridge.phrases[reading.phrases[concept]].text,)


class _Lexicon:
    """The bridge's words in one language."""

    def __init__(self, bridge: Bridge, lang: str, vectors: WordVectors | None, shelf: Shelf) -> None:
        phrases = [(place, phrase) for place, phrase in enumerate(bridge.phrases) if phrase.lang == lang]
        self._makers = len(bridge.technologies)
        self._places = np.array([place for place, _ in phrases], dtype=np.int64)
        self._first = np.searchsorted([phrase.concept for _, phrase in phrases], np.arange(bridge.size))
        texts = _texts([phrase for _, phrase in phrases], bridge.size)
        self._held = Counter(word for text in texts for word in text)
        self._count = len(texts)
        self._kin = Kinship(tuple(self._held), vectors)
        rare = self._rarity(list(self._held))
        self._phrases = _Shares(self._incidence([phrase.words for _, phrase in phrases]), rare)
        wants = self._incidence(texts[self._makers :])
        self._wants = _Shares(wants, rare)
        self._kin.group(wants)
        self._prepare(texts, shelf, f"reading-{lang}", f"{bridge.fingerprint} {vectors.digest if vectors else ''}")

    def _prepare(self, texts: list[tuple[str, ...]], shelf: Shelf, name: str, of: str) -> None:
        """Learn, or recall, where concepts lie among the vectors and what a technology usually scores."""
        kept = shelf.arrays(name, of)
        sums = kept["sums"] if kept else np.array([self._sum(text) for text in texts])
        self._common = unit_rows(sums).mean(axis=0)
        aims = unit_rows(sums) - self._common
        self._offered, self._wanted_by = Quantised.of(aims[: self._makers]), Quantised.of(aims[self._makers :])
        if not kept:
            usual = np.array([self._offers(self._by_phrase(self._kin.nearest(text)), text) for text in texts])
            kept = {"sums": sums, "mean": usual.mean(axis=0), "spread": usual.std(axis=0) + _TINY}
            shelf.keep_arrays(name, of, kept)
        self._mean, self._spread = kept["mean"], kept["spread"]

    def maker(self, text: Analysis) -> Reading:
        """Return which technologies a text offers."""
        words = tuple(sorted(set(text.telling)))
        by_phrase = self._by_phrase(self._kin.nearest(words))
        stand = (self._offers(by_phrase, words) - self._mean) / self._spread
        return self._reading(stand.mean(axis=0), by_phrase, self._first[: self._makers], int(self._first[self._makers]))

    def buyer(self, text: Analysis) -> Reading:
        """Return which applications a text wants."""
        words = tuple(sorted(set(text.telling)))
        near = self._kin.nearest(words)
        stand = _standing(_standing(self._wanted(words, near)).sum(axis=0))
        by_phrase = self._by_phrase(near)
        return self._reading(stand, by_phrase, self._first[self._makers :], len(by_phrase))

    def _reading(self, stand: Floats, by_phrase: Floats, first: NDArray[np.int64], end: int) -> Reading:
        """Return the reading of the concepts whose phrases begin at ``first``, the last one's ending at ``end``."""
        held = np.maximum.reduceat(by_phrase[:end], first)
        most = first[0] + np.flatnonzero(by_phrase[first[0] : end] == np.repeat(held, np.diff(np.append(first, end))))
        closest = most[np.searchsorted(most, first)]
        return Reading(np.maximum(stand, 0), self._places[closest], held)

    def _by_phrase(self, near: NDArray[np.uint8]) -> Floats:
        """Return how much of each phrase's weight a text holds; words must be close."""
        return self._phrases.held(_STRICT[near])

    def _offers(self, by_phrase: Floats, words: Sequence[str]) -> Floats:
        """Return the scores of each technology by its best phrase and by all its words together; (2, technologies)."""
        best = np.maximum.reduceat(by_phrase[: self._first[self._makers]], self._first[: self._makers])
        return np.stack([best, self._offered.cosines(self._aim(words))])

    def _wanted(self, words: Sequence[str], near: NDArray[np.uint8]) -> Floats:
        """Return the scores of each application: its words in the text, the reverse, and all; (3, applications)."""
        given, aimed = self._wants.held(_LOOSE[near]), self._wanted_by.cosines(self._aim(words))
        if not words:
            return np.stack([given, given, aimed])
        rare = self._rarity(words)
        asked = (rare[:, None] * _LOOSE[self._kin.by_group(words)]).sum(axis=0) / rare.sum()
        return np.stack([given, asked, aimed])

    def _aim(self, words: Sequence[str]) -> Quantised:
        return Quantised.of(unit_rows(self._sum(words)[None, :]) - self._common)

    def _sum(self, words: Sequence[str]) -> Floats:
        return np.asarray((self._rarity(words)[:, None] * self._kin.vectors(words)).sum(axis=0), dtype=np.float32)

    def _rarity(self, words: Sequence[str]) -> Floats:
        held = np.array([self._held.get(word, 0) for word in words], dtype=np.float32)
        return np.log1p((self._count - held + 0.5) / (held + 0.5)).astype(np.float32)

    def _incidence(self, texts: Sequence[Sequence[str]]) -> csr_matrix:
        columns = [self._kin.words[word] for text in texts for word in dict.fromkeys(text)]
        starts = np.concatenate([[0], np.cumsum([len(dict.fromkeys(text)) for text in texts])])
        return csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(texts), len(self._held)))


class _Shares:
    """Texts of weighted words: how much of each text's weight is held."""

    def __init__(self, texts: csr_matrix, weights: Floats) -> None:
        self._weighted = texts.multiply(weights[None, :]).tocsr().astype(np.float32)
        self._whole = np.maximum(np.asarray(self._weighted.sum(axis=1)).ravel(), _TINY)

    def held(self, present: Floats) -> Floats:
        """Return the share (texts,) of each text's weight, ``present`` (words,) saying how far a word is there."""
        return np.asarray((self._weighted @ present) / self._whole, dtype=np.float32)


def _texts(phrases: Sequence[Phrase], concepts: int) -> list[tuple[str, ...]]:
    words: list[dict[str, None]] = [{} for _ in range(concepts)]
    for phrase in phrases:
        words[phrase.concept].update(dict.fromkeys(phrase.words))
    return [tuple(text) for text in words]


def _standing(scores: Floats) -> Floats:
    """Return by how many deviations each score stands above the mean of its row."""
    mean, spread = scores.mean(axis=-1, keepdims=True), scores.std(axis=-1, keepdims=True)
    return np.asarray((scores - mean) / (spread + _TINY), dtype=np.float32)
