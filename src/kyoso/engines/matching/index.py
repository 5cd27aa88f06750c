"""The local index: a frame and the segments that were read into it.

An index is a value: to take changes in is to make another one, which shares with the first what did not change. What a
chunk scores depends on the query, the chunk and the frame, never on how chunks are spread over segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.feeding import read
from kyoso.engines.matching.frame import Encoded, Encoder, Frame, View
from kyoso.engines.matching.problem import KINDS, PUBLIC, Chunk, Clearance, Query
from kyoso.engines.matching.resources import Resources, load_resources
from kyoso.engines.matching.segment import Rows, Segment
from kyoso.engines.matching.settings import BuildSettings

_MOST_PARTS = 8  # parts that a search looks through; then the small ones are joined
_DRIFT = 0.25  # share of the chunks that may come or go before the frame is taken down anew


@dataclass(frozen=True)
class Part:
    """A segment with its vectors, and which of its chunks still stand.

    Attributes:
        segment: what was read.
        public, network: its vectors in each view, one object where the views are one.
        stands: bool (chunks,), False where the record was read again since, or is gone.
    """

    segment: Segment
    public: Encoded
    network: Encoded
    stands: NDArray[np.bool_]

    def without(self, records: Iterable[str]) -> Part:
        """Return the part without some records."""
        table = self.segment.table
        gone = [place for place in map(table.place, records) if place >= 0]
        if not gone:
            return self
        return replace(self, stands=self.stands & ~np.isin(table.record, np.array(gone, dtype=np.int32)))


@dataclass(frozen=True)
class LocalIndex:
    """Everything that a search reads. Make it with ``build``, or open what was saved (``store.py``).

    Attributes:
        frame: statistics, and what is derived from them.
        parts: the segments; numbers of chunks and records run on from one to the next.
        framed: how many chunks stood when the frame was taken down.
        resources: word vectors and bridge it was built with.
    """

    frame: Frame
    parts: tuple[Part, ...]
    framed: int
    resources: Resources

    @classmethod
    def build(
        cls,
        chunks: Iterable[Chunk],
        resources: Resources | None = None,
        settings: BuildSettings | None = None,
    ) -> LocalIndex:
        """Index the chunks; their order has no effect and repeated ones count once.

        Raises:
            bridge_file.BridgeError: a bridge file breaks a rule (only when ``resources`` is None).
        """
        resources, settings = resources or load_resources(), settings or BuildSettings()
        whole = join([(segment, all_rows(segment)) for segment in read(in_order(chunks), resources)])
        return framed(whole, resources, settings)

    def updated(self, changes: Mapping[str, Sequence[Chunk]]) -> LocalIndex:
        """Return an index in which some records have the chunks given, none meaning that the record is gone.

        The frame stays as it is until a quarter of the chunks came or went; then it is taken down anew.
        """
        index = self._with(changes)
        return index._reframed() if index._has_drifted else index._tidied()

    def view_for(self, clearance: Clearance) -> View:
        """Return the view whose statistics this viewer's searches use."""
        return self.frame.public if clearance.default == PUBLIC else self.frame.network

    def encoded(self, part: Part, clearance: Clearance) -> Encoded:
        """Return the vectors of a part that this viewer's searches use."""
        return part.public if clearance.default == PUBLIC else part.network

    def encoder(self, view: View) -> Encoder:
        """Return what turns a query's text into the vectors of a view."""
        return Encoder(view, self.resources, self.frame.settings)

    def visible(self, clearance: Clearance, query: Query) -> list[NDArray[np.bool_]]:
        """Return for each part which of its chunks (chunks,) the viewer may see and the query asks for.

        This is the mask of every recall. What it costs does not depend on how many owners the viewer has grants from.
        """
        return [_visible(part, clearance, query) for part in self.parts]

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The number of the first chunk of each part, (parts + 1,)."""
        return np.concatenate([[0], np.cumsum([len(part.segment) for part in self.parts])]).astype(np.int64)

    def chunk(self, number: int) -> Chunk:
        """Return a chunk as it was given to ``build``."""
        place = int(np.searchsorted(self.starts, number, side="right")) - 1
        return self.parts[place].segment.chunk(number - int(self.starts[place]))

    def __len__(self) -> int:
        """Return the number of chunks that stand."""
        return sum(int(part.stands.sum()) for part in self.parts)

    def records(self) -> Iterator[str]:
        """Yield the keys of the records that stand, in no order."""
        for part in self.parts:
            table = part.segment.table
            yield from (key.decode() for key in table.records[np.unique(table.record[part.stands])])

    @property
    def _has_drifted(self) -> bool:
        come = sum(len(part.segment) for part in self.parts[1:])
        gone = sum(int((~part.stands).sum()) for part in self.parts[:1])
        return come + gone > _DRIFT * self.framed

    def _reframed(self) -> LocalIndex:
        whole = join([(part.segment, np.flatnonzero(part.stands)) for part in self.parts])
        return framed(whole, self.resources, self.frame.settings)

    def _with(self, changes: Mapping[str, Sequence[Chunk]]) -> LocalIndex:
        """Take changes in under the same frame: what is read again stands no more where it stood."""
        fresh = in_order(chunk for chunks in changes.values() for chunk in chunks)
        parts = tuple(part.without(changes) for part in self.parts)
        if fresh:
            read_now = [(segment, all_rows(segment)) for segment in read(fresh, self.resources)]
            parts += (self._placed(join(read_now)),)
        return replace(self, parts=parts)

    def _tidied(self) -> LocalIndex:
        """Join all parts but the first once there are many."""
        if len(self.parts) <= _MOST_PARTS:
            return self
        small = [(part, np.flatnonzero(part.stands)) for part in self.parts[1:]]
        order = _order([(part.segment, rows) for part, rows in small])
        segment = Segment.merge([(part.segment, rows) for part, rows in small], order)
        public = Encoded.merge([(part.public, rows) for part, rows in small], order)
        one = self.frame.is_one
        network = public if one else Encoded.merge([(part.network, rows) for part, rows in small], order)
        return replace(self, parts=(self.parts[0], Part(segment, public, network, np.ones(len(segment), np.bool_))))

    def _placed(self, segment: Segment) -> Part:
        return Part(segment, *self.frame.encode(segment, self.resources), np.ones(len(segment), np.bool_))


def framed(whole: Segment, resources: Resources, settings: BuildSettings) -> LocalIndex:
    """Return an index of one part, with a frame of its own."""
    frame = Frame.build(whole, resources, settings)
    part = Part(whole, *frame.encode(whole, resources), np.ones(len(whole), dtype=np.bool_))
    return LocalIndex(frame, (part,), len(whole), resources)


def in_order(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Return chunks in their order, each once."""
    return sorted(set(chunks), key=lambda chunk: chunk.sort_key)


