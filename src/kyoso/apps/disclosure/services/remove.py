"""Removing a record for good: only what nobody touched, of which nobody was given anything."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import Grant, Projection, RecordVersion, TieredRecord
from kyoso.apps.disclosure.queries import editable_fields
from kyoso.apps.disclosure.rules import can_edit
from kyoso.apps.journal.services.record import enqueue_change, record_event
from kyoso.shared.locking import Conflict, claim_version


def remove_record(*, actor: Actor, record: TieredRecord, verb: str, seen: int) -> None:
    """Remove a record that stands at version `seen`, with its projections and history; the journal keeps its number.

    Raises PermissionDenied for all but the owner's people who see all its texts, Conflict when it was changed since, or
    opened to somebody by name.
    """
    if not can_edit(actor, record.owner_id) or editable_fields(actor, record) != frozenset(record.TIERED):
        raise PermissionDenied
    if Grant.objects.filter(record_kind=record.KIND, record_id=record.pk).exists():
        raise Conflict(record)
    number = record.pk
    with transaction.atomic():
        claim_version(record, seen)
        Projection.objects.filter(kind=record.KIND, record_id=number).delete()
        RecordVersion.objects.filter(kind=record.KIND, record_id=number).delete()
        record.delete()
        enqueue_change(record.KIND, number)
        record_event(
            verb, subject=(record.KIND, number), person_id=actor.person_id, organisation_id=actor.organisation_id
        )
