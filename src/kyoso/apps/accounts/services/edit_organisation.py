"""Changing the profile of one's organisation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.rules import can_edit_organisation
from kyoso.apps.accounts.services._organisations import checked, stored
from kyoso.apps.journal.services.record import enqueue_change, record_event
from kyoso.shared.locking import claim_version


def edit_organisation(*, actor: Actor, organisation: Organisation, seen: int, **profile: Any) -> Organisation:
    """Replace the profile, given the version that the editor saw; one that was not approved awaits approval again.

    Raises PermissionDenied but for owners and managers acting for it, ValidationError naming fields, Conflict where
    somebody saved first.
    """
    if not can_edit_organisation(actor, organisation.pk):
        raise PermissionDenied
    values = checked(profile, own_id=organisation.pk)
    with transaction.atomic():
        claim_version(organisation, seen)
        changed = [name for name, value in values.items() if getattr(organisation, name) != value]
        for name in changed:
            setattr(organisation, name, values[name])
        if organisation.status == OrganisationStatus.REJECTED:
            organisation.status = OrganisationStatus.PENDING
        stored(lambda: _save(organisation), values["corporate_number"])
        record_event(
            "organisation_edited",
            subject=("organisation", organisation.pk),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"fields": ",".join(name for name in changed if name != "search_text"), "status": organisation.status},
        )
        enqueue_change("organisation", organisation.pk)
    return organisation


def _save(organisation: Organisation) -> Organisation:
    organisation.save()
    return organisation
