"""Writing projections: in the transaction of the change, by the service that makes it."""

import datetime

from kyoso.apps.disclosure.models import Projection, TieredRecord
from kyoso.apps.disclosure.rules import View, field_tier, views
from kyoso.apps.journal.services.record import enqueue_change
from kyoso.shared.japanese import fold

CONTENT = ("title", "fields", "field_tiers", "record_tier", "category", "field", "status", "due", "listed")


def project(record: TieredRecord) -> None:
    """Replace the projections of a record by fresh ones, one row for each distinct view, and tell the index.

    A view that stays the same keeps its date of change: otherwise an edit of a secret would show in public lists.
    """
    old = list(Projection.objects.filter(kind=record.KIND, record_id=record.pk))
    texts = {name: getattr(record, name) for name in record.TIERED}
    new = [_row(record, view) for view in views(record.tier, record.field_tiers, texts)]
    for row in new:
        row.changed_at = _unchanged_since(row, old) or record.updated_at
    Projection.objects.filter(pk__in=[row.pk for row in old]).delete()
    Projection.objects.bulk_create(new)
    enqueue_change(record.KIND, record.pk)


def _unchanged_since(row: Projection, old: list[Projection]) -> datetime.datetime | None:
    same = (one for one in old if all(getattr(one, name) == getattr(row, name) for name in CONTENT))
    return next((one.changed_at for one in same), None)


def _row(record: TieredRecord, view: View) -> Projection:
    tiers = {name: int(field_tier(record.tier, record.field_tiers.get(name))) for name in view.fields}
    return Projection(
        kind=record.KIND,
        record_id=record.pk,
        code=record.code,
        owner_id=record.owner_id,
        tier_from=view.tier_from,
        tier_to=view.tier_to,
        record_tier=record.tier,
        title=record.title,
        fields=dict(view.fields),
        field_tiers=tiers,
        search_text=fold(" ".join([record.title, *view.fields.values()])),
        **record.facets,
    )
