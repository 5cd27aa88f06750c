"""Bringing the index up to date with the outbox: done by the one worker, which alone writes the index."""

from kyoso.apps.journal.models import OutboxRow
from kyoso.apps.matching.adapters import build_index


def refresh_index(*, force: bool = False) -> int | None:
    """Build the index anew when something changed (or when forced); return the number of texts, None when idle.

    Rows written while building stay in the outbox and cause the next round.
    """
    last = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first()
    if last is None and not force:
        return None
    texts = build_index()
    if last is not None:
        OutboxRow.objects.filter(pk__lte=last).delete()
    return texts
