"""What the texts of a network have in common, taken down once and kept while single texts come and go.

There are two views: public, and the network's. Each is derived from the texts that everyone of its tier may read, and
from no others. A visitor's search uses the first, a member's the second, so that neither idf nor word frequencies nor
the common component nor topics can tell of a text that the viewer may not see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kyoso.engines.matching.dense import Floats, Quantised, common_component, remove_component, sif_weights
from kyoso.engines.matching.lexical import Statistics, find, term_hash
from kyoso.engines.matching.problem import NETWORK, PUBLIC
from kyoso.engines.matching.ragged import Arrays
from kyoso.engines.matching.resources import Resources
from kyoso.engines.matching.segment import Segment, Table
from kyoso.engines.matching.settings import BuildSettings
from kyoso.engines.matching.topics import damped, topic_table

_HALF = 0.5  # a text of which the vectors know less than this is one for topics
_BLOCK = 50_000  # chunks encoded at once
_SIGNS = 64  # signs packed into one number


@dataclass(frozen=True)
class View:
    """Statistics and what is derived from them.

    Attributes:
        words, grams: statistics of terms.
        component: float32 (dimensions,), what all texts of the view share, removed from every vector.
        topic_keys: uint64 (n,), sorted hashes of the words that have a place among the topics.
        topic_table: float16 (n, topics).
    """

    words: Statistics
    grams: Statistics
    component: Floats
    topic_keys: NDArray[np.uint64]
    topic_table: NDArray[np.float16]

    ARRAYS = ("component", "topic_keys", "topic_table")

    @classmethod
    def build(cls, whole: Segment, counted: NDArray[np.bool_], resources: Resources, settings: BuildSettings) -> View:
        """Derive a view from the chunks where ``counted`` (chunks,) is true."""
        words, grams = Statistics.build(whole.words, counted), Statistics.build(whole.grams, counted)
        strange: list[NDArray[np.int64]] = []

        def blocks() -> Iterator[Floats]:
            rows = np.flatnonzero(counted)
            for start in range(0, len(rows), _BLOCK):
                block = rows[start : start + _BLOCK]
                sums, known = _sums(whole, block, words, resources, settings)
                strange.append(block[known < _HALF])
                yield sums

        component = common_component(blocks(), resources.vectors.dimensions if resources.vectors else 1)
        unknown = np.concatenate([np.zeros(0, dtype=np.int64), *strange])
        return cls(words, grams, component, *_topics(whole, words, unknown, settings))

    @property
    def has_topics(self) -> bool:
        """Say whether there were texts enough to find topics in."""
        return self.topic_table.shape[1] > 1

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return all arrays under ``prefix.name``, for saving."""
        saved = {f"{prefix}.{name}": getattr(self, name) for name in self.ARRAYS}
        return saved | self.words.arrays(f"{prefix}.words") | self.grams.arrays(f"{prefix}.grams")

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> View:
        """Undo ``arrays``."""
        words, grams = (Statistics.from_arrays(arrays, f"{prefix}.{name}") for name in ("words", "grams"))
        return cls(words, grams, *(arrays[f"{prefix}.{name}"] for name in cls.ARRAYS))


