"""From a question and a mask to a query. The mask is part of every query: nothing is filtered afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from tantivy import FieldType, Occur, Query, Schema

from kyoso.engines.search.problem import TIERS, Mask, Question
from kyoso.engines.search.text import Piece, pieces

Clause = tuple[Occur, Query]
Near = Callable[[str], Sequence[str]]


class Builder:
    """Builds queries for one schema."""

    def __init__(self, schema: Schema, near: Near) -> None:
        """Keep the schema, which every query needs, and who knows the words near to one."""
        self._schema = schema
        self._near = near

    def build(self, question: Question, mask: Mask, *, text_field: str = "text", except_facet: str = "") -> Query:
        """Return the query for everything that answers a question and is open to the viewer.

        ``except_facet`` leaves out what was chosen there, for counting its values.
        """
        clauses = [(Occur.Must, self._term("kind", question.kind)), (Occur.Must, self._visible(mask))]
        clauses += [(Occur.Must, self._any(self._words(text, text_field, question))) for text in question.words]
        for facet, values in question.chosen.items():
            if values and facet != except_facet:
                clauses.append((Occur.Must, Query.term_set_query(self._schema, facet, list(values))))
        if question.owner is not None:
            clauses.append((Occur.Must, self._term("owner", question.owner)))
        if question.since is not None:
            clauses.append((Occur.Must, self._range("changed", question.since + 1, None)))
        if question.during is not None:
            first, last = question.during
            clauses += [(Occur.Must, self._range("span_first", None, last))]
            clauses += [(Occur.Must, self._range("span_last", first, None))]
        clauses += [(Occur.MustNot, self._term("record", record)) for record in mask.without]
        clauses += [(Occur.MustNot, self._term("owner", owner)) for owner in mask.without_owners]
        return Query.boolean_query(clauses)

    def both(self, wanted: Query, other: Query, *, is_in: bool) -> Query:
        """Return what answers the first query and (or but not) the second."""
        return Query.boolean_query([(Occur.Must, wanted), (Occur.Must if is_in else Occur.MustNot, other)])

    def _visible(self, mask: Mask) -> Query:
        """Everything at the default tier, but each owner and record of its own at the tier that is open there."""
        special = [(Occur.MustNot, self._term("owner", owner)) for owner in mask.owners]
        special += [(Occur.MustNot, self._term("record", record)) for record in mask.records]
        ways = [self._all([(Occur.Must, self._tier(mask.default)), *special])]
        apart = [(Occur.MustNot, self._term("record", record)) for record in mask.records]
        for owner, tier in mask.owners.items():
            open_there = self._tier(max(tier, mask.default))
            ways.append(self._all([(Occur.Must, self._term("owner", owner)), (Occur.Must, open_there), *apart]))
        for record, (tier, owner) in mask.records.items():
            open_there = self._tier(max(tier, mask.default, mask.owners.get(owner, 0)))
            ways.append(self._all([(Occur.Must, self._term("record", record)), (Occur.Must, open_there)]))
        return self._any(ways)

    def _words(self, spellings: Iterable[str], text_field: str, question: Question) -> Iterator[Query]:
        for spelling in spellings:
            runs = [self._piece(piece, text_field, question.is_loose) for piece in pieces(spelling)]
            if runs:
                yield self._all([(Occur.Must, run) for run in runs])

    def _piece(self, piece: Piece, text_field: str, is_loose: bool) -> Query:
        if piece.is_latin:
            return self._latin(piece.text, text_field, is_loose)
        if len(piece.text) == 1:  # one sign stands at either end of a pair, or alone
            sign = re.escape(piece.text)
            return Query.regex_query(self._schema, text_field, f"{sign}.?|.{sign}")
        pairs = piece.pairs
        if len(pairs) == 1:
            return self._term(text_field, pairs[0])
        return Query.phrase_query(self._schema, text_field, list(pairs))

    def _latin(self, word: str, text_field: str, is_loose: bool) -> Query:
        ways = [Query.regex_query(self._schema, text_field, f"{re.escape(word)}.*")]
        if is_loose and (near := self._near(word)):
            ways.append(Query.term_set_query(self._schema, text_field, list(near)))
        return self._any(ways)

    def _range(self, name: str, lowest: int | None, highest: int | None) -> Query:
        return Query.range_query(self._schema, name, FieldType.Unsigned, lowest, highest)

    def _tier(self, tier: int) -> Query:
        return self._term("tier", TIERS[tier])

    def _term(self, name: str, value: str | int) -> Query:
        return Query.term_query(self._schema, name, value)

    def _all(self, clauses: list[Clause]) -> Query:
        return Query.boolean_query(clauses)

    def _any(self, ways: Iterable[Query]) -> Query:
        clauses = [(Occur.Should, way) for way in ways]
        return Query.boolean_query(clauses) if clauses else Query.empty_query()
