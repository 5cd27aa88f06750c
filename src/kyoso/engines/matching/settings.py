"""The one setting of the engine for all texts, tuned on half of the benchmark queries (docs/benchmarks/quality.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What is fixed when an index is built.

    Attributes:
        sif: the constant a of the smooth inverse frequency, as a share of all words.
        topics: dimensions of the topics.
        topic_texts: fewest texts with words unknown to the vectors that topics are made from.
        topic_texts_most: most texts that topics are made from.
        topic_terms: most terms that topics are made from, the most widely held first.
    """

    sif: float = 1e-3
    topics: int = 300
    topic_texts: int = 50
    topic_texts_most: int = 100_000
    topic_terms: int = 60_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What is fixed when an index is searched.

    Attributes:
        k1, b: BM25's saturation and length damping.
        parts: what the sum over a record's chunks, divided by the root of their number, counts beside its best one.
        words, bigrams, vectors, topics, bridge: weights of the recalls. Each is divided by its spread over the records
            that the viewer may see, so that one that tells records apart sharply speaks louder.
        open: power of the share that words leave open (1 minus their trust), by which the bridge counts: where words
            answer the query, it is silent.
        reach: what the far dial multiplies the bridge by at 1, and divides it by at 0: near goes by likeness, far by
            complement.
        covered: share of the query's weight that the best chunk must hold for words (or bigrams) to be trusted wholly.
        sure_from, sure_at: share of the query's words known to the vectors at which they begin to be trusted, and are
            trusted wholly; topics take the rest.
        exact: most chunks that are all scored; of more, each recall names candidates first, and these are scored.
        dial: how strongly the far dial moves scores (natural logarithm of the largest factor).
    """

    k1: float = 0.8
    b: float = 0.75
    parts: float = 0.5
    words: float = 1.0
    bigrams: float = 1.0
    vectors: float = 1.25
    topics: float = 1.0
    bridge: float = 2.6
    reach: float = 2.0
    open: float = 3.0
    covered: float = 0.5
    sure_from: float = 0.3
    sure_at: float = 0.7
    exact: int = 30_000
    dial: float = 0.5

    def trust(self, coverage: float) -> float:
        """Return how far (0 to 1) the word vectors are trusted for a text of which they know ``coverage``."""
        return min(1.0, max(0.0, (coverage - self.sure_from) / (self.sure_at - self.sure_from)))
