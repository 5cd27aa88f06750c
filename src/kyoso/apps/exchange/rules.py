"""How long files are kept, and whose they are: pure functions on values."""

import datetime
import hashlib

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.rules import Clearance

EXPORT_KEPT = datetime.timedelta(hours=24)
UPLOAD_KEPT = datetime.timedelta(hours=24)
"""A file that was sent and not imported."""

UNDO_KEPT = datetime.timedelta(days=30)


def is_expired(created_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Say whether the day of an export is over."""
    return now - created_at >= EXPORT_KEPT


def is_theirs(actor: Actor, person_id: int | None, organisation_id: int) -> bool:
    """What was sent or asked for is there for that person alone, while acting for that organisation."""
    is_person = actor.person_id is not None and actor.person_id == person_id
    return is_person and actor.organisation_id is not None and actor.organisation_id == organisation_id


def rights_seal(actor: Actor, clearance: Clearance) -> str:
    """Return what an actor may see of their own organisation, as a seal: it differs as soon as their rights do."""
    own = clearance.owners.get(actor.organisation_id or 0)
    records = sorted((kind, number, int(tier)) for (kind, number), tier in clearance.records.items())
    text = repr((actor.organisation_id, actor.role and actor.role.value, own, records))
    return hashlib.sha256(text.encode()).hexdigest()
