"""Three recalls under the viewer's mask, fused: words and character pairs, vectors and topics, and the bridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.asking import Asked
from kyoso.engines.matching.frame import View
from kyoso.engines.matching.index import LocalIndex
from kyoso.engines.matching.industries import distance
from kyoso.engines.matching.lexical import Scores, Wanted, term_hash
from kyoso.engines.matching.narrowing import Chosen, count_records, narrow
from kyoso.engines.matching.problem import Chunk, Clearance, Query
from kyoso.engines.matching.result import BridgePath, Hit
from kyoso.engines.matching.settings import Settings
from kyoso.engines.matching.text import Analysis, analyse, is_telling, normalise
from kyoso.shared.japanese import fold

_DEFAULT = Settings()
_CUT = ("っ", "ん")  # a verb that is cut here is quoted with the sign that follows: 洗って, not 洗っ
_TELLING, _MANY = 1.5, 50  # idf below which a shared word is not quoted, where there are many texts to tell by


@dataclass(frozen=True, slots=True)
class Ranking:
    """Records found, best first.

    Attributes:
        records: keys of records, (n,).
        scores: their scores, (n,), above 0.
        shares: each recall's part of the score before the far dial, by name, (n,).
        chunks: the number of each record's best chunk that the viewer may see, (n,).
    """

    records: tuple[str, ...]
    scores: Scores
    shares: Mapping[str, Scores]
    chunks: NDArray[np.int64]


_NOTHING = Ranking((), np.zeros(0), {}, np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class _Pool:
    """The chunks that are scored, those of one record side by side.

    Attributes:
        numbers: numbers of the chunks, (n,).
        starts: where each record's chunks begin, (records,).
        keys: keys of the records, (records,).
        industries: JSIC major groups of their owners, (records,).
        named: bool (records,), False where a record was only drawn, to stand for others.
        stands_for: of how many records each that was not named stands.
        scores: each recall's scores of the chunks.
    """

    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    keys: NDArray[np.bytes_]
    industries: NDArray[np.bytes_]
    named: NDArray[np.bool_]
    stands_for: float
    scores: Mapping[str, Scores]


def rank(index: LocalIndex, query: Query, clearance: Clearance, settings: Settings = _DEFAULT) -> Ranking:
    """Return the ``query.top`` best records that the viewer may see, without words or paths.

    A record scores the sum over recalls of weight * score / spread, where the spread is the standard deviation of that
    recall over the records that the viewer may see. Equal scores follow the records' keys. Where the viewer sees more
    than ``settings.exact`` chunks, only candidates are scored, and the spread is that of records drawn beside them.
    """
    seen = index.visible(clearance, query)
    asked = Asked.of(index, query, clearance, settings)
    if not any(mask.any() for mask in seen) or not (asked.text.terms or asked.text.grams):
        return _NOTHING
    pool = _pool(index, asked, clearance, seen, settings)
    if not len(pool.keys):
        return _NOTHING
    shares = {name: _by_record(scores, pool, settings) for name, scores in pool.scores.items()}
    weights = _weights(asked, pool, query, settings)
    return _fuse(query, pool, {name: weights[name] * share for name, share in shares.items()}, weights, settings)


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


def _pool(
    index: LocalIndex, asked: Asked, clearance: Clearance, seen: list[NDArray[np.bool_]], settings: Settings
) -> _Pool:
    chosen, records = [], 0
    if sum(int(mask.sum()) for mask in seen) <= settings.exact:
        chosen = [Chosen(np.flatnonzero(mask), np.ones(int(mask.sum()), dtype=np.bool_)) for mask in seen]
    else:
        records = count_records(index, seen)
        chosen = narrow(index, asked, clearance, seen, records)
    tables = [part.segment.table for part in index.parts]
    numbers = np.concatenate([of.rows + start for of, start in zip(chosen, index.starts[:-1], strict=True)])
    places = [table.record[of.rows] for of, table in zip(chosen, tables, strict=True)]
    firsts = [np.flatnonzero(np.diff(place, prepend=-1)) for place in places]
    begun = np.cumsum([0, *(len(place) for place in places)])[:-1]
    named = np.concatenate([of.named[first] for of, first in zip(chosen, firsts, strict=True)])
    drawn = int((~named).sum())
    parts = list(zip(tables, chosen, firsts, places, strict=True))
    return _Pool(
        numbers,
        np.concatenate([first + start for first, start in zip(firsts, begun, strict=True)]),
        np.concatenate([table.records[place[first]] for table, _, first, place in parts]),
        np.concatenate([table.industries[table.industry[of.rows[first]]] for table, of, first, _ in parts]),
        named,
        (records - int(named.sum())) / drawn if drawn else 1.0,
        _scores(index, asked, clearance, chosen),
    )


def _scores(index: LocalIndex, asked: Asked, clearance: Clearance, chosen: list[Chosen]) -> dict[str, Scores]:
    found = [
        asked.scores(part, index.encoded(part, clearance), of.rows)
        for part, of in zip(index.parts, chosen, strict=True)
    ]
    return {name: np.concatenate([scores[name] for scores in found]) for name in found[0]}


def _weights(asked: Asked, pool: _Pool, query: Query, settings: Settings) -> dict[str, float]:
    """Return how much each recall counts for this query."""
    words = _trusted(pool.scores["words"], asked.words, settings)
    weights = {
        "words": settings.words * words,
        "bigrams": settings.bigrams * _trusted(pool.scores["bigrams"], asked.grams, settings),
        "vectors": settings.vectors * asked.trust,
        "topics": settings.topics * (1.0 - asked.trust),
        "bridge": settings.bridge * (1.0 - words) ** settings.open * settings.reach ** (2.0 * query.far - 1.0),
    }
    return {name: weights[name] for name in pool.scores}


def _trusted(scores: Scores, wanted: Wanted, settings: Settings) -> float:
    """Trust a lexical recall as far as its best chunk covers the query: a stray common word says little."""
    covered = float(scores.max()) / wanted.whole if wanted.whole > 0 else 0.0
    return min(1.0, covered / settings.covered)


def _by_record(scores: Scores, pool: _Pool, settings: Settings) -> Scores:
    """Join the scores of each record's chunks, in spreads.

    Beside the best chunk counts the sum of all over the root of their number: many chunks that touch the query a little
    speak for a record as one that touches it well, but a record gains nothing by being long.
    """
    counts = np.diff(np.append(pool.starts, len(scores)))
    best = np.maximum.reduceat(scores, pool.starts)
    joined = best + settings.parts * np.add.reduceat(scores, pool.starts) / np.sqrt(counts)
    spread = _spread(joined, pool) or float(joined.max()) or 1.0  # one record alone has no spread
    return np.asarray(joined / spread)


def _spread(joined: Scores, pool: _Pool) -> float:
    """Return the standard deviation over all records seen: those named, and those for which the others stand.

    Summed in the order of size, so that it is the same however records are spread over parts.
    """
    named, drawn = np.sort(joined[pool.named]), np.sort(joined[~pool.named])
    count = len(named) + pool.stands_for * len(drawn)
    mean = (named.sum() + pool.stands_for * drawn.sum()) / count
    apart = ((named - mean) ** 2).sum() + pool.stands_for * ((drawn - mean) ** 2).sum()
    return float(np.sqrt(apart / count))


def _fuse(
    query: Query, pool: _Pool, shares: dict[str, Scores], weights: dict[str, float], settings: Settings
) -> Ranking:
    scores = sum(shares.values(), np.zeros(len(pool.keys))) * _dial(query, pool, settings)
    best = _best(scores, pool.keys, query.top)
    chunks = _best_chunks(pool, weights, best)
    return Ranking(
        tuple(pool.keys[place].decode() for place in best),
        scores[best],
        {name: share[best] for name, share in shares.items()},
        pool.numbers[chunks],
    )


def _best(scores: Scores, keys: NDArray[np.bytes_], top: int) -> NDArray[np.int64]:
    """Return the places of the best scores above 0, equal ones by their keys."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > top:
        rows = rows[scores[rows] >= np.partition(scores[rows], len(rows) - top)[len(rows) - top]]
    return rows[np.lexsort((keys[rows], -scores[rows]))][:top]


