"""One view of the corpus: what is derived from the texts that everyone of a tier may read, and from no others.

There are two: public, and the network's. A visitor's search uses the first, a member's the second, so that neither idf
nor word frequencies nor the common component nor topics can tell of a text that the viewer may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.dense import (
    Floats,
    Quantised,
    common_component,
    remove_component,
    sif_weights,
    weighted_sums,
)
from kyoso.engines.matching.lexical import Arrays, Postings, TermStatistics
from kyoso.engines.matching.resources import Resources
from kyoso.engines.matching.settings import BuildSettings
from kyoso.engines.matching.text import Analysis
from kyoso.engines.matching.topics import damped, topic_table

_HALF = 0.5  # a text of which the vectors know less than this is one for topics


@dataclass(frozen=True, slots=True)
class View:
    """Statistics and derived vectors; arrays by chunk have one row for every chunk of the index, seen or not."""

    words: TermStatistics
    grams: TermStatistics
    component: Floats
    vectors: Quantised
    topic_table: NDArray[np.float16]
    topics: Quantised

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return all arrays under ``prefix.name``, for saving."""
        plain = {name: getattr(self, name) for name in ("component", "topic_table")}
        saved = {f"{prefix}.{name}": array for name, array in plain.items()}
        for name in ("vectors", "topics"):
            saved |= getattr(self, name).arrays(f"{prefix}.{name}")
        for name in ("words", "grams"):
            statistics: TermStatistics = getattr(self, name)
            saved[f"{prefix}.{name}.held"], saved[f"{prefix}.{name}.total"] = statistics.held, statistics.total
            saved[f"{prefix}.{name}.sums"] = np.array([statistics.chunks, statistics.mean_length])
        return saved

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> View:
        """Undo ``arrays``."""
        return cls(
            _statistics(arrays, f"{prefix}.words"),
            _statistics(arrays, f"{prefix}.grams"),
            arrays[f"{prefix}.component"],
            Quantised.from_arrays(arrays, f"{prefix}.vectors"),
            arrays[f"{prefix}.topic_table"],
            Quantised.from_arrays(arrays, f"{prefix}.topics"),
        )


def _statistics(arrays: Arrays, prefix: str) -> TermStatistics:
    chunks, mean = arrays[f"{prefix}.sums"]
    return TermStatistics(arrays[f"{prefix}.held"], arrays[f"{prefix}.total"], int(chunks), float(mean))


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns a text into the vectors of one view.

    Attributes:
        postings: the word index of the whole corpus (for term numbers only).
        statistics: the view's own.
        component: what all texts of the view share, removed from every vector.
        table: topic vector of each term.
        resources: vectors and bridge.
        sif: the constant of the smooth inverse frequency.
    """

    postings: Postings
    statistics: TermStatistics
    component: Floats
    table: NDArray[np.floating]
    resources: Resources
    sif: float

    def average(self, terms: Sequence[str]) -> tuple[Floats, float]:
        """Return the weighted sum of the terms' vectors (dimensions,), and the share of terms that have one."""
        if self.resources.vectors is None or not terms:
            return np.zeros(len(self.component), dtype=np.float32), 0.0
        found, known = self.resources.vectors.look_up(terms)
        numbers = self.postings.find(terms)
        totals = (
            np.where(numbers >= 0, self.statistics.total[numbers], 0) if len(self.statistics.total) else numbers * 0
        )
        weights = sif_weights(totals, int(self.statistics.total.sum()), self.sif)
        return (weights[:, None] * found).sum(axis=0), float(known.mean())

    def vector(self, terms: Sequence[str]) -> tuple[Quantised, float]:
        """Return the text's vector (one row) and the share of its terms that the vectors know."""
        average, share = self.average(terms)
        return Quantised.of(remove_component(average[None, :], self.component)), share

    def topics(self, terms: Sequence[str]) -> Quantised:
        """Return the text's place among the topics (one row)."""
        wanted, counts = np.unique(np.array(terms, dtype=object).astype(str), return_counts=True)
        numbers = self.postings.find([str(term) for term in wanted])
        held = numbers >= 0
        order = np.argsort(numbers[held], kind="stable")
        weights = damped(counts[held], self.statistics.idf(numbers[held]))[order]
        rows = self.table[numbers[held][order]].astype(np.float32)
        return Quantised.of((weights[:, None] * rows).sum(axis=0, dtype=np.float32)[None, :])


def build_view(
    texts: Sequence[Analysis],
    words: Postings,
    grams: Postings,
    counted: NDArray[np.bool_],
    resources: Resources,
    settings: BuildSettings,
) -> View:
    """Derive a view from the chunks where ``counted`` (chunks,) is true, and apply it to all chunks."""
    statistics = TermStatistics.build(words, counted)
    sums, shares = _averages(texts, words, statistics, resources, settings)
    component = common_component(sums[counted])
    vectors = Quantised.of(remove_component(sums, component))
    table = _topic_table(words, statistics, counted & (shares < _HALF), settings)
    topics = Quantised.of(_topic_sums(words, statistics, table))
    return View(statistics, TermStatistics.build(grams, counted), component, vectors, table, topics)


def _averages(
    texts: Sequence[Analysis],
    words: Postings,
    statistics: TermStatistics,
    resources: Resources,
    settings: BuildSettings,
) -> tuple[Floats, NDArray[np.float64]]:
    if resources.vectors is None:
        return np.zeros((len(texts), 1), dtype=np.float32), np.zeros(len(texts))
    spellings = sorted({term for text in texts for term in text.terms})
    table = np.zeros((len(words.keys), resources.vectors.dimensions), dtype=np.float32)
    known = np.zeros(len(words.keys), dtype=np.bool_)
    numbers = words.find(spellings)
    table[numbers], known[numbers] = resources.vectors.look_up(spellings)
    weights = sif_weights(statistics.total, int(statistics.total.sum()), settings.sif)
    terms = words.term_of_posting()
    sums = weighted_sums(words.chunks, terms, weights[terms] * words.counts, table, len(texts))
    found = np.bincount(words.chunks, weights=words.counts * known[terms], minlength=len(texts))
    return sums, found / np.maximum(words.lengths, 1)


def _topic_table(
    words: Postings, statistics: TermStatistics, chosen: NDArray[np.bool_], settings: BuildSettings
) -> NDArray[np.float16]:
    if chosen.sum() < settings.topic_texts:
        return np.zeros((len(words.keys), 1), dtype=np.float16)
    common = np.argsort(-statistics.held, kind="stable")[: settings.topic_terms]
    usable = np.zeros(len(words.keys), dtype=np.bool_)
    usable[common] = statistics.held[common] >= 2
    terms = words.term_of_posting()
    taken = chosen[words.chunks] & usable[terms]
    if not taken.any():
        return np.zeros((len(words.keys), 1), dtype=np.float16)
    weights = damped(words.counts, statistics.idf(terms))
    shape = (len(words.lengths), len(words.keys))
    return topic_table(words.chunks[taken], terms[taken], weights[taken], shape, settings.topics).astype(np.float16)


def _topic_sums(words: Postings, statistics: TermStatistics, table: NDArray[np.float16]) -> Floats:
    if not table.any():
        return np.zeros((len(words.lengths), table.shape[1]), dtype=np.float32)
    terms = words.term_of_posting()
    weights = damped(words.counts, statistics.idf(terms))
    return weighted_sums(words.chunks, terms, weights, table.astype(np.float32), len(words.lengths))
