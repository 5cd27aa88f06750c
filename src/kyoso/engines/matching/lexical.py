"""BM25 over our own inverted index: the viewer's mask and the statistics' source are arguments, not afterthoughts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray]


def term_hash(term: str) -> int:
    """Return the 64-bit key of a term; the index keeps keys in this order and no spelling at all."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Postings:
    """Which chunk holds which term how often.

    Attributes:
        keys: uint64 (terms,), sorted hashes.
        starts: int64 (terms + 1,): the postings of term ``t`` are ``starts[t]:starts[t + 1]``.
        chunks: int32 (postings,), ascending within a term.
        counts: uint16 (postings,), at least 1.
        lengths: int32 (chunks,): number of terms in each chunk.
    """

    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    chunks: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    FIELDS = ("keys", "starts", "chunks", "counts", "lengths")

    @classmethod
    def build(cls, texts: Sequence[Iterable[str]]) -> Postings:
        """Index the terms of each chunk, in the order of the chunks."""
        known: dict[str, int] = {}
        terms: list[int] = []
        chunks: list[int] = []
        counts: list[int] = []
        lengths = np.zeros(len(texts), dtype=np.int32)
        for chunk, text in enumerate(texts):
            for term, count in Counter(text).items():
                terms.append(known.setdefault(term, len(known)))
                chunks.append(chunk)
                counts.append(min(count, 65_535))
                lengths[chunk] += count
        hashes = np.array([term_hash(term) for term in known], dtype=np.uint64)
        order = np.argsort(hashes, kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        ranked = rank[np.array(terms, dtype=np.int64)]
        by_term = np.argsort(ranked, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(ranked, minlength=len(order)))]).astype(np.int64)
        return cls(
            hashes[order],
            starts,
            np.array(chunks, dtype=np.int32)[by_term],
            np.array(counts, dtype=np.uint16)[by_term],
            lengths,
        )

    def find(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """Return the number of each term, -1 where no chunk holds it; shape (len(terms),)."""
        if not len(self.keys) or not terms:
            return np.full(len(terms), -1, dtype=np.int64)
        hashes = np.array([term_hash(term) for term in terms], dtype=np.uint64)
        places = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
        return np.where(self.keys[places] == hashes, places, -1)

    def term_of_posting(self) -> NDArray[np.int64]:
        """Return the term of each posting, shape (postings,)."""
        return np.repeat(np.arange(len(self.keys)), np.diff(self.starts))

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return the arrays under ``prefix.name``, for saving."""
        return {f"{prefix}.{name}": getattr(self, name) for name in self.FIELDS}

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> Postings:
        """Undo ``arrays``."""
        return cls(*(arrays[f"{prefix}.{name}"] for name in cls.FIELDS))


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What a view's own texts say about terms; hidden texts have no part in it.

    Attributes:
        held: int32 (terms,): number of counted chunks that hold the term.
        total: int64 (terms,): occurrences in counted chunks.
        chunks: number of counted chunks.
        mean_length: their mean length in terms.
    """

    held: NDArray[np.int32]
    total: NDArray[np.int64]
    chunks: int
    mean_length: float

    @classmethod
    def build(cls, postings: Postings, counted: NDArray[np.bool_]) -> TermStatistics:
        """Count over the chunks where ``counted`` (chunks,) is true."""
        taken = counted[postings.chunks]
        terms = postings.term_of_posting()[taken]
        held = np.bincount(terms, minlength=len(postings.keys)).astype(np.int32)
        total = np.bincount(terms, weights=postings.counts[taken], minlength=len(postings.keys)).astype(np.int64)
        chunks = int(counted.sum())
        mean = float(postings.lengths[counted].sum()) / chunks if chunks else 0.0
        return cls(held, total, chunks, mean)

    def idf(self, terms: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the inverse document frequency of terms (n,); a term that no counted chunk holds (or -1) is rarest."""
        held = np.where(terms >= 0, self.held[terms], 0) if len(self.held) else np.zeros(len(terms))
        return np.log1p((self.chunks - held + 0.5) / (held + 0.5))


def bm25(
    postings: Postings,
    statistics: TermStatistics,
    query: Sequence[str],
    k1: float,
    b: float,
) -> tuple[NDArray[np.float64], float]:
    """Score every chunk, (chunks,), 0 or more; and what a chunk of mean length with every query term once would score.

    The score of a chunk depends on the query, the chunk and the statistics alone, so neighbours that the viewer may not
    see cannot move it. Terms are summed in the order of their hashes.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """
    counted = Counter(query)
    wanted = sorted(counted)
    numbers = postings.find(wanted)
    idf = statistics.idf(numbers)
    scores = np.zeros(len(postings.lengths))
    scale = statistics.mean_length or 1.0
    order = np.argsort(numbers, kind="stable")
    for place in order:
        if numbers[place] < 0:
            continue
        span = slice(int(postings.starts[numbers[place]]), int(postings.starts[numbers[place] + 1]))
        chunks, counts = postings.chunks[span], postings.counts[span].astype(np.float64)
        damp = k1 * (1.0 - b + b * postings.lengths[chunks] / scale)
        scores[chunks] += counted[wanted[place]] * idf[place] * counts * (k1 + 1.0) / (counts + damp)
    whole = math.fsum(counted[term] * weight for term, weight in zip(wanted, idf, strict=True))  # exact in any order
    return scores, whole
