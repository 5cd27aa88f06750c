"""A query made ready, and the score of each recall for any chunks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kyoso.engines.matching.dense import Quantised
from kyoso.engines.matching.frame import Encoded
from kyoso.engines.matching.index import LocalIndex, Part
from kyoso.engines.matching.lexical import Scores, Terms, Wanted, bm25, bm25_of
from kyoso.engines.matching.problem import KINDS, Clearance, Query
from kyoso.engines.matching.segment import Rows
from kyoso.engines.matching.settings import Settings
from kyoso.engines.matching.text import Analysis, analyse

NEED = KINDS.index("need")
_MANY = 4  # one chunk in so many, and it is quicker to score all of a part than to look each up


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks of each recall, under the statistics of the viewer's view.

    Attributes:
        text: the query's words and character pairs.
        words, grams: the same, weighed.
        vector, topics: one row each; ``topics`` is None where vectors know all words or there are no topics.
        trust: how far (0 to 1) the word vectors are trusted with this text.
        wanted, offered: the bridge's technologies that the text wants, and offers; one row each, None without a bridge.
    """

    text: Analysis
    words: Wanted
    grams: Wanted
    vector: Quantised
    topics: Quantised | None
    trust: float
    wanted: Quantised | None
    offered: Quantised | None

    @classmethod
    def of(cls, index: LocalIndex, query: Query, clearance: Clearance, settings: Settings) -> Asked:
        """Make a query ready."""
        view, text = index.view_for(clearance), analyse(query.text)
        encoder = index.encoder(view)
        vector, known = encoder.vector(text.terms)
        trust = settings.trust(known)
        wanted = offered = None
        if index.resources.bridge.size:
            reader = index.resources.reader
            wanted = Quantised.plain(reader.demand(reader.buyer(query.text), query.home_industry)[None, :])
            offered = Quantised.plain(reader.supply(reader.maker(query.text))[None, :])
        return cls(
            text,
            Wanted.of(text.terms, view.words, settings.k1, settings.b),
            Wanted.of(text.grams, view.grams, settings.k1, settings.b),
            vector,
            encoder.topics(text.terms) if trust < 1 and view.has_topics else None,
            trust,
            wanted,
            offered,
        )

    def scores(self, part: Part, encoded: Encoded, rows: Rows) -> dict[str, Scores]:
        """Return each recall's scores of some chunks of a part, 0 or more; the same whichever chunks are asked for."""
        found = {
            "words": _lexical(part.segment.words, self.words, rows),
            "bigrams": _lexical(part.segment.grams, self.grams, rows),
        }
        if self.trust > 0:
            found["vectors"] = near(encoded.vectors, self.vector, rows)
        if self.topics is not None:
            found["topics"] = near(encoded.topics, self.topics, rows)
        if self.wanted is not None and self.offered is not None:
            found["bridge"] = _crossing(part, self.wanted, self.offered, rows)
        return found


def near(vectors: Quantised, asked: Quantised, rows: Rows) -> Scores:
    """Return the cosines of some rows with the one asked for, 0 where they point apart."""
    all_of_them = len(rows) * _MANY > len(vectors.values)
    cosines = vectors.cosines(asked)[rows] if all_of_them else vectors.take(rows).cosines(asked)
    return np.maximum(cosines, 0).astype(np.float64)


def _lexical(terms: Terms, wanted: Wanted, rows: Rows) -> Scores:
    all_of_them = len(rows) * _MANY > len(terms.lengths)
    return bm25(terms, wanted)[rows] if all_of_them else bm25_of(terms, wanted, rows)


def _crossing(part: Part, wanted: Quantised, offered: Quantised, rows: Rows) -> Scores:
    """Return how well what a chunk offers serves what the query wants, or the other way round for a chunk of a need."""
    segment = part.segment
    is_need = segment.table.kind[rows] == NEED
    places, owner = segment.readings.entries(rows)
    columns = segment.readings.columns[places]
    asked = np.where(is_need[owner], offered.values[0][columns], wanted.values[0][columns]).astype(np.float64)
    dots = np.bincount(owner, weights=asked * segment.readings.values[places], minlength=len(rows))
    scale = np.where(is_need, offered.scales[0], wanted.scales[0])
    return np.asarray(dots.astype(np.float32) * segment.scales[rows] * scale, dtype=np.float64)
