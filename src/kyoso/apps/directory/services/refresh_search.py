"""Bringing the directory's search up to date with the outbox: done by the one worker, which alone writes the index."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Q, QuerySet

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.directory.adapters import Listed, build_search, is_search_ready, update_search
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.journal.models import OutboxRow

AT_ONCE = 500
"""Changes taken at once: databases limit the length of a list."""


def refresh_search() -> int | None:
    """Take the changes that wait, or build the whole index where there is none; return how many, or None when idle.

    A change is marked only after the index holds it: a worker that dies in between does it again.
    """
    if not is_search_ready():
        return _build()
    waiting = list(OutboxRow.objects.filter(in_search=False).order_by("pk")[:AT_ONCE])
    if not waiting:
        return None
    _update(waiting)
    OutboxRow.objects.filter(pk__in=[row.pk for row in waiting]).update(in_search=True)
    return len(waiting)


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