def _best_chunks(pool: _Pool, weights: dict[str, float], best: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the chunk (its place in the pool) that speaks loudest for each of the best records."""
    loud = np.zeros(len(pool.numbers))
    for name, scores in pool.scores.items():
        top = float(scores.max())
        loud += weights[name] * scores / top if top > 0 else 0.0
    ends = np.append(pool.starts[1:], len(loud))
    return np.array([pool.starts[r] + int(np.argmax(loud[pool.starts[r] : ends[r]])) for r in best], dtype=np.int64)


def _dial(query: Query, pool: _Pool, settings: Settings) -> Scores:
    """Return a factor for each record: above 1 for the industries that the dial prefers, 1 where one is unknown."""
    industries, places = np.unique(pool.industries, return_inverse=True)
    apart = [distance(query.home_industry, industry.decode()) for industry in industries]
    lean = np.array([0.0 if d is None else (2.0 * query.far - 1.0) * (2.0 * d - 1.0) for d in apart])
    return np.asarray(np.exp(settings.dial * lean)[places])


def _hit(index: LocalIndex, view: View, text: Analysis, query: Query, ranking: Ranking, place: int) -> Hit:
    chunk = index.chunk(int(ranking.chunks[place]))
    held = analyse(chunk.text, chunk.lang)
    shares = {name: float(share[place]) for name, share in ranking.shares.items() if share[place] > 0}
    shared = _shared(view, text, held, chunk)
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


def _shared(view: View, text: Analysis, held: Analysis, chunk: Chunk) -> tuple[str, ...]:
    """Return the words of the chunk that the query shares, as the chunk spells them, most telling first."""
    clean = normalise(chunk.text)
    spelling: dict[str, str] = {}
    for term, (start, end) in zip(held.terms, held.spans, strict=True):
        whole = end + 1 if clean[end - 1 : end] in _CUT else end
        spelling.setdefault(term, clean[start:whole])
    common = sorted(term for term in set(text.terms) & set(spelling) if is_telling(term))
    telling = view.words.idf(np.array([term_hash(term) for term in common], dtype=np.uint64))
    least = _TELLING if view.words.chunks >= _MANY else 0.0
    order = [place for place in np.lexsort((np.arange(len(common)), -telling)) if telling[place] >= least]
    return tuple(dict.fromkeys(spelling[common[place]] for place in order))
