"""Files and rows are kept no longer than needed: exports and files sent a day, rows of imports thirty days."""

from django.utils import timezone

from kyoso.apps.exchange import storage
from kyoso.apps.exchange.models import Export, Import
from kyoso.apps.exchange.queries import stored_of
from kyoso.apps.exchange.rules import EXPORT_KEPT, UNDO_KEPT, UPLOAD_KEPT

BATCH = 100


def sweep_exchange() -> int:
    """Remove what is over and return how many; run by the worker."""
    now = timezone.now()
    old: list[Export | Import] = list(Export.objects.filter(created_at__lt=now - EXPORT_KEPT)[:BATCH])
    old += Import.objects.filter(imported_at=None, created_at__lt=now - UPLOAD_KEPT)[:BATCH]
    old += Import.objects.filter(imported_at__lt=now - UNDO_KEPT)[:BATCH]
    for one in old:
        for stored in stored_of(one) if isinstance(one, Import) else [one.stored]:
            storage.drop(stored)
        one.delete()
    return len(old)