@dataclass(frozen=True)
class Encoded:
    """The vectors of a segment's chunks in one view, one row for every chunk, whoever may see it.

    Attributes:
        vectors, topics: unit vectors in eight bits.
        vector_signs, topic_signs: uint64 (n, chunks): the signs of each, to look through very many.
    """

    vectors: Quantised
    topics: Quantised
    vector_signs: NDArray[np.uint64]
    topic_signs: NDArray[np.uint64]

    @classmethod
    def of(cls, vectors: Quantised, topics: Quantised) -> Encoded:
        """Add the signs."""
        return cls(vectors, topics, signs_of(vectors), signs_of(topics))

    @classmethod
    def merge(cls, parts: Sequence[tuple[Encoded, NDArray[np.int64]]], order: NDArray[np.int64]) -> Encoded:
        """Join the rows taken of each part, then put them in the order given."""
        vectors, topics = (
            Quantised(
                np.concatenate([getattr(part, name).values[taken] for part, taken in parts])[order],
                np.concatenate([getattr(part, name).scales[taken] for part, taken in parts])[order],
            )
            for name in ("vectors", "topics")
        )
        return cls.of(vectors, topics)

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return all arrays under ``prefix.name``, for saving."""
        signs = {f"{prefix}.{name}": getattr(self, name) for name in ("vector_signs", "topic_signs")}
        return signs | self.vectors.arrays(f"{prefix}.vectors") | self.topics.arrays(f"{prefix}.topics")

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> Encoded:
        """Undo ``arrays``."""
        vectors, topics = (Quantised.from_arrays(arrays, f"{prefix}.{name}") for name in ("vectors", "topics"))
        return cls(vectors, topics, arrays[f"{prefix}.vector_signs"], arrays[f"{prefix}.topic_signs"])


@dataclass(frozen=True)
class Frame:
    """Both views; one and the same while the network keeps nothing from the public."""

    public: View
    network: View
    settings: BuildSettings

    @classmethod
    def build(cls, whole: Segment, resources: Resources, settings: BuildSettings) -> Frame:
        """Derive the views from all chunks there are."""
        public, network = counted_publicly(whole.table), counted_in_network(whole.table)
        view = View.build(whole, public, resources, settings)
        same = np.array_equal(public, network)
        return cls(view, view if same else View.build(whole, network, resources, settings), settings)

    @property
    def is_one(self) -> bool:
        """Say whether both views are the same."""
        return self.public is self.network

    def encode(self, segment: Segment, resources: Resources) -> tuple[Encoded, Encoded]:
        """Return the vectors of a segment's chunks in the public view and in the network's."""
        public = _encode(segment, self.public, resources, self.settings)
        return public, public if self.is_one else _encode(segment, self.network, resources, self.settings)


def counted_publicly(table: Table) -> NDArray[np.bool_]:
    """Return which chunks everybody may read."""
    return np.asarray(table.tier_from == PUBLIC)


def counted_in_network(table: Table) -> NDArray[np.bool_]:
    """Return which chunks every member of the network may read."""
    return np.asarray((table.tier_from <= NETWORK) & (table.tier_to >= NETWORK))


def signs_of(rows: Quantised) -> NDArray[np.uint64]:
    """Return one bit for each dimension of each row, set where it is above 0; (dimensions / 64 rounded up, rows)."""
    bits = np.packbits(rows.values > 0, axis=1)
    width = -(-rows.values.shape[1] // _SIGNS) * (_SIGNS // 8)
    padded = np.pad(bits, ((0, 0), (0, width - bits.shape[1])))
    return np.ascontiguousarray(padded.view(np.uint64).T)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns a query's text into the vectors of one view."""

    view: View
    resources: Resources
    settings: BuildSettings

    def vector(self, terms: Sequence[str]) -> tuple[Quantised, float]:
        """Return the text's vector (one row) and the share of its terms that the vectors know."""
        average, share = self._average(terms)
        return Quantised.of(remove_component(average[None, :], self.view.component)), share

    def topics(self, terms: Sequence[str]) -> Quantised:
        """Return the text's place among the topics (one row)."""
        hashes, counts = np.unique(np.array([term_hash(term) for term in terms], dtype=np.uint64), return_counts=True)
        places = find(self.view.topic_keys, hashes)
        held = places >= 0
        weights = damped(counts[held], self.view.words.idf(hashes[held]))
        rows = self.view.topic_table[places[held]].astype(np.float32)
        return Quantised.of((weights[:, None] * rows).sum(axis=0, dtype=np.float32)[None, :])

    def _average(self, terms: Sequence[str]) -> tuple[Floats, float]:
        if self.resources.vectors is None or not terms:
            return np.zeros(len(self.view.component), dtype=np.float32), 0.0
        found, known = self.resources.vectors.look_up(terms)
        hashes = np.array([term_hash(term) for term in terms], dtype=np.uint64)
        weights = _sif(self.view.words, hashes, self.settings)
        return (weights[:, None] * found).sum(axis=0), float(known.mean())


