"""Bringing the directory's search up to date with the outbox: done by the one worker, which alone writes the index."""

import time
from collections.abc import Iterable
from itertools import chain

from django.db.models import Q, QuerySet

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.directory.adapters import (
    Listed,
    SearchNotReady,
    build_search,
    is_search_ready,
    is_search_sound,
    update_search,
)
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.journal.models import OutboxRow

LOOK_EVERY = 60.0
"""Seconds between two looks at the whole index."""

AT_ONCE = 500
"""Changes taken at once: databases limit the length of a list."""


_looked_at: float | None = None


def refresh_search() -> int | None:
    """Take the changes that wait, or build the whole index where there is none; return how many, or None when idle.

    A change is marked only after the index holds it: a worker that dies in between does it again.
    """
    if not is_search_ready() or _is_damaged():
        return _build()
    waiting = list(OutboxRow.objects.filter(in_search=False).order_by("pk")[:AT_ONCE])
    if not waiting:
        return None
    try:
        _update(waiting)
    except SearchNotReady:
        return _build()
    OutboxRow.objects.filter(pk__in=[row.pk for row in waiting]).update(in_search=True)
    return len(waiting)


def _is_damaged() -> bool:
    """Look at all parts of the index once a minute: damage that readers meet they note themselves."""
    global _looked_at
    now = time.monotonic()
    if _looked_at is not None and now - _looked_at < LOOK_EVERY:
        return False
    _looked_at = now
    return not is_search_sound()


def _update(waiting: Iterable[OutboxRow]) -> None:
    owners = {row.record_id for row in waiting if row.kind == "organisation"}
    records = {(row.kind, row.record_id) for row in waiting if row.kind != "organisation"}
    changed = Q(owner_id__in=owners)
    for kind in {kind for kind, _ in records}:
        changed |= Q(kind=kind, record_id__in=[number for one, number in records if one == kind])
    firms = _organisations().filter(pk__in=owners)
    update_search(records, owners, chain(firms, _listed().filter(changed).iterator(AT_ONCE)))


def _build() -> int:
    waiting = list(OutboxRow.objects.filter(in_search=False).values_list("pk", flat=True))
    everything: Iterable[Listed] = chain(_organisations().iterator(AT_ONCE), _listed().order_by("pk").iterator(AT_ONCE))
    written = build_search(everything)
    for start in range(0, len(waiting), AT_ONCE):
        OutboxRow.objects.filter(pk__in=waiting[start : start + AT_ONCE]).update(in_search=True)
    return written


def _listed() -> QuerySet[Projection]:
    """What somebody other than its owner may find."""
    return Projection.objects.filter(listed=True, owner__status=OrganisationStatus.APPROVED).select_related("owner")


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(status=OrganisationStatus.APPROVED)
