"""The ledger of who saw which file: looks at content above the network tier by another organisation's people."""

from collections.abc import Sequence

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.models import File
from kyoso.apps.journal.services.record import record_event


def log_file_view(*, actor: Actor, file: File, part: str) -> bool:
    """Write to the journal that a file ("content") or its small picture ("thumbnail") was handed out; say whether."""
    if not _is_watched(actor, file):
        return False
    _record(actor, "file_viewed", ("file", file.pk), file, part=part)
    return True


def log_list_view(*, actor: Actor, files: Sequence[File]) -> bool:
    """Write to the journal, in one row, that names and captions of NDA files of one record were shown; say whether."""
    watched = [file for file in files if _is_watched(actor, file)]
    if not watched:
        return False
    first = watched[0]
    _record(actor, "files_listed", (first.kind, first.record_id), first, count=len(watched))
    return True


def _is_watched(actor: Actor, file: File) -> bool:
    return file.shown_tier >= Tier.NDA and file.owner_id != actor.organisation_id


def _record(actor: Actor, verb: str, subject: tuple[str, int], file: File, **more: str | int) -> None:
    record_event(
        verb,
        subject=subject,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"owner": file.owner_id, "tier": int(file.shown_tier), **more},
    )
