"""Keeping what a record was: one row a save, written by the service that saves it."""

from typing import Any

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import RecordVersion, TieredRecord

BOOKKEEPING = {"id", "code", "owner_id", "version", "created_at", "updated_at", "tier", "field_tiers"}


def keep_version(*, actor: Actor, record: TieredRecord, verb: str) -> None:
    """Write down a record as it stands after a save; in the transaction of the save."""
    RecordVersion.objects.create(
        kind=record.KIND,
        record_id=record.pk,
        owner_id=record.owner_id,
        version=record.version,
        verb=verb,
        person_id=actor.person_id,
        tier=record.tier,
        field_tiers=record.field_tiers,
        values=_values(record),
    )


def _values(record: TieredRecord) -> dict[str, Any]:
    columns = [field.attname for field in record._meta.concrete_fields]
    return {name: getattr(record, name) for name in columns if name not in BOOKKEEPING}
