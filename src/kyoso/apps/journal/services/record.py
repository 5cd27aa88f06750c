"""Writing to the journal and the outbox: always inside the transaction of the change itself."""

from collections.abc import Mapping

from kyoso.apps.journal.models import Entry, OutboxRow

Plain = str | int | bool | None


def record_event(
    verb: str,
    *,
    subject: tuple[str, int],
    person_id: int | None = None,
    organisation_id: int | None = None,
    data: Mapping[str, Plain] | None = None,
) -> Entry:
    """Append one entry: a verb in the past tense, who did it for whom, to what (kind, id), with plain values."""
    kind, subject_id = subject
    return Entry.objects.create(
        verb=verb,
        person_id=person_id,
        organisation_id=organisation_id,
        subject_kind=kind,
        subject_id=subject_id,
        data=dict(data or {}),
    )


def enqueue_change(kind: str, record_id: int) -> None:
    """Tell the worker that a record changed; it reads the record itself when it gets there."""
    OutboxRow.objects.create(kind=kind, record_id=record_id)
