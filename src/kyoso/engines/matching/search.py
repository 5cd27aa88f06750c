"""Three recalls under the viewer's mask, fused: words and character pairs, vectors and topics, and the bridge."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.dense import Quantised
from kyoso.engines.matching.index import LocalIndex
from kyoso.engines.matching.industries import distance
from kyoso.engines.matching.lexical import bm25
from kyoso.engines.matching.problem import KINDS, Chunk, Clearance, Query
from kyoso.engines.matching.result import BridgePath, Hit
from kyoso.engines.matching.settings import Settings
from kyoso.engines.matching.text import Analysis, analyse, is_telling, normalise
from kyoso.engines.matching.view import View
from kyoso.shared.japanese import fold

Scores = NDArray[np.float64]
_DEFAULT = Settings()
_CUT = ("っ", "ん")  # a verb that is cut here is quoted with the sign that follows: 洗って, not 洗っ
_TELLING, _MANY = 1.5, 50  # idf below which a shared word is not quoted, where there are many texts to tell by


@dataclass(frozen=True, slots=True)
class _Recall:
    """One recall's scores of the chunks that the viewer may see (0 or more), and how they count."""

    scores: Scores
    weight: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Records found, best first.

    Attributes:
        records: numbers of records, (n,).
        scores: their scores, (n,), above 0.
        shares: each recall's part of the score before the far dial, by name, (n,).
        chunks: each record's best chunk that the viewer may see, (n,).
    """

    records: NDArray[np.int64]
    scores: Scores
    shares: dict[str, Scores]
    chunks: NDArray[np.int64]


def rank(index: LocalIndex, query: Query, clearance: Clearance, settings: Settings = _DEFAULT) -> Ranking:
    """Return the ``query.top`` best records that the viewer may see, without words or paths.

    A record scores the sum over recalls of weight * score / spread, where the spread is the standard deviation of that
    recall over the records that the viewer may see. Equal scores follow the records' keys.
    """
    seen = index.visible(clearance, query)
    text = analyse(query.text)
    if not len(seen) or not (text.terms or text.grams):
        return Ranking(np.zeros(0, np.int64), np.zeros(0), {}, np.zeros(0, np.int64))
    recalls = _recalls(index, query, text, index.view_for(clearance), seen, settings)
    return _fuse(index, query, recalls, seen, settings)


def search(index: LocalIndex, query: Query, clearance: Clearance, settings: Settings = _DEFAULT) -> tuple[Hit, ...]:
    """Return the best hits for this viewer, each with shared words and bridge path.

    Args:
        index: built or opened.
        query: what is asked.
        clearance: what the viewer may see; applied inside each recall.
        settings: weights; the default is the tuned one.
    """
    ranking = rank(index, query, clearance, settings)
    text = analyse(query.text)
    view = index.view_for(clearance)
    return tuple(_hit(index, view, text, query, ranking, place) for place in range(len(ranking.records)))


def _recalls(
    index: LocalIndex, query: Query, text: Analysis, view: View, seen: NDArray[np.int64], settings: Settings
) -> dict[str, _Recall]:
    encoder = index.encoder(view)
    vector, known = encoder.vector(text.terms)
    trust = settings.trust(known)
    words = bm25(index.words, view.words, text.terms, settings.k1, settings.b)
    grams = bm25(index.grams, view.grams, text.grams, settings.k1, settings.b)
    found = {
        "words": _lexical(words, settings.words, seen, settings),
        "bigrams": _lexical(grams, settings.bigrams, seen, settings),
    }
    if trust > 0:
        near = np.maximum(view.vectors.cosines(vector)[seen], 0).astype(np.float64)
        found["vectors"] = _Recall(near, settings.vectors * trust)
    if trust < 1 and view.topic_table.shape[1] > 1:
        near = np.maximum(view.topics.cosines(encoder.topics(text.terms))[seen], 0).astype(np.float64)
        found["topics"] = _Recall(near, settings.topics * (1.0 - trust))
    if index.resources.bridge.size:
        left = 1.0 - (found["words"].weight / settings.words if settings.words else 0.0)  # what the words leave open
        weight = settings.bridge * left**settings.open * settings.reach ** (2.0 * query.far - 1.0)
        found["bridge"] = _Recall(_crossing(index, query, seen), weight)
    return found


def _crossing(index: LocalIndex, query: Query, seen: NDArray[np.int64]) -> Scores:
    """Return how well what a chunk offers serves what the query wants, or the other way round for a chunk of a need."""
    reader = index.resources.reader
    wanted = Quantised.plain(reader.demand(reader.buyer(query.text), query.home_industry)[None, :])
    offered = Quantised.plain(reader.supply(reader.maker(query.text))[None, :])
    is_need = index.arrays["chunk.kind"] == KINDS.index("need")
    met = np.where(is_need, index.demands.cosines(offered), index.offers.cosines(wanted))
    return met[seen].astype(np.float64)


def _lexical(scored: tuple[Scores, float], weight: float, seen: NDArray[np.int64], settings: Settings) -> _Recall:
    """Trust a lexical recall as far as its best chunk covers the query: a stray common word says little."""
    scores, whole = scored[0][seen], scored[1]
    covered = float(scores.max()) / whole if whole > 0 else 0.0
    return _Recall(scores, weight * min(1.0, covered / settings.covered))


def _fuse(
    index: LocalIndex, query: Query, recalls: dict[str, _Recall], seen: NDArray[np.int64], settings: Settings
) -> Ranking:
    owners = index.arrays["chunk.record"][seen]
    starts = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
    shares = {name: _by_record(recall, starts, settings.parts) for name, recall in recalls.items()}
    total = sum(shares.values(), np.zeros(len(starts)))
    factors = _dial(index, query, seen[starts], settings)
    scores = total * factors
    best = np.argsort(-scores, kind="stable")[: query.top]
    best = best[scores[best] > 0]
    chunks = _best_chunks(recalls, starts, best)
    return Ranking(
        owners[starts[best]].astype(np.int64),
        scores[best],
        {name: share[best] for name, share in shares.items()},
        seen[chunks],
    )


def _by_record(recall: _Recall, starts: NDArray[np.int64], parts: float) -> Scores:
    """Join the scores of each record's chunks and weigh them.

    Beside the best chunk counts the sum of all over the root of their number: many chunks that touch the query a little
    speak for a record as one that touches it well, but a record gains nothing by being long.
    """
    counts = np.diff(np.append(starts, len(recall.scores)))
    best = np.maximum.reduceat(recall.scores, starts)
    joined = best + parts * np.add.reduceat(recall.scores, starts) / np.sqrt(counts)
    spread = float(joined.std()) or float(joined.max()) or 1.0  # one record alone has no spread
    return recall.weight * joined / spread


def _best_chunks(recalls: dict[str, _Recall], starts: NDArray[np.int64], best: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the chunk (place among those seen) that speaks loudest for each of the best records."""
    loud = np.zeros(len(recalls["words"].scores))
    for recall in recalls.values():
        top = float(recall.scores.max())
        loud += recall.weight * recall.scores / top if top > 0 else 0.0
    ends = np.append(starts[1:], len(loud))
    return np.array([starts[r] + int(np.argmax(loud[starts[r] : ends[r]])) for r in best], dtype=np.int64)


