"""The ledger of who saw what: each look at content above the network tier by another organisation's person."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.journal.services.record import record_event


def log_view(*, actor: Actor, shown: Projection) -> bool:
    """Write the look to the journal when it reached NDA content of another organisation; say whether it did."""
    if shown.tier_from < Tier.NDA or shown.owner_id == actor.organisation_id:
        return False
    record_event(
        "content_viewed",
        subject=(shown.kind, shown.record_id),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"owner": shown.owner_id, "tier": shown.tier_from},
    )
    return True
