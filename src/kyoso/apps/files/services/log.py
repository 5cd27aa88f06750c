"""Journal rows of changes: ids and plain values, never a name or caption."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.files.models import File
from kyoso.apps.journal.services.record import record_event


def log_change(verb: str, actor: Actor, file: File) -> None:
    """Write one row about a file, naming the record that it belongs to."""
    record_event(
        verb,
        subject=("file", file.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"record": file.kind, "record_id": file.record_id, "tier": file.tier, "version": file.version},
    )
