"""Reading imports and exports: each is there for whoever sent or asked for it alone."""

from collections import Counter

from django.db.models import Count, QuerySet
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import Absent, clearance_for
from kyoso.apps.exchange.enums import ImportState, RowAction
from kyoso.apps.exchange.models import Export, Import, ImportRow, OwnNumber
from kyoso.apps.exchange.rules import EXPORT_KEPT, UNDO_KEPT, is_theirs, rights_seal

FOREIGN_CODE = "code:"
"""Before a code that none of the organisation's records has: it is remembered like a number of one's own."""

PARTS = ("profile", "asset", "need", "file")


def get_import_for(actor: Actor, code: str) -> Import:
    """Return an import, or raise Absent for all but whoever sent it."""
    batch = Import.objects.filter(code=code).first()
    if batch is None or not is_theirs(actor, batch.person_id, batch.organisation_id):
        raise Absent
    return batch


def list_imports_for(actor: Actor, kind: str) -> list[Import]:
    """Return the actor's last imports of a kind, newest first."""
    if actor.person_id is None or actor.organisation_id is None:
        return []
    rows = Import.objects.filter(
        organisation_id=actor.organisation_id, person_id=actor.person_id, kind=kind, part_of=None
    )
    return list(rows.order_by("-created_at", "-pk")[:5])


def import_counts(batch: Import) -> dict[str, int]:
    """Count the rows by what they do, those taken in, and those that an undo left."""
    rows = rows_of(batch).values_list("action", "is_done", "undo").annotate(n=Count("pk"))
    counts = _no_rows()
    for row in rows:
        _add(counts, *row)
    return dict(counts)


def import_rows(batch: Import, action: str = "") -> QuerySet[ImportRow]:
    """Return the rows of an import in the order of the file, those at fault first unless one sort is asked for."""
    rows = batch.rows.order_by("number")
    return rows.filter(action=action) if action else rows


def can_undo(batch: Import) -> bool:
    """Say whether an import was made, in whole or in part, and what was there before is still kept."""
    if batch.state == ImportState.CHECKED:
        return has_begun(batch)
    if batch.state != ImportState.DONE or batch.imported_at is None:
        return False
    return timezone.now() - batch.imported_at < UNDO_KEPT


def has_begun(batch: Import) -> bool:
    """Say whether rows of it were taken in."""
    return rows_of(batch).filter(is_done=True).exists()


def rows_of(batch: Import) -> QuerySet[ImportRow]:
    """Return the rows of an import, those of all its parts for a zip."""
    return ImportRow.objects.filter(batch__part_of=batch) if batch.kind == "zip" else batch.rows.all()


def count_parts(batch: Import) -> list[tuple[Import, dict[str, int]]]:
    """Return the parts of a zip with their counts: two queries."""
    parts = list_parts(batch)
    found = {part.pk: _no_rows() for part in parts}
    rows = rows_of(batch).values_list("batch_id", "action", "is_done", "undo").annotate(n=Count("pk"))
    for part, *row in rows:
        _add(found[part], *row)
    return [(part, dict(found[part.pk])) for part in parts]


def _no_rows() -> "Counter[str]":
    return Counter({action.value: 0 for action in RowAction} | {"done": 0, "total": 0})


def _add(counts: "Counter[str]", action: str, is_done: bool, undo: str, number: int) -> None:
    counts[action] += number
    counts["total"] += number
    counts["done"] += number if is_done else 0
    if undo:
        counts[f"undo_{undo}"] += number


def stored_of(batch: Import) -> list[str]:
    """Return where the file of an import lies, and those of its parts."""
    return [batch.stored, *batch.parts.values_list("stored", flat=True)]


def list_parts(batch: Import) -> list[Import]:
    """Return the parts of a zip in the order in which they are imported: records first, then what hangs on them."""
    parts = list(batch.parts.all())
    return sorted(parts, key=lambda part: PARTS.index(part.kind))


def own_numbers(organisation_id: int, kind: str) -> dict[str, list[str]]:
    """Return the codes of the records that an organisation knows by each of its own numbers."""
    found: dict[str, list[str]] = {}
    rows = OwnNumber.objects.filter(organisation_id=organisation_id, kind=kind).order_by("-pk")
    for number, record in rows.values_list("number", "record"):
        found.setdefault(number, []).append(record)
    return found


def get_export_for(actor: Actor, code: str) -> Export:
    """Return an export, or raise Absent for all but whoever asked for it, and for them once their rights changed."""
    export = Export.objects.filter(code=code).first()
    if export is None or not is_theirs(actor, export.person_id, export.organisation_id) or export.is_expired:
        raise Absent
    if export.rights != rights_seal(actor, clearance_for(actor)):
        raise Absent
    return export


def list_exports_for(actor: Actor) -> list[Export]:
    """Return the exports that the actor may still download, newest first."""
    if actor.person_id is None or actor.organisation_id is None:
        return []
    since = timezone.now() - EXPORT_KEPT
    rows = Export.objects.filter(
        organisation_id=actor.organisation_id, person_id=actor.person_id, created_at__gt=since
    ).order_by("-created_at", "-pk")
    seal = rights_seal(actor, clearance_for(actor))
    return [export for export in rows if export.rights == seal][:10]
