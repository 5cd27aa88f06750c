"""Some chunks of the corpus, read once: an immutable part of an index, and how parts are joined.

What stands here depends on the chunks themselves and on the bridge, never on other texts: statistics and all that is
derived from them are the frame's (``frame.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.dense import Quantised
from kyoso.engines.matching.lexical import Terms, term_hash
from kyoso.engines.matching.problem import KINDS, LANGUAGES, Chunk
from kyoso.engines.matching.ragged import Arrays, Ragged, joined
from kyoso.engines.matching.reading import Reader
from kyoso.engines.matching.resources import Resources
from kyoso.engines.matching.text import analyse

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """What is known of each chunk beside its text, in columns; chunks are in the order of their records.

    Attributes:
        records: bytes (records,), keys in ascending order; ``record`` counts among them.
        owners: int64 (owners,), ascending; ``owner`` counts among them.
        industries: bytes (industries,), JSIC major groups, ascending; ``industry`` counts among them.
        record, owner, industry: int32 (chunks,).
        kind, tier_from, tier_to, lang: int8 (chunks,).
        chance: uint64 (chunks,), ascending: numbers as good as drawn, which only the keys of the records decide.
        drawn: int32 (chunks,): the chunk that each of them belongs to.
    """

    records: NDArray[np.bytes_]
    owners: NDArray[np.int64]
    industries: NDArray[np.bytes_]
    record: NDArray[np.int32]
    owner: NDArray[np.int32]
    industry: NDArray[np.int32]
    kind: NDArray[np.int8]
    tier_from: NDArray[np.int8]
    tier_to: NDArray[np.int8]
    lang: NDArray[np.int8]
    chance: NDArray[np.uint64]
    drawn: NDArray[np.int32]

    NAMES = ("records", "owners", "industries")
    FIELDS = (*NAMES, "record", "owner", "industry", "kind", "tier_from", "tier_to", "lang", "chance", "drawn")

    @classmethod
    def of(cls, records: NDArray, owners: NDArray, industries: NDArray, **columns: NDArray) -> Table:
        """Name records, owners and industries, which come as values by chunk, by their places among themselves."""
        keys, record = np.unique(records, return_inverse=True)
        owned, owner = np.unique(owners, return_inverse=True)
        groups, industry = np.unique(industries, return_inverse=True)
        chance = np.array([term_hash(key.decode()) for key in keys], dtype=np.uint64)[record]
        drawn = np.argsort(chance, kind="stable").astype(np.int32)
        numbers = {"record": record, "owner": owner, "industry": industry}
        columns |= {name: number.astype(np.int32) for name, number in numbers.items()}
        return cls(records=keys, owners=owned, industries=groups, chance=chance[drawn], drawn=drawn, **columns)

    @classmethod
    def read(cls, chunks: Sequence[Chunk]) -> Table:
        """Take down chunks, which come in the order of their records."""
        return cls.of(
            np.array([chunk.record.encode() for chunk in chunks], dtype=np.bytes_),
            np.array([chunk.owner for chunk in chunks], dtype=np.int64),
            np.array([chunk.industry.encode() for chunk in chunks], dtype=np.bytes_),
            kind=np.array([KINDS.index(chunk.kind) for chunk in chunks], dtype=np.int8),
            tier_from=np.array([chunk.tier_from for chunk in chunks], dtype=np.int8),
            tier_to=np.array([chunk.tier_to for chunk in chunks], dtype=np.int8),
            lang=np.array([LANGUAGES.index(chunk.lang) for chunk in chunks], dtype=np.int8),
        )

    @classmethod
    def merge(cls, parts: Sequence[tuple[Table, Rows]], order: Rows) -> Table:
        """Join the chunks taken of each part, then put them in the order given."""

        def column(value: Callable[[Table], NDArray]) -> NDArray:
            return np.concatenate([value(part)[taken] for part, taken in parts])[order]

        return cls.of(
            column(lambda part: part.records[part.record]),
            column(lambda part: part.owners[part.owner]),
            column(lambda part: part.industries[part.industry]),
            kind=column(lambda part: part.kind),
            tier_from=column(lambda part: part.tier_from),
            tier_to=column(lambda part: part.tier_to),
            lang=column(lambda part: part.lang),
        )

    def place(self, record: str) -> int:
        """Return the place of a record among the records, -1 where it is none of them."""
        key = np.bytes_(record.encode())
        place = int(np.searchsorted(self.records, key)) if len(self.records) else 0
        return place if place < len(self.records) and self.records[place] == key else -1


@dataclass(frozen=True)
class Segment:
    """Chunks with all that can be known of them by themselves.

    Attributes:
        table: what is known beside the texts.
        text_starts, text_bytes: int64 (chunks + 1,), uint8: the texts in UTF-8.
        words, grams: which chunk holds which term.
        vector_rows: int32 (words.keys,): row of each word among the word vectors, -1 where it has none.
        readings: by chunk the bridge's technologies that it offers, or wants if it is a need, int8 of ``scales``.
        readers: the same by technology.
        scales: float32 (chunks,).
    """

    table: Table
    text_starts: NDArray[np.int64]
    text_bytes: NDArray[np.uint8]
    words: Terms
    grams: Terms
    vector_rows: NDArray[np.int32]
    readings: Ragged
    readers: Ragged
    scales: NDArray[np.float32]

    @classmethod
    def read(cls, chunks: Sequence[Chunk], resources: Resources) -> Segment:
        """Read chunks, which come sorted by ``sort_key``: the only place where texts are analysed to be found."""
        texts = [analyse(chunk.text, chunk.lang) for chunk in chunks]
        words, grams = Terms.build([text.terms for text in texts]), Terms.build([text.grams for text in texts])
        raw = [chunk.text.encode() for chunk in chunks]
        spellings = {term_hash(term): term for text in texts for term in text.terms}
        found = _vector_rows([spellings[int(key)] for key in words.keys], resources)
        readings, scales = _readings(chunks, resources.reader)
        technologies = len(resources.bridge.technologies)
        return cls(
            Table.read(chunks),
            *_packed(raw),
            words,
            grams,
            found,
            readings,
            readings.flipped(technologies),
            scales,
        )

    def __len__(self) -> int:
        """Return the number of chunks."""
        return len(self.scales)

    def chunk(self, row: int) -> Chunk:
        """Return a chunk as it was read."""
        table = self.table
        start, end = self.text_starts[row : row + 2]
        return Chunk(
            record=table.records[table.record[row]].decode(),
            text=bytes(self.text_bytes[start:end]).decode(),
            kind=KINDS[table.kind[row]],
            owner=int(table.owners[table.owner[row]]),
            tier_from=int(table.tier_from[row]),
            tier_to=int(table.tier_to[row]),
            industry=table.industries[table.industry[row]].decode(),
            lang=LANGUAGES[table.lang[row]],
        )

    @classmethod
    def merge(cls, parts: Sequence[tuple[Segment, Rows]], order: Rows) -> Segment:
        """Return one segment of the chunks taken of each part, put in the order given; nothing is read again."""

        def column(value: Callable[[Segment], NDArray]) -> NDArray:
            return np.concatenate([value(part)[taken] for part, taken in parts])[order]

        words = Terms.merge([(part.words, taken) for part, taken in parts], order)
        readings = joined([part.readings.take(taken) for part, taken in parts]).take(order)
        return cls(
            Table.merge([(part.table, taken) for part, taken in parts], order),
            *_packed(_raw(parts, order)),
            words,
            Terms.merge([(part.grams, taken) for part, taken in parts], order),
            _same_rows([part for part, _ in parts], words.keys),
            readings,
            readings.flipped(max(len(part.readers) for part, _ in parts)),
            column(lambda part: part.scales),
        )

    def arrays(self) -> dict[str, NDArray]:
        """Return all arrays by name, for saving."""
        saved = {f"table.{name}": getattr(self.table, name) for name in Table.FIELDS}
        saved |= {name: getattr(self, name) for name in ("text_starts", "text_bytes", "vector_rows", "scales")}
        for name in ("words", "grams", "readings", "readers"):
            saved |= getattr(self, name).arrays(name)
        return saved

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Segment:
        """Undo ``arrays``."""
        return cls(
            Table(**{name: arrays[f"table.{name}"] for name in Table.FIELDS}),
            arrays["text_starts"],
            arrays["text_bytes"],
            Terms.from_arrays(arrays, "words"),
            Terms.from_arrays(arrays, "grams"),
            arrays["vector_rows"],
            Ragged.from_arrays(arrays, "readings"),
            Ragged.from_arrays(arrays, "readers"),
            arrays["scales"],
        )


def _packed(raw: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    starts = np.concatenate([[0], np.cumsum([len(text) for text in raw])]).astype(np.int64)
    return starts, np.frombuffer(b"".join(raw), dtype=np.uint8)


def _raw(parts: Sequence[tuple[Segment, Rows]], order: Rows) -> list[bytes]:
    raw = []
    for part, taken in parts:
        data, starts = memoryview(part.text_bytes.data), part.text_starts.tolist()
        raw += [bytes(data[starts[row] : starts[row + 1]]) for row in taken.tolist()]
    return [raw[place] for place in order.tolist()]


def _vector_rows(terms: Sequence[str], resources: Resources) -> NDArray[np.int32]:
    if resources.vectors is None or not terms:
        return np.full(len(terms), -1, dtype=np.int32)
    return resources.vectors.find(terms)


def _same_rows(parts: Sequence[Segment], keys: NDArray[np.uint64]) -> NDArray[np.int32]:
    known, first = np.unique(np.concatenate([part.words.keys for part in parts]), return_index=True)
    rows = np.concatenate([part.vector_rows for part in parts])[first]
    return rows[np.searchsorted(known, keys)] if len(keys) else np.zeros(0, dtype=np.int32)


def _readings(chunks: Sequence[Chunk], reader: Reader) -> tuple[Ragged, NDArray[np.float32]]:
    """Return what each chunk offers of the technologies, or wants of them if it is a need."""
    count = len(reader.bridge.technologies)
    levels = np.zeros((len(chunks), count), dtype=np.float32)
    for place, chunk in enumerate(chunks if count else ()):
        levels[place] = read_level(chunk, reader)
    packed = Quantised.plain(levels)
    rows, columns = np.nonzero(packed.values)
    lengths = np.bincount(rows, minlength=len(chunks))
    return Ragged.of(lengths, columns, packed.values[rows, columns]), packed.scales


def read_level(chunk: Chunk, reader: Reader) -> NDArray[np.float32]:
    """Return how clearly a chunk stands for each technology, or how well each would serve what a need wants."""
    if chunk.kind == "need":
        return reader.demand(reader.buyer(chunk.text, chunk.lang), chunk.industry)
    return reader.supply(reader.maker(chunk.text, chunk.lang))
