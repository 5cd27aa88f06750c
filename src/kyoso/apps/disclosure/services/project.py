"""Writing projections: in the transaction of the change, by the service that makes it."""

from collections.abc import Iterable

from kyoso.apps.disclosure.models import Projection, TieredRecord
from kyoso.apps.disclosure.rules import View, field_tier, views
from kyoso.apps.journal.services.record import enqueue_change
from kyoso.shared.japanese import fold

BOOKKEEPING = {"id", "tier_from", "tier_to", "changed_at"}


def project(record: TieredRecord) -> None:
    """Replace the projections of a record by fresh ones, one row for each distinct view, and tell the index."""
    rows = Projection.objects.filter(kind=record.KIND, record_id=record.pk)
    before = list(rows)
    rows.delete()
    fresh = projections_of(record)
    for row in fresh:
        _keep_date(row, before)
    Projection.objects.bulk_create(fresh)
    enqueue_change(record.KIND, record.pk)


def projections_of(record: TieredRecord) -> list[Projection]:
    """Return the rows that stand for a saved record, one for each distinct view, without writing any."""
    texts = {name: getattr(record, name) for name in record.TIERED}
    return [_row(record, view) for view in views(record.tier, record.field_tiers, texts)]


def _row(record: TieredRecord, view: View) -> Projection:
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
        field_tiers={name: field_tier(record.tier, record.field_tiers.get(name)) for name in view.fields},
        search_text=fold(" ".join([record.title, *view.fields.values()])),
        changed_at=record.updated_at,
        **record.facets,
    )


def _keep_date(row: Projection, before: Iterable[Projection]) -> None:
    """Who sees no change sees no newer date either: work on closed texts does not show in the order of a list."""
    for old in before:
        if old.tier_from <= row.tier_from <= old.tier_to and _content(old) == _content(row):
            row.changed_at = old.changed_at


def _content(row: Projection) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname not in BOOKKEEPING
    }