def _encode(segment: Segment, view: View, resources: Resources, settings: BuildSettings) -> Encoded:
    vectors, topics = [], []
    for start in range(0, max(len(segment), 1), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(segment)))
        sums, _ = _sums(segment, rows, view.words, resources, settings)
        vectors.append(Quantised.of(remove_component(sums, view.component)))
        topics.append(Quantised.of(_topic_sums(segment, rows, view)))
    return Encoded.of(_stacked(vectors), _stacked(topics))


def _stacked(blocks: Sequence[Quantised]) -> Quantised:
    return Quantised(
        np.concatenate([block.values for block in blocks]), np.concatenate([block.scales for block in blocks])
    )


def _sif(statistics: Statistics, hashes: NDArray[np.uint64], settings: BuildSettings) -> Floats:
    total = statistics.look_up(statistics.total, hashes)
    return sif_weights(total, int(statistics.total.sum()), settings.sif)


def _sums(
    segment: Segment, rows: NDArray[np.int64], statistics: Statistics, resources: Resources, settings: BuildSettings
) -> tuple[Floats, NDArray[np.float64]]:
    """Return the weighted sums of the word vectors of some chunks, and the share of each one's terms that have one."""
    if resources.vectors is None:
        return np.zeros((len(rows), 1), dtype=np.float32), np.zeros(len(rows))
    held = segment.words.held.take(rows)
    places, counts = segment.vector_rows[held.columns], held.values.astype(np.float32)
    weights = np.where(places >= 0, _sif(statistics, segment.words.keys, settings)[held.columns] * counts, 0)
    matrix = resources.vectors.matrix
    # In the order of the terms' hashes, and not sorted: the sum of one chunk is the same whatever else is there.
    table = csr_array((weights.astype(np.float32), np.maximum(places, 0), held.starts), shape=(len(rows), len(matrix)))
    owner = np.repeat(np.arange(len(rows)), held.lengths)
    known = np.bincount(owner, weights=counts * (places >= 0), minlength=len(rows))
    return np.asarray(table @ _in_full(matrix)), known / np.maximum(segment.words.lengths[rows], 1)


def _in_full(matrix: NDArray[np.floating]) -> Floats:
    return np.asarray(matrix, dtype=np.float32)


def _topics(
    whole: Segment, statistics: Statistics, rows: NDArray[np.int64], settings: BuildSettings
) -> tuple[NDArray[np.uint64], NDArray[np.float16]]:
    """Return the words that have a place among the topics of some chunks, and their places."""
    nothing = np.zeros(0, dtype=np.uint64), np.zeros((0, 1), dtype=np.float16)
    if len(rows) < settings.topic_texts:
        return nothing
    common = np.argsort(-statistics.held, kind="stable")[: settings.topic_terms]
    keys = np.sort(statistics.keys[common[statistics.held[common] >= 2]])
    if len(rows) > settings.topic_texts_most:
        rows = _drawn(whole.table, rows)[: settings.topic_texts_most]
    held, terms = whole.words.held.take(rows), whole.words
    columns = find(keys, terms.keys)[held.columns]
    taken = columns >= 0
    if not taken.any():
        return nothing
    weights = damped(held.values, statistics.idf(terms.keys)[held.columns])
    owner = np.repeat(np.arange(len(rows)), held.lengths)
    table = topic_table(owner[taken], columns[taken], weights[taken], (len(rows), len(keys)), settings.topics)
    return keys, table.astype(np.float16)


def _drawn(table: Table, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return rows in an order that only the keys of their records decide."""
    wanted = np.zeros(len(table.record), dtype=np.bool_)
    wanted[rows] = True
    return table.drawn[wanted[table.drawn]].astype(np.int64)


def _topic_sums(segment: Segment, rows: NDArray[np.int64], view: View) -> Floats:
    if not view.has_topics:
        return np.zeros((len(rows), 1), dtype=np.float32)
    held = segment.words.held.take(rows)
    columns = find(view.topic_keys, segment.words.keys)[held.columns]
    idf = view.words.idf(segment.words.keys)[held.columns]
    weights = np.where(columns >= 0, damped(held.values, idf), 0).astype(np.float32)
    shape = (len(rows), len(view.topic_keys))
    table = csr_array((weights, np.maximum(columns, 0), held.starts), shape=shape)
    return np.asarray(table @ view.topic_table.astype(np.float32))
