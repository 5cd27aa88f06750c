"""Candidates out of very many chunks: each recall names its best by a shorter way, and only these are scored.

Nothing here may depend on what the viewer does not see: how many terms are followed is told by the view's statistics,
how many chunks are drawn by those that are seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.asking import NEED, Asked, near
from kyoso.engines.matching.dense import Quantised
from kyoso.engines.matching.frame import Encoded, signs_of
from kyoso.engines.matching.index import LocalIndex, Part
from kyoso.engines.matching.lexical import Scores, Terms, Wanted, bm25
from kyoso.engines.matching.problem import Clearance
from kyoso.engines.matching.segment import Rows, Table

NAMED = 400
"""Chunks that a recall names, or a few more that score the same."""

LOOKED_AT = 3_000
"""Chunks whose signs are nearest, of which the vectors then name the best."""

FOLLOWED = 150_000
"""Postings of a query's rarer terms, by the view's own counts, that are added up to name candidates."""

TECHNOLOGIES = 8
"""The clearest technologies of a query, by which the bridge names candidates."""

DRAWN = 1_000
"""Records drawn as good as by chance, to tell how scores are spread over all that the viewer sees."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a part is to be scored.

    Attributes:
        rows: chunks, ascending; with one of a record all of it that the viewer sees.
        named: bool (rows,), False where a chunk was only drawn.
    """

    rows: Rows
    named: Mask


@dataclass(frozen=True, slots=True)
class _Place:
    """A part, its vectors in the viewer's view, and what of it the viewer sees."""

    part: Part
    encoded: Encoded
    seen: Mask


def narrow(index: LocalIndex, asked: Asked, clearance: Clearance, seen: list[Mask], records: int) -> list[Chosen]:
    """Return for each part all recalls' candidates, and what was drawn of the ``records`` that are seen."""
    places = [_Place(part, index.encoded(part, clearance), mask) for part, mask in zip(index.parts, seen, strict=True)]
    named = [np.zeros(len(place.part.segment.table.records), dtype=np.bool_) for place in places]
    for recall in _recalls(asked, places):
        for place, of_part, rows in zip(places, named, _best(places, recall), strict=True):
            of_part[place.part.segment.table.record[rows]] = True
    return [_chosen(place, of_part, DRAWN / max(records, 1)) for place, of_part in zip(places, named, strict=True)]


def count_records(index: LocalIndex, seen: list[Mask]) -> int:
    """Return of how many records the viewer sees something."""
    return sum(
        int(np.count_nonzero(np.diff(part.segment.table.record[mask]))) + bool(mask.any())
        for part, mask in zip(index.parts, seen, strict=True)
    )


def _chosen(place: _Place, named: Mask, share: float) -> Chosen:
    table = place.part.segment.table
    drawn = np.zeros(len(named), dtype=np.bool_)
    drawn[table.record[_drawn(table, share)]] = True
    rows = _of_records(table, np.flatnonzero(named | drawn))
    rows = rows[place.seen[rows]]
    return Chosen(rows, named[table.record[rows]])


Named = list[tuple[Rows, Scores]]
"""For each part the chunks that a recall finds by a shorter way, and their scores by it."""


def _recalls(asked: Asked, places: list[_Place]) -> Iterator[Named]:
    yield [_by_terms(place.part.segment.words, asked.words, place.seen) for place in places]
    yield [_by_terms(place.part.segment.grams, asked.grams, place.seen) for place in places]
    if asked.trust > 0:
        vectors = [(place.encoded.vectors, place.encoded.vector_signs, place.seen) for place in places]
        yield _by_signs(vectors, asked.vector)
    if asked.topics is not None:
        topics = [(place.encoded.topics, place.encoded.topic_signs, place.seen) for place in places]
        yield _by_signs(topics, asked.topics)
    if asked.wanted is not None and asked.offered is not None:
        yield [_by_technology(place, asked.wanted, is_need=False) for place in places]
        yield [_by_technology(place, asked.offered, is_need=True) for place in places]


