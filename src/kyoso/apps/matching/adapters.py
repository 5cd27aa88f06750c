"""The only place that knows the engine: records in, ranked keys with coded reasons out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.rules import Clearance
from kyoso.engines import matching as engine

RecordKey = tuple[str, int]
CANDIDATES = {"need": frozenset({"asset"}), "asset": frozenset({"need"})}
QUERY_TEXTS = {
    "need": ("problem", "requirements", "success"),
    "asset": ("summary", "ability", "evidence", "conditions"),
}

_lock = threading.Lock()
_resources: engine.Resources | None = None
_index: tuple[str, engine.LocalIndex] | None = None


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


def build_index() -> int:
    """Build a new generation of the index from all listed projections, switch to it, and return the number of texts."""
    chunks = list(_chunks())
    engine.build_index(chunks, settings.INDEX_DIR, resources=_shared_resources())
    return len(chunks)


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


def query_text(source: Projection) -> str:
    """Return what a record asks with: its title and texts, but not what a need offers in return."""
    texts = [source.fields.get(name, "") for name in QUERY_TEXTS[source.kind]]
    return "\n".join(text for text in [source.title, *texts] if text)


def indexed_text(row: Projection) -> str:
    """Return what the index holds of a record for those who see it so."""
    return "\n".join([row.title, *(text for text in row.fields.values() if text)])


def _chunks() -> Iterator[engine.Chunk]:
    rows = Projection.objects.filter(listed=True, owner__status=OrganisationStatus.APPROVED).select_related("owner")
    for row in rows.order_by("pk").iterator():
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


def _current_index() -> engine.LocalIndex:
    """Open the generation that the pointer names, again only when it moved."""
    global _index
    resources = _shared_resources()
    with _lock:
        generation = engine.current_generation(settings.INDEX_DIR)
        if _index is None or _index[0] != generation:
            try:
                _index = generation, engine.open_index(settings.INDEX_DIR, resources=resources)
            except engine.IndexMissingError as error:
                raise IndexNotReady from error
        return _index[1]
