"""The only place that knows the engine: records in, ranked keys with coded reasons out."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db.models import Q, QuerySet

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.matching.rules import quote_for, share_said
from kyoso.engines import matching as engine

RecordKey = tuple[str, int]
CANDIDATES = {"need": frozenset({"asset"}), "asset": frozenset({"need"})}
QUERY_TEXTS = {
    "need": ("problem", "requirements", "success"),
    "asset": ("summary", "ability", "evidence", "conditions"),
}

CHUNK = 2_000
"""Rows read from the database at once."""

WAYS = 60
"""Ways asked for, of which most are left out again."""

EACH = 3
"""At most, for one technology."""

SURE_ENOUGH = 0.3
"""The engine's strength times the share of the bridge's phrase that the text itself says."""

_lock = threading.Lock()
_resources: engine.Resources | None = None
_opened: engine.IndexFolder | None = None
_index: tuple[tuple[engine.IndexFolder, str], engine.LocalIndex] | None = None


class IndexNotReady(Exception):
    """The worker has not built an index yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that the engine proposes, before the door is asked a second time."""

    key: RecordKey
    score: float
    why: engine.Explanation
    path: engine.BridgePath | None
    text: str
    """What was compared, as it stood when the index was built."""


@dataclass(frozen=True, slots=True)
class OpenedUse:
    """A way that the bridge opens, and the sentence of the text that speaks for it."""

    path: engine.BridgePath
    quote: str


def build_index() -> int:
    """Build the index anew from all listed projections, switch to it, and return the number of texts."""
    index = engine.LocalIndex.build(_chunks(_listed()), _shared_resources())
    _save(index)
    return len(index)


def update_index(records: Collection[RecordKey], owners: Collection[int]) -> int:
    """Read some records again, and all records of some owners; return how many records that were.

    A record that is listed no more is taken out. Raises IndexNotReady where there is no index to bring up to date.
    """
    changed = Q(owner_id__in=owners)
    for kind in {kind for kind, _ in records}:
        changed |= Q(kind=kind, record_id__in=[number for one, number in records if one == kind])
    of_owners = Projection.objects.filter(owner_id__in=owners).values_list("kind", "record_id")
    changes: dict[str, list[engine.Chunk]] = {f"{kind}:{number}": [] for kind, number in chain(records, of_owners)}
    for chunk in _chunks(_listed().filter(changed)):
        changes.setdefault(chunk.record, []).append(chunk)
    _save(_current_index().updated(changes))
    return len(changes)


def is_index_ready() -> bool:
    """Say whether there is an index that fits this installation's word vectors and bridge."""
    try:
        _current_index()
    except IndexNotReady:
        return False
    return True


def find(
    *, kind: str, text: str, viewer: Clearance, far: float, top: int, home: str = "", exclude: int | None = None
) -> list[Found]:
    """Return candidates for a need's or an asset's text, best first; raises IndexNotReady before the first build.

    `far` runs from 0 (same industry as `home`) to 1 (another industry); `exclude` is the asker's organisation.
    """
    index, asker = _current_index(), _viewer(viewer)
    query = engine.Query(text, CANDIDATES[kind], far, home, exclude, top)
    hits = engine.search(index, query, asker)
    return [
        Found(_key(hit.record), hit.score, engine.explain(index, query, asker, hit), hit.path, hit.chunk.text)
        for hit in hits
    ]


def opened_uses(text: str, top: int) -> list[OpenedUse]:
    """Return where a maker's text could be used by way of the bridge, the surest first, a few for each technology.

    What is shown must be checked by a reader, so a technology counts only where the text says its words: likeness in
    meaning alone is left to matching, where a buyer's words confirm it.
    """
    found = [
        (way.strength * share_said(way.maker_words[0], text), way)
        for way in engine.fields_of_use(text, _shared_resources(), WAYS)
    ]
    said = sorted((pair for pair in found if pair[0] >= SURE_ENOUGH), key=lambda pair: -pair[0])
    kept: dict[tuple[str, str], OpenedUse] = {}
    for _sure, way in said:
        of_technology = sum(technology == way.technology_id for technology, _industry in kept)
        if of_technology < EACH and len(kept) < top:
            use = OpenedUse(way, _quote(way.maker_words[0], text))
            kept.setdefault((way.technology_id, way.industry), use)
    return list(kept.values())


def _quote(phrase: str, text: str) -> str:
    """What a text says under its title tells more than the title."""
    title, _, body = text.partition("\n")
    return quote_for(phrase, body) or quote_for(phrase, title)


def query_text(source: Projection) -> str:
    """Return what a record asks with: its title and texts, but not what a need offers in return."""
    texts = [source.fields.get(name, "") for name in QUERY_TEXTS[source.kind]]
    return "\n".join(text for text in [source.title, *texts] if text)


def indexed_text(row: Projection) -> str:
    """Return what the index holds of a record for those who see it so."""
    return "\n".join([row.title, *(text for text in row.fields.values() if text)])


def _listed() -> QuerySet[Projection]:
    return Projection.objects.filter(listed=True, owner__status=OrganisationStatus.APPROVED).select_related("owner")


def _chunks(rows: QuerySet[Projection]) -> Iterator[engine.Chunk]:
    for row in rows.order_by("pk").iterator(CHUNK):
        yield engine.Chunk(
            f"{row.kind}:{row.record_id}",
            indexed_text(row),
            kind=row.kind,
            owner=row.owner_id,
            tier_from=row.tier_from,
            tier_to=row.tier_to,
            industry=row.owner.industry,
        )


def _key(record: str) -> RecordKey:
    kind, number = record.split(":")
    return kind, int(number)


def _viewer(clearance: Clearance) -> engine.Clearance:
    records = {f"{kind}:{number}": int(tier) for (kind, number), tier in clearance.records.items()}
    return engine.Clearance(int(clearance.default), {k: int(v) for k, v in clearance.owners.items()}, records)


def _shared_resources() -> engine.Resources:
    """Load word vectors and bridge once a process: they take a second and never change under it."""
    global _resources
    with _lock:
        if _resources is None:
            _resources = engine.load_resources(vectors=settings.VECTORS_DIR)
        return _resources


def _folder() -> engine.IndexFolder:
    """Return this process's view of the folder; what was opened once is not opened again."""
    global _opened
    resources = _shared_resources()
    if _opened is None or (_opened.directory, _opened.resources) != (settings.INDEX_DIR, resources):
        _opened = engine.IndexFolder(settings.INDEX_DIR, resources)
    return _opened


def _current_index() -> engine.LocalIndex:
    """Open the generation that the pointer names, again only when it moved."""
    global _index
    folder = _folder()
    with _lock:
        generation = folder.generation
        if _index is None or _index[0] != (folder, generation):
            try:
                _index = (folder, generation), folder.open()
            except engine.IndexMissingError as error:
                raise IndexNotReady from error
        return _index[1]


def _save(index: engine.LocalIndex) -> None:
    global _index
    folder = _folder()
    with _lock:
        _index = (folder, folder.save(index)), index