def _dial(index: LocalIndex, query: Query, firsts: NDArray[np.int64], settings: Settings) -> Scores:
    """Return a factor for each record: above 1 for the industries that the dial prefers, 1 where one is unknown."""
    apart = [distance(query.home_industry, industry) for industry in index.industries]
    lean = np.array([0.0 if d is None else (2.0 * query.far - 1.0) * (2.0 * d - 1.0) for d in apart])
    return np.exp(settings.dial * lean)[index.arrays["chunk.industry"][firsts]]


def _hit(index: LocalIndex, view: View, text: Analysis, query: Query, ranking: Ranking, place: int) -> Hit:
    chunk = index.chunk(int(ranking.chunks[place]))
    held = analyse(chunk.text, chunk.lang)
    shares = {name: float(share[place]) for name, share in ranking.shares.items() if share[place] > 0}
    shared = _shared(index, view, text, held, chunk)
    return Hit(chunk.record, float(ranking.scores[place]), shares, shared, _path(index, query, chunk), chunk)


def _path(index: LocalIndex, query: Query, chunk: Chunk) -> BridgePath | None:
    """Return the way between what is asked and what was found; a need is the buyer's, everything else the maker's.

    It quotes only what the two texts say: the bridge's own phrases, which they merely resemble, are not their words.
    """
    reader = index.resources.reader
    if chunk.kind == "need":
        buyer, maker = chunk.text, query.text
        path = reader.path(reader.buyer(buyer, chunk.lang), reader.maker(maker), forward=False)
    else:
        buyer, maker = query.text, chunk.text
        path = reader.path(reader.buyer(buyer), reader.maker(maker, chunk.lang), forward=True)
    if path is None:
        return None
    return replace(path, maker_words=_said(path.maker_words, maker), buyer_words=_said(path.buyer_words, buyer))


def _said(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    held = fold(text)
    return tuple(phrase for phrase in phrases if fold(phrase) in held)


def _shared(index: LocalIndex, view: View, text: Analysis, held: Analysis, chunk: Chunk) -> tuple[str, ...]:
    """Return the words of the chunk that the query shares, as the chunk spells them, most telling first."""
    clean = normalise(chunk.text)
    spelling: dict[str, str] = {}
    for term, (start, end) in zip(held.terms, held.spans, strict=True):
        whole = end + 1 if clean[end - 1 : end] in _CUT else end
        spelling.setdefault(term, clean[start:whole])
    common = sorted(term for term in set(text.terms) & set(spelling) if is_telling(term))
    telling = view.words.idf(index.words.find(common))
    least = _TELLING if view.words.chunks >= _MANY else 0.0
    order = [place for place in np.lexsort((np.arange(len(common)), -telling)) if telling[place] >= least]
    return tuple(dict.fromkeys(spelling[common[place]] for place in order))
