"""Dropping a file that was sent and not imported."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.queries import has_begun, stored_of
from kyoso.apps.exchange.services.send_file import log_import


def discard_import(*, actor: Actor, batch: Import) -> None:
    """Remove the file and what was read of it; PermissionDenied once rows of it were taken in, or for others."""
    if actor.organisation_id != batch.organisation_id or has_begun(batch):
        raise PermissionDenied
    with transaction.atomic():
        log_import("import_discarded", actor, batch)
        stored = stored_of(batch)
        batch.delete()
    for name in stored:
        storage.drop(name)
