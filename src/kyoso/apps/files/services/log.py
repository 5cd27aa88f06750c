"""What others must hear of a change: the journal, by ids and plain values, and the search, which reads captions."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.files.models import File
from kyoso.apps.journal.services.record import enqueue_change, record_event


def log_change(verb: str, actor: Actor, file: File) -> None:
    """Write one row about a file, naming the record that it belongs to."""
    record_event(
        verb,
        subject=("file", file.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"record": file.kind, "record_id": file.record_id, "tier": file.tier, "version": file.version},
    )


def tell_search(file: File) -> None:
    """Have the record's words read anew, after a caption came, went, or is shown to others than before."""
    enqueue_change(file.kind, file.record_id)
