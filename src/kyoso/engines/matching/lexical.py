"""BM25 over our own index of terms: the viewer's mask and the statistics' source are arguments, not afterthoughts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.ragged import Arrays, Ragged, joined

Scores = NDArray[np.float64]
_MOST = 255  # of one term in one text that are counted: BM25 hardly tells more apart


@lru_cache(maxsize=500_000)
def term_hash(term: str) -> int:
    """Return the 64-bit key of a term; the index keeps keys in this order and no spelling at all."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Terms:
    """Which chunk holds which term how often, both ways round.

    Attributes:
        keys: uint64 (terms,), sorted hashes.
        held: by chunk its terms (numbers into ``keys``) with their counts, uint8, at least 1.
        postings: by term its chunks with the same counts.
        lengths: int32 (chunks,): number of terms in each chunk.
    """

    keys: NDArray[np.uint64]
    held: Ragged
    postings: Ragged
    lengths: NDArray[np.int32]

    @classmethod
    def build(cls, texts: Sequence[Iterable[str]]) -> Terms:
        """Index the terms of each chunk, in the order of the chunks."""
        counted = [Counter(text) for text in texts]
        hashes = np.array([term_hash(term) for text in counted for term in text], dtype=np.uint64)
        counts = np.array([count for text in counted for count in text.values()], dtype=np.int64)
        keys, numbers = np.unique(hashes, return_inverse=True)
        order = np.lexsort((numbers, np.repeat(np.arange(len(counted)), [len(text) for text in counted])))
        kept = np.minimum(counts[order], _MOST).astype(np.uint8)
        held = Ragged.of([len(text) for text in counted], numbers[order], kept)
        lengths = np.array([text.total() for text in counted], dtype=np.int32)
        return cls(keys, held, held.flipped(len(keys)), lengths)

    @classmethod
    def merge(cls, parts: Sequence[tuple[Terms, NDArray[np.int64]]], order: NDArray[np.int64]) -> Terms:
        """Join the chunks taken of each part, one part after the other, then put them in the order given."""
        keys = np.unique(np.concatenate([part.keys for part, _ in parts]))
        rows = joined([part._renamed(keys, taken) for part, taken in parts]).take(order)
        used, numbers = np.unique(rows.columns, return_inverse=True)
        held = Ragged(rows.starts, numbers.astype(np.int32), rows.values)
        lengths = np.concatenate([part.lengths[taken] for part, taken in parts])[order]
        return cls(keys[used], held, held.flipped(len(used)), lengths)

    def _renamed(self, keys: NDArray[np.uint64], taken: NDArray[np.int64]) -> Ragged:
        rows = self.held.take(taken)
        return Ragged(rows.starts, np.searchsorted(keys, self.keys)[rows.columns].astype(np.int32), rows.values)

    def find(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the number of each key, -1 where no chunk holds it; shape of ``hashes``."""
        return find(self.keys, hashes)

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return the arrays under ``prefix.name``, for saving."""
        own: dict[str, NDArray] = {f"{prefix}.keys": self.keys, f"{prefix}.lengths": self.lengths}
        return own | self.held.arrays(f"{prefix}.held") | self.postings.arrays(f"{prefix}.postings")

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> Terms:
        """Undo ``arrays``."""
        held, postings = (Ragged.from_arrays(arrays, f"{prefix}.{name}") for name in ("held", "postings"))
        return cls(arrays[f"{prefix}.keys"], held, postings, arrays[f"{prefix}.lengths"])


def find(keys: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the place of each hash among sorted keys, -1 where it is not among them."""
    if not len(keys):
        return np.full(len(hashes), -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    return np.where(keys[places] == hashes, places, -1)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a view's own texts say about terms; hidden texts have no part in it.

    Attributes:
        keys: uint64 (terms,), sorted hashes of the terms that counted chunks hold.
        held: int32 (terms,): number of counted chunks that hold the term.
        total: int64 (terms,): occurrences in counted chunks.
        chunks: number of counted chunks.
        mean_length: their mean length in terms.
    """

    keys: NDArray[np.uint64]
    held: NDArray[np.int32]
    total: NDArray[np.int64]
    chunks: int
    mean_length: float

    @classmethod
    def build(cls, terms: Terms, counted: NDArray[np.bool_]) -> Statistics:
        """Count over the chunks where ``counted`` (chunks,) is true."""
        taken = terms.held.take(np.flatnonzero(counted))
        held = np.bincount(taken.columns, minlength=len(terms.keys))
        total = np.bincount(taken.columns, weights=taken.values, minlength=len(terms.keys))
        used, chunks = held > 0, int(counted.sum())
        mean = float(terms.lengths[counted].sum()) / chunks if chunks else 0.0
        return cls(terms.keys[used], held[used].astype(np.int32), total[used].astype(np.int64), chunks, mean)

    def idf(self, hashes: NDArray[np.uint64]) -> Scores:
        """Return the inverse document frequency of terms; one that no counted chunk holds is rarest."""
        held = self.look_up(self.held, hashes)
        return np.log1p((self.chunks - held + 0.5) / (held + 0.5))

    def look_up(self, values: NDArray, hashes: NDArray[np.uint64]) -> NDArray:
        """Return the values (terms,) of some terms, 0 where no counted chunk holds one."""
        places = find(self.keys, hashes)
        return np.where(places >= 0, values[places], 0) if len(self.keys) else np.zeros(len(hashes), values.dtype)

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return the arrays under ``prefix.name``, for saving."""
        plain = {f"{prefix}.{name}": getattr(self, name) for name in ("keys", "held", "total")}
        return plain | {f"{prefix}.sums": np.array([self.chunks, self.mean_length])}

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> Statistics:
        """Undo ``arrays``."""
        chunks, mean = arrays[f"{prefix}.sums"]
        keys, held, total = (arrays[f"{prefix}.{name}"] for name in ("keys", "held", "total"))
        return cls(keys, held, total, int(chunks), float(mean))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query's terms under the statistics of a view.

    Attributes:
        hashes: uint64 (n,), ascending, each once.
        weights: float64 (n,): how often a term is asked for, times its inverse document frequency.
        common: int32 (n,): how many of the view's chunks hold it.
        whole: sum of the weights, exact in any order.
        scale: float64: the view's mean length.
        k1, b: BM25's saturation and length damping.
    """

    hashes: NDArray[np.uint64]
    weights: Scores
    common: NDArray[np.int32]
    whole: float
    scale: float
    k1: float
    b: float

    @classmethod
    def of(cls, terms: Iterable[str], statistics: Statistics, k1: float, b: float) -> Wanted:
        """Weigh the terms of a query."""
        counted = {term_hash(term): count for term, count in Counter(terms).items()}
        hashes = np.array(sorted(counted), dtype=np.uint64)
        weights = np.array([counted[int(key)] for key in hashes], dtype=np.float64) * statistics.idf(hashes)
        common = statistics.look_up(statistics.held, hashes)
        return cls(hashes, weights, common, math.fsum(weights), statistics.mean_length or 1.0, k1, b)

    def damp(self, lengths: NDArray[np.int32]) -> Scores:
        """Return what a count is held against in chunks of these lengths."""
        return np.asarray(self.k1 * (1.0 - self.b + self.b * lengths / self.scale), dtype=np.float64)


def bm25(terms: Terms, wanted: Wanted, chosen: NDArray[np.bool_] | None = None) -> Scores:
    """Return BM25 scores of all chunks (chunks,); of the terms where ``chosen`` (terms asked for,) is true, if given.

    The score of a chunk depends on the query, the chunk and the statistics alone, so neighbours that the viewer may not
    see cannot move it. Terms are summed in the order of their hashes.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """
    scores = np.zeros(len(terms.lengths))
    for place, number in enumerate(terms.find(wanted.hashes)):
        if number < 0 or (chosen is not None and not chosen[place]):
            continue
        span = slice(int(terms.postings.starts[number]), int(terms.postings.starts[number + 1]))
        chunks, counts = terms.postings.columns[span], terms.postings.values[span].astype(np.float64)
        scores[chunks] += (
            wanted.weights[place] * counts * (wanted.k1 + 1.0) / (counts + wanted.damp(terms.lengths[chunks]))
        )
    return scores


def bm25_of(terms: Terms, wanted: Wanted, rows: NDArray[np.int64]) -> Scores:
    """Return the BM25 scores of some chunks (len(rows),), the same to the last bit as ``bm25`` gives them."""
    weights = np.zeros(len(terms.keys))  # by term of the index; the system fills in zeros only where they are read
    numbers = terms.find(wanted.hashes)
    weights[numbers[numbers >= 0]] = wanted.weights[numbers >= 0]
    places, owner = terms.held.entries(rows)
    weight = weights[terms.held.columns[places]]
    asked = np.flatnonzero(weight)
    owner, counts = owner[asked], terms.held.values[places[asked]].astype(np.float64)
    parts = weight[asked] * counts * (wanted.k1 + 1.0) / (counts + wanted.damp(terms.lengths[rows])[owner])
    return np.asarray(np.bincount(owner, weights=parts, minlength=len(rows)), dtype=np.float64)
