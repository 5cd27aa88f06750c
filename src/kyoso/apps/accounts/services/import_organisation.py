"""Listing an organisation that nobody has signed up for yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.rules import can_decide
from kyoso.apps.accounts.services._organisations import checked, stored
from kyoso.apps.journal.services.record import enqueue_change, record_event


def import_organisation(*, actor: Actor, **profile: Any) -> Organisation:
    """List an organisation without members: public, open to be claimed. Operators only; profile as in registering."""
    if not can_decide(actor):
        raise PermissionDenied
    values = checked(profile) | {"status": OrganisationStatus.APPROVED, "is_claimed": False}
    with transaction.atomic():
        organisation = stored(lambda: Organisation.objects.create(**values), values["corporate_number"])
        record_event("organisation_imported", subject=("organisation", organisation.pk), person_id=actor.person_id)
        enqueue_change("organisation", organisation.pk)
    return organisation
