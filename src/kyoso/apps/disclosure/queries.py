"""The one door to confidential content: what a viewer may see, and why."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant, Projection, RecordVersion, TieredRecord
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.rules import (
    Clearance,
    GrantView,
    Past,
    changes_between,
    clearance,
    own_tier,
    tiers_offered,
    visible_fields,
    visible_past,
)

CHUNK = 500
"""Records read at once where all of an organisation's are."""

Record = TypeVar("Record", bound=TieredRecord)

_kept: ContextVar[dict[Actor, Clearance] | None] = ContextVar("kept_clearances", default=None)


class Absent(Exception):
    """There is no such record for this viewer; whether it exists for others is not told."""


def clearance_for(actor: Actor) -> Clearance:
    """Return what an actor may see now: one query for somebody who acts for an organisation, once a request.

    While a request is answered the first answer holds, until a service gives or revokes a grant in that very request;
    what others do meanwhile counts from the next request on. Outside of requests nothing is kept.
    """
    kept = _kept.get()
    if kept is None:
        return _read_clearance(actor)
    if actor not in kept:
        kept[actor] = _read_clearance(actor)
    return kept[actor]


@contextmanager
def kept_clearances() -> Iterator[None]:
    """Keep each actor's clearance until the block ends; one block is one request."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def forget_clearances() -> None:
    """Read again what was granted: for services that change it."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()


def _read_clearance(actor: Actor) -> Clearance:
    return clearance(actor, [] if actor.organisation_id is None else _grants_in_force(actor))


def _grants_in_force(actor: Actor) -> list[GrantView]:
    """A grant counts only while the membership stands to which it was given: rejoining makes another one.

    One on a record counts only while its giver owns that record: nobody opens what belongs to others.
    """
    owned = Projection.objects.filter(
        kind=OuterRef("record_kind"), record_id=OuterRef("record_id"), owner_id=OuterRef("owner_id")
    )
    standing = Q(membership__person=actor.person_id, membership__organisation=actor.organisation_id)
    in_force = standing & Q(membership__ended_at=None, revoked_at=None)
    rows = Grant.objects.filter(
        in_force, Q(record_kind="") | Exists(owned), last_day__gte=timezone.localdate()
    ).values_list("owner_id", "tier", "record_kind", "record_id")
    return [
        GrantView(owner, Tier(tier), (kind, record) if kind and record else None) for owner, tier, kind, record in rows
    ]


def visible_to(actor: Actor, kind: str | None = None) -> ProjectionQuerySet:
    """Return the projections that an actor may see, one row a record, with their owners."""
    rows = Projection.objects.visible_with(clearance_for(actor)).select_related("owner")
    return rows if kind is None else rows.filter(kind=kind)


def get_visible(actor: Actor, kind: str, code: str) -> Projection:
    """Return one record as the actor may see it, or raise Absent: forbidden and missing look the same."""
    found = visible_to(actor, kind).filter(code=code).first()
    if found is None:
        raise Absent
    return found


def redact(record: TieredRecord, viewer: Clearance) -> dict[str, str] | None:
    """Read the raw columns of a record and return those fields that the viewer may see, or None for none of it."""
    texts = {name: getattr(record, name) for name in record.TIERED}
    open_tier = viewer.tier_for(record.owner_id, (record.KIND, record.pk))
    return visible_fields(record.tier, record.field_tiers, texts, open_tier)


def editable_fields(actor: Actor, record: TieredRecord) -> frozenset[str]:
    """Return the tiered texts that an actor may read and so may write; all of them for a record not yet saved.

    Raises Absent where the record itself is not open to the actor.
    """
    if record.pk is None:
        return frozenset(record.TIERED)
    opened = redact(record, clearance_for(actor))
    if opened is None:
        raise Absent
    return frozenset(opened)


def own_records(
    actor: Actor, model: type[Record], codes: Collection[str] | None = None
) -> Iterator[tuple[Record, dict[str, str]]]:
    """Yield the raw records of the actor's organisation that they may see, oldest first, each with its open texts."""
    viewer = clearance_for(actor)
    rows = model._default_manager.filter(owner_id=actor.organisation_id or 0).order_by("pk")
    for record in (rows if codes is None else rows.filter(code__in=codes)).iterator(CHUNK):
        opened = redact(record, viewer)
        if opened is not None:
            yield record, opened


def tiers_for(actor: Actor) -> list[Tier]:
    """Return the tiers that an actor may give a new record of their organisation."""
    return tiers_offered(actor, own_tier(actor.role)) if actor.role else []


def list_grants_for(actor: Actor) -> list[Grant]:
    """Return the grants that the actor's organisation gave, newest first, for its owners and managers; else none."""
    if not actor.is_manager:
        return []
    return list(
        Grant.objects.filter(owner_id=actor.organisation_id)
        .select_related("membership__person", "membership__organisation", "created_by")
        .order_by("-created_at")
    )


def grants_on(actor: Actor, kind: str, record_id: int) -> list[Grant]:
    """Return the grants in force that open one record of the actor's organisation."""
    return [grant for grant in list_grants_for(actor) if grant.is_in_force and _covers(grant, kind, record_id)]


def _covers(grant: Grant, kind: str, record_id: int) -> bool:
    return not grant.record_kind or (grant.record_kind, grant.record_id) == (kind, record_id)


@dataclass(frozen=True, slots=True)
class Change:
    """One save of a record as far as a viewer may know it: who, when, what was done, and the values that changed."""

    made_at: datetime
    verb: str
    person: str
    changed: Mapping[str, tuple[Any, Any]]
    is_first: bool


def history_of(actor: Actor, record: TieredRecord) -> list[Change]:
    """Return the saves of a record of the actor's own organisation, latest first; one query.

    An old version shows at the stricter of its tiers then and now. A save of which nothing is open to the actor is left
    out, so that it does not even tell that something changed.
    """
    viewer = clearance_for(actor).tier_for(record.owner_id, (record.KIND, record.pk))
    rows = RecordVersion.objects.filter(kind=record.KIND, record_id=record.pk).select_related("person")
    found: list[Change] = []
    before: dict[str, Any] | None = None
    for row in rows.order_by("version"):
        past = Past(row.tier, row.field_tiers, row.values)
        shown = visible_past(past, record.tier, record.field_tiers, record.TIERED, viewer)
        if shown is None:
            continue
        changed = changes_between(before, shown)
        if changed:
            name = row.person.name if row.person else ""
            found.append(Change(row.made_at, row.verb, name, changed, before is None))
        before = (before or {}) | shown
    return found[::-1]
