"""Setting a warning aside (A3): somebody looked, and the words are harmless."""

from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.adapters import trade_words
from kyoso.apps.assets.models import DismissedWarning
from kyoso.apps.assets.queries import Giveaway, find_warnings_for, mark_of
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.services.record import record_event


def dismiss_warning(*, actor: Actor, mark: str) -> Giveaway:
    """Set aside the warning about some words, for each pair of assets as long as they share the same words.

    Raises Absent where the actor is not shown such a warning.
    """
    shown = find_warnings_for(actor, trade_words())
    warning = next((one for one in shown if one.mark == mark), None)
    if warning is None:
        raise Absent
    rows = [
        DismissedWarning(
            open_asset_id=one.opened_id,
            closed_asset_id=one.closed_id,
            mark=mark_of(one.words),
            dismissed_by_id=actor.person_id,
        )
        for one in warning.pairs
    ]
    with transaction.atomic():
        DismissedWarning.objects.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["open_asset", "closed_asset"],
            update_fields=["mark", "dismissed_by", "dismissed_at"],
        )
        record_event(
            "leak_warning_dismissed",
            subject=("asset", warning.pairs[0].opened_id),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"closed": warning.pairs[0].closed_id, "pairs": len(rows)},
        )
    return warning
