"""The sealer: chains entries in batches, so that writing to the journal is never serialised."""

from django.db import transaction

from kyoso.apps.journal.models import Entry, Seal
from kyoso.apps.journal.rules import GENESIS, digest

BATCH = 1000


def _plain(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "verb": entry.verb,
        "person": entry.person_id,
        "organisation": entry.organisation_id,
        "subject": [entry.subject_kind, entry.subject_id],
        "data": entry.data,
    }


def seal_pending() -> int:
    """Seal up to one batch of entries and return how many; run by the one worker only."""
    with transaction.atomic():
        entries = list(Entry.objects.filter(seal=None).order_by("pk")[:BATCH])
        if not entries:
            return 0
        last = Seal.objects.order_by("-pk").first()
        previous = last.digest if last else GENESIS
        seal = Seal.objects.create(previous=previous, digest=digest(previous, map(_plain, entries)))
        Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal=seal)
    return len(entries)


def broken_seals() -> list[int]:
    """Return the ids of the seals that their entries, or the seal before them, no longer match."""
    broken, previous = [], GENESIS
    for seal in Seal.objects.order_by("pk").iterator():
        entries = map(_plain, seal.entries.order_by("pk"))
        if seal.previous != previous or seal.digest != digest(previous, entries):
            broken.append(seal.pk)
        previous = seal.digest
    return broken
