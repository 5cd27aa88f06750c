"""The index of what can be found by its words: one writer, any number of readers, in a folder."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any, NamedTuple

from tantivy import Document, Index, Order, Query, Schema, SchemaBuilder, Searcher

from kyoso.engines.search.problem import FACETS, TIERS, Entry, Found, Mask, Question
from kyoso.engines.search.query import Builder
from kyoso.engines.search.text import terms
from kyoso.engines.search.words import Words

FORMAT = "4"
"""Raised when entries are written otherwise than before: an older index is then missing."""

DAMAGED = "damaged"
"""A file of this name in an index says that somebody found it damaged."""

_NOBODYS_WORD = "zzzz"
_MEMORY = 64_000_000  # bytes that the writer may fill before it writes
_MOST_VALUES = 500  # values counted of a facet
_SPREAD = 2**12  # places in the order for views that changed in the same microsecond


_WORDS_LAST = 60.0  # seconds before the list of Latin words is read again, which takes 0.1 s at 700,000 entries


class IndexMissingError(Exception):
    """There is no index in the folder, one of another format, or a damaged one: build it."""


class _Words(NamedTuple):
    words: Words
    seen: int
    read_at: float


class SearchIndex:
    """Readers share one; it sees what the writer committed."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder.

        Raises:
            IndexMissingError: there is none that can be read; so do all questions to it, once it is gone or damaged.
        """
        if not is_built(folder):
            raise IndexMissingError(str(folder))
        self._folder = folder
        with damage_told(folder):
            self._index = Index.open(str(folder / FORMAT))
            self._index.config_reader("manual")
        self._builder = Builder(self._index.schema, self._near)
        self._meta = folder / FORMAT / "meta.json"
        self._seen = 0
        self._words = _Words(Words(()), 0, 0.0)

    def find(self, question: Question, mask: Mask, offset: int = 0, limit: int = 20) -> Found:
        """Return one page of what answers a question: titles with every word first, then by change or name."""
        with damage_told(self._folder):
            return self._find(question, mask, offset, limit)

    def _find(self, question: Question, mask: Mask, offset: int, limit: int) -> Found:
        searcher, everything = self._searcher(), self._builder.build(question, mask)
        if not question.words:
            return self._page(searcher, everything, offset, limit, question.by_name)
        titles = self._builder.build(question, mask, text_field="title")
        first = self._page(searcher, titles, offset, limit, question.by_name)
        rest = self._builder.both(everything, titles, is_in=False)
        begin = max(0, offset - first.total)
        others = self._page(searcher, rest, begin, limit - len(first.keys), question.by_name)
        return Found(first.keys + others.keys, first.total + others.total)

    def count(self, question: Question, mask: Mask) -> int:
        """Return how many views answer a question."""
        with damage_told(self._folder):
            return self._page(self._searcher(), self._builder.build(question, mask), 0, 0).total

    def facets(self, question: Question, mask: Mask, names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Count the values of each facet under what was chosen in the others: most frequent first, then by value."""
        with damage_told(self._folder):
            return self._facets(question, mask, names)

    def _facets(self, question: Question, mask: Mask, names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        searcher = self._searcher()
        counted: dict[str, list[tuple[str, int]]] = {}
        free = [name for name in names if not question.chosen.get(name)]
        if free:
            counted |= self._counts(searcher, self._builder.build(question, mask), free)
        for name in set(names) - set(free):
            counted |= self._counts(searcher, self._builder.build(question, mask, except_facet=name), [name])
        return {name: counted[name] for name in names}

    def _counts(self, searcher: Searcher, query: Query, names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
        found: dict[str, Any] = searcher.aggregate(query, wanted)
        return {
            name: sorted(
                ((bucket["key"], bucket["doc_count"]) for bucket in found[name]["buckets"] if bucket["key"]),
                key=lambda counted: (-counted[1], counted[0]),
            )
            for name in names
        }

    def _page(self, searcher: Searcher, query: Query, offset: int, limit: int, by_name: bool = False) -> Found:
        name, order = ("name", Order.Asc) if by_name else ("order", Order.Desc)
        if offset and offset >= (total := self._page(searcher, query, 0, 0).total):
            return Found((), total)  # sorting that far would take memory for every place before
        result = searcher.search(
            query, limit=max(limit, 1), count=True, order_by_field=name, offset=offset, order=order
        )
        hits = [address for _, address in result.hits][:limit] if limit > 0 else []
        return Found(tuple(int(key or 0) for key in searcher.fast_field_values("key", hits)), int(result.count or 0))  # type: ignore[attr-defined]  # not in its stubs

    def _near(self, word: str) -> Sequence[str]:
        """Return the words near to one; those written in the last minute count only where nothing else is near."""
        known = self._words
        near = known.words.near(word)
        if known.seen != self._seen and (not near or time.monotonic() - known.read_at > _WORDS_LAST):
            self._words = known = _Words(self._read_words(), self._seen, time.monotonic())
            near = known.words.near(word)
        return near

    def _read_words(self) -> Words:
        searcher = self._index.searcher()
        begins = ascii_lowercase + digits
        return Words(word for sign in begins for word, _ in searcher.terms_with_prefix("text", sign))

    def _searcher(self) -> Searcher:
        """Look again only when the writer committed since."""
        changed = self._meta.stat().st_mtime_ns
        if changed != self._seen:
            self._index.reload()
            self._seen = changed
        return self._index.searcher()


def write_index(folder: Path, entries: Iterable[Entry]) -> int:
    """Build a whole index beside the one in use, put it in its place, and return the number of entries.

    Readers that have the old one open go on with the new one. Whatever else lies in the folder is removed: indexes of
    other formats, and what a process that was killed left behind.
    """
    fresh, old = folder / "writing", folder / "old"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    writer = Index(_schema(), str(fresh)).writer(_MEMORY, 1)
    written = 0
    for entry in entries:
        writer.add_document(_document(entry))
        written += 1
    writer.commit()
    writer.wait_merging_threads()
    shutil.rmtree(old, ignore_errors=True)
    if (folder / FORMAT).exists():
        (folder / FORMAT).rename(old)  # whole or not at all: one killed while removing it would leave half of it there
    fresh.rename(folder / FORMAT)
    for left in folder.iterdir():
        if left.name != FORMAT:
            shutil.rmtree(left, ignore_errors=True)
    return written


def update_index(
    folder: Path, records: Iterable[str] = (), owners: Iterable[int] = (), entries: Iterable[Entry] = ()
) -> None:
    """Replace all views of some records, and all of some owners, by the entries given; readers see all of it or none.

    Raises:
        IndexMissingError: there is none that can be written to.
    """
    if not is_built(folder):
        raise IndexMissingError(str(folder))
    with damage_told(folder):
        index = Index.open(str(folder / FORMAT))
        writer = index.writer(_MEMORY, 1)
        for record in records:
            writer.delete_documents_by_query(Query.term_query(index.schema, "record", record))
        for owner in owners:
            writer.delete_documents_by_query(Query.term_query(index.schema, "owner", owner))
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()


def is_built(folder: Path) -> bool:
    """Return whether there is an index of this format in a folder, which nobody found damaged."""
    return (folder / FORMAT / "meta.json").is_file() and not (folder / FORMAT / DAMAGED).exists()


def is_sound(folder: Path) -> bool:
    """Open the index anew and read a little of every part: False where there is none, or a file is cut off or gone.

    Bytes changed inside of a file are not all noticed: that would take reading all of it.
    """
    try:
        index = Index.open(str(folder / FORMAT))
        searcher = index.searcher()
        searcher.search(Query.all_query(), limit=1, count=True, order_by_field="order")
        searcher.terms_with_prefix("text", _NOBODYS_WORD)
        searcher.aggregate(Query.all_query(), {name: {"terms": {"field": name, "size": 1}} for name in FACETS})
    except BaseException as error:
        if not _is_of_reading(error):
            raise
        return False
    return True


@contextmanager
def damage_told(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with a damaged index into IndexMissingError, and leave a note so that it is built anew.

    What goes wrong with a sound one (a question that is none, a full disk, another writer) is raised as it is.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, IndexMissingError) or not _is_of_reading(error) or is_sound(folder):
            raise
        with suppress(OSError):
            (folder / FORMAT / DAMAGED).touch()
        raise IndexMissingError(str(folder)) from error


def _is_of_reading(error: BaseException) -> bool:
    """Tantivy tells of files by these, and where it did not expect what it read, by a panic of its own."""
    return isinstance(error, OSError | ValueError | RuntimeError) or type(error).__name__ == "PanicException"


def _schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("kind", "record"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("owner", "tier"):
        builder.add_unsigned_field(name, indexed=True)
    for name in ("changed", "span_first", "span_last"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("order", "key"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def _document(entry: Entry) -> Document:
    document = Document()
    document.add_text("title", terms(entry.title))
    document.add_text("text", terms(entry.title, entry.text))
    document.add_text("kind", entry.kind)
    document.add_text("record", entry.record)
    for name in FACETS:
        document.add_text(name, entry.facets.get(name, ""))
    document.add_text("name", f"{entry.name[:100]} {entry.key:012d}")  # no two alike, so that the order is one
    document.add_unsigned("owner", entry.owner)
    for tier in TIERS[entry.tier_from : entry.tier_to + 1]:
        document.add_unsigned("tier", tier)
    document.add_unsigned("changed", entry.changed)
    if entry.span:
        document.add_unsigned("span_first", entry.span[0])
        document.add_unsigned("span_last", entry.span[1])
    document.add_unsigned("order", entry.changed * _SPREAD + entry.key % _SPREAD)
    document.add_unsigned("key", entry.key)
    return document