def join(parts: Sequence[tuple[Segment, Rows]]) -> Segment:
    """Return one segment of the chunks taken of each."""
    if len(parts) == 1 and len(parts[0][1]) == len(parts[0][0]):
        return parts[0][0]
    return Segment.merge(parts, _order(parts))


def all_rows(segment: Segment) -> Rows:
    """Return the rows of all chunks of a segment."""
    return np.arange(len(segment))


def _order(parts: Sequence[tuple[Segment, Rows]]) -> Rows:
    """Return the order by record of chunks taken one part after the other; within a record it stays as it is."""
    keys = np.concatenate([part.table.records[part.table.record[rows]] for part, rows in parts])
    return np.argsort(keys, kind="stable")


def _visible(part: Part, clearance: Clearance, query: Query) -> NDArray[np.bool_]:
    table = part.segment.table
    by_owner = np.full(len(table.owners), clearance.default, dtype=np.int8)
    if clearance.owners:
        owners = np.array(sorted(clearance.owners), dtype=np.int64)
        given = np.array([clearance.owners[int(owner)] for owner in owners], dtype=np.int8)
        places = np.minimum(np.searchsorted(owners, table.owners), len(owners) - 1)
        by_owner = np.where(owners[places] == table.owners, np.maximum(by_owner, given[places]), by_owner)
    tiers = by_owner[table.owner]
    for record, tier in clearance.records.items():
        place = table.place(record)
        if place >= 0:
            span = slice(*np.searchsorted(table.record, [place, place + 1]))
            np.maximum(tiers[span], tier, out=tiers[span])
    seen = part.stands & (table.tier_from <= tiers) & (tiers <= table.tier_to)
    if query.kinds:
        seen &= np.isin(table.kind, [KINDS.index(kind) for kind in query.kinds])
    if query.exclude_owner is not None:
        seen &= (table.owners != query.exclude_owner)[table.owner]
    return seen
