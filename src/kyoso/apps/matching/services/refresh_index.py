"""Bringing the index of matching up to date with the outbox: done by one process, which alone writes the index."""

from kyoso.apps.journal.models import OutboxRow
from kyoso.apps.matching.adapters import build_index, is_index_ready, update_index

AT_ONCE = 500
"""Changes taken at once: databases limit the length of a list."""


def refresh_index() -> int | None:
    """Take in changes that wait, or build the whole index where there is none that fits; return the number of texts
    built or of records read again, None when idle.

    Takes what the directory's search has already. A row leaves the outbox only after the index holds its change: a
    process that dies in between does it again. Rows written meanwhile wait for the next round, those too whose number
    was given out before and whose transaction ended after.
    """
    waiting = OutboxRow.objects.filter(in_search=True).order_by("pk")
    if not is_index_ready():
        numbers = list(waiting.values_list("pk", flat=True))
        done = build_index()
    else:
        rows = list(waiting[:AT_ONCE])
        if not rows:
            return None
        numbers = [row.pk for row in rows]
        owners = {row.record_id for row in rows if row.kind == "organisation"}
        done = update_index({(row.kind, row.record_id) for row in rows if row.kind != "organisation"}, owners)
    for start in range(0, len(numbers), AT_ONCE):
        OutboxRow.objects.filter(pk__in=numbers[start : start + AT_ONCE]).delete()
    return done
