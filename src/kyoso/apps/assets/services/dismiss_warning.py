"""Setting a warning aside (A3): somebody looked, and the words are harmless."""

from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.adapters import trade_words
from kyoso.apps.assets.models import DismissedWarning
from kyoso.apps.assets.queries import find_warnings_for, get_asset_to_edit, mark_of
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.services.record import record_event


def dismiss_warning(*, actor: Actor, opened: str, closed: str) -> DismissedWarning:
    """Set aside the warning about a pair of assets, as long as they share the same words.

    Raises Absent where the actor is not shown such a warning.
    """
    shown = find_warnings_for(actor, trade_words())
    warned = next((one for one in shown if (one.opened.code, one.closed.code) == (opened, closed)), None)
    if warned is None:
        raise Absent
    first, _texts = get_asset_to_edit(actor, opened)
    second, _texts = get_asset_to_edit(actor, closed)
    with transaction.atomic():
        dismissed, _made = DismissedWarning.objects.update_or_create(
            open_asset=first,
            closed_asset=second,
            defaults={"mark": mark_of(warned.words), "dismissed_by_id": actor.person_id},
        )
        record_event(
            "leak_warning_dismissed",
            subject=("asset", first.pk),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"closed": second.pk},
        )
    return dismissed
