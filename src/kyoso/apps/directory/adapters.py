"""The only place that knows the search engine: projections in, their numbers and counts out (D1)."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.conf import settings

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.directory.rules import Part, free_days, parts_of
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import captions_of
from kyoso.apps.files.rules import shown_tier
from kyoso.engines import search as engine
from kyoso.engines.matching import Synonyms, load_synonyms

RecordKey = tuple[str, int]
Listed = Projection | Organisation
Question = engine.Question
Found = engine.Found

_AT_ONCE = 500  # rows whose captions are read together

_lock = threading.Lock()
_open: tuple[Path, engine.SearchIndex] | None = None


class SearchNotReady(Exception):
    """The worker has not built the index yet."""


def build_search(rows: Iterable[Listed]) -> int:
    """Build the whole index from projections and organisations, and return how many there were."""
    global _open
    written = engine.write_index(settings.SEARCH_DIR, _entries(rows))
    with _lock:
        _open = None
    return written


def is_search_ready() -> bool:
    """Say whether there is an index of the form that this version writes."""
    return engine.is_built(settings.SEARCH_DIR)


def is_search_sound() -> bool:
    """Open the index anew, and say whether all its parts can be read; takes some hundredths of a second."""
    return engine.is_sound(settings.SEARCH_DIR)


def update_search(records: Iterable[RecordKey], owners: Iterable[int], rows: Iterable[Listed]) -> None:
    """Replace all that the index holds of some records and owners; SearchNotReady where it is gone or damaged."""
    with _ready():
        engine.update_index(settings.SEARCH_DIR, map(_key, records), owners, _entries(rows))


def find(question: Question, mask: engine.Mask, offset: int, limit: int) -> Found:
    """Return the numbers of the projections on one page of results, and how many results there are."""
    with _ready():
        return _index().find(question, mask, offset, limit)


def count(question: Question, mask: engine.Mask) -> int:
    """Return how many results there are."""
    with _ready():
        return _index().count(question, mask)


def facets(question: Question, mask: engine.Mask, names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """Count the values of each filter under what was chosen in the others."""
    with _ready():
        return _index().facets(question, mask, names)


def mask_of(
    viewer: Clearance, owners: Mapping[RecordKey, int], changing: Iterable[RecordKey], changing_owners: Iterable[int]
) -> engine.Mask:
    """Return what a viewer may see, in the engine's terms.

    `owners` names the owner of each record that is open by itself. What is `changing` waits for the worker: the index
    may hold it as it was, so nobody finds it until then.
    """
    records = {_key(record): (int(tier), owners[record]) for record, tier in viewer.records.items() if record in owners}
    opened = {owner: int(tier) for owner, tier in viewer.owners.items()}
    return engine.Mask(int(viewer.default), opened, records, list(map(_key, changing)), list(changing_owners))


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """Return what the bridge knows to be other names of the same technology; read once a process."""
    return load_synonyms()


def has_latin_words(text: str) -> bool:
    """Say whether some of it is written in Latin letters, where a wrong letter can be forgiven."""
    return any(piece.is_latin for piece in engine.pieces(text))


def _entries(rows: Iterable[Listed]) -> Iterator[engine.Entry]:
    """Yield what stands for each row, with the captions of its files, read for many rows at once."""
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        captions = captions_of({(row.kind, row.record_id) for row in batch if isinstance(row, Projection)})
        for row in batch:
            if isinstance(row, Organisation):
                yield _organisation(row)
            else:
                yield from _record(row, captions.get((row.kind, row.record_id), ()))


def _organisation(row: Organisation) -> engine.Entry:
    """An organisation in the network is public, and found by its names before what it looks for."""
    return engine.Entry(
        key=row.pk,
        record=_key(("organisation", row.pk)),
        kind="organisation",
        owner=row.pk,
        tier_from=0,
        tier_to=3,
        title="\n".join([row.name, row.kana, row.name_en]),
        text=row.search_text,
        changed=0,
        facets={"category": row.kind, "industry": row.industry, "prefecture": row.prefecture},
        name=row.kana or row.name,
    )


def _record(row: Projection, files: Iterable[File]) -> Iterator[engine.Entry]:
    """Yield one entry for all who see the same of a record, captions of its files included: mostly one for a view."""
    captions = [
        (shown_tier(file.tier, row.record_tier), file.caption) for file in files if file.owner_id == row.owner_id
    ]
    for part in parts_of(row.tier_from, row.tier_to, captions):
        yield _part(row, part)


def _part(row: Projection, part: Part) -> engine.Entry:
    owner = row.owner
    return engine.Entry(
        key=row.pk,
        record=_key((row.kind, row.record_id)),
        kind=row.kind,
        owner=row.owner_id,
        tier_from=part.tier_from,
        tier_to=part.tier_to,
        title=row.title,
        text="\n".join([*_texts(row), *part.captions]),
        changed=int(row.changed_at.timestamp() * 1_000_000),
        facets={
            "category": row.category,
            "field": row.field,
            "industry": owner.industry,
            "prefecture": owner.prefecture,
        },
        span=free_days(row.fields) if row.kind == "asset" else None,
    )


def _texts(row: Projection) -> Iterator[str]:
    """Yield what a record is found by, beside its title: its texts, and what its owner is called and looks for."""
    yield from row.fields.values()
    yield row.owner.search_text


def _key(record: RecordKey) -> str:
    return f"{record[0]}:{record[1]}"


def _index() -> engine.SearchIndex:
    """Open the index once; it sees by itself what the worker writes."""
    global _open
    with _lock:
        if _open is None or _open[0] != settings.SEARCH_DIR:
            _open = settings.SEARCH_DIR, engine.SearchIndex(settings.SEARCH_DIR)
        return _open[1]


@contextmanager
def _ready() -> Iterator[None]:
    """An index that is gone or damaged is one that the worker has not built yet; it is opened anew next time."""
    global _open
    try:
        yield
    except engine.IndexMissingError as error:
        with _lock:
            _open = None
        raise SearchNotReady from error
