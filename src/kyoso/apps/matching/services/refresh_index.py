"""Bringing the index up to date with the outbox: done by the one worker, which alone writes the index."""

from kyoso.apps.journal.models import OutboxRow
from kyoso.apps.matching.adapters import build_index, is_index_ready

AT_ONCE = 500
"""Rows taken out by one statement: databases limit the length of a list."""


def refresh_index() -> int | None:
    """Build the index anew when something changed, or when there is none that fits; return the number of texts.

    Takes what the directory's search has already. Returns None when idle. Rows written while building stay in the
    outbox and cause the next round, those too whose number was given out before the build and whose transaction ended
    after it.
    """
    waiting = list(OutboxRow.objects.filter(in_search=True).values_list("pk", flat=True))
    if not waiting and is_index_ready():
        return None
    texts = build_index()
    for start in range(0, len(waiting), AT_ONCE):
        OutboxRow.objects.filter(pk__in=waiting[start : start + AT_ONCE]).delete()
    return texts