def _by_terms(terms: Terms, wanted: Wanted, seen: Mask) -> tuple[Rows, Scores]:
    """Return the chunks that hold one of the rarer terms of the query."""
    order = np.argsort(wanted.common, kind="stable")
    followed = np.zeros(len(order), dtype=np.bool_)
    followed[order] = np.cumsum(wanted.common[order]) <= FOLLOWED
    followed[order[:1]] = True
    scores = bm25(terms, wanted, followed)
    rows = np.flatnonzero((scores > 0) & seen)
    return rows, scores[rows]


def _by_signs(tables: list[tuple[Quantised, NDArray[np.uint64], Mask]], asked: Quantised) -> Named:
    """Return the chunks whose signs differ from a vector's in the fewest places, with their cosines."""
    differ = [_differences(signs, asked) for _, signs, _ in tables]
    counts = np.zeros(signs_of(asked).size * 64 + 1, dtype=np.int64)
    for apart, (_, _, seen) in zip(differ, tables, strict=True):
        counts += np.bincount(apart[seen], minlength=len(counts))
    most = int(np.searchsorted(np.cumsum(counts), LOOKED_AT))
    nearest = [np.flatnonzero((apart <= most) & seen) for apart, (_, _, seen) in zip(differ, tables, strict=True)]
    return [(rows, near(vectors, asked, rows)) for rows, (vectors, _, _) in zip(nearest, tables, strict=True)]


def _differences(signs: NDArray[np.uint64], asked: Quantised) -> NDArray[np.uint16]:
    differ = np.zeros(signs.shape[1], dtype=np.uint16)
    for row, sign in zip(signs, signs_of(asked)[:, 0], strict=True):
        differ += np.bitwise_count(row ^ sign)
    return differ


def _by_technology(place: _Place, asked: Quantised, *, is_need: bool) -> tuple[Rows, Scores]:
    """Return the chunks that stand for the technologies asked for most."""
    segment = place.part.segment
    scores = np.zeros(len(segment))
    for technology in np.argsort(-asked.values[0].astype(np.int16), kind="stable")[:TECHNOLOGIES]:
        weight = int(asked.values[0][technology])
        if weight > 0 and technology < len(segment.readers):
            span = slice(int(segment.readers.starts[technology]), int(segment.readers.starts[technology + 1]))
            scores[segment.readers.columns[span]] += weight * segment.readers.values[span].astype(np.float64)
    rows = np.flatnonzero((scores > 0) & place.seen & ((segment.table.kind == NEED) == is_need))
    return rows, scores[rows] * segment.scales[rows]


def _best(places: list[_Place], found: Named) -> list[Rows]:
    """Return of each part the rows with the best scores: ``NAMED`` in all, and most that score as the last of them."""
    scores = np.concatenate([of_part for _, of_part in found])
    if len(scores) <= NAMED:
        return [rows for rows, _ in found]
    least = np.partition(scores, len(scores) - NAMED)[len(scores) - NAMED]
    share = 1.0 if np.count_nonzero(scores >= least) <= 2 * NAMED else NAMED / np.count_nonzero(scores == least)
    return [_above(place, rows, of_part, least, share) for place, (rows, of_part) in zip(places, found, strict=True)]


def _above(place: _Place, rows: Rows, scores: Scores, least: float, share: float) -> Rows:
    """Return the rows above the least score, and a share of those with just this score."""
    if share == 1.0:
        return rows[scores >= least]
    is_drawn = np.zeros(len(place.seen), dtype=np.bool_)
    is_drawn[_drawn(place.part.segment.table, share)] = True
    return rows[(scores > least) | ((scores == least) & is_drawn[rows])]


def _drawn(table: Table, share: float) -> Rows:
    """Return the chunks of a share of all records, which only the records' keys decide."""
    return table.drawn[: np.searchsorted(table.chance, np.uint64(min(share, 1.0) * (2**64 - 2048)))].astype(np.int64)


def _of_records(table: Table, records: NDArray[np.int64]) -> Rows:
    """Return all chunks of some records, ascending."""
    starts, ends = (np.searchsorted(table.record, records, side=side) for side in ("left", "right"))
    lengths = ends - starts
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(records) else np.zeros(0, dtype=np.int64)
    return np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
