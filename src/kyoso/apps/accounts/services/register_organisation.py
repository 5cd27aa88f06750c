"""Entering a new organisation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.accounts.services._organisations import checked, stored
from kyoso.apps.journal.services.record import enqueue_change, record_event


def register_organisation(*, actor: Actor, **profile: Any) -> Organisation:
    """Enter an organisation, which then awaits approval, and make the actor its owner.

    Profile: name, kana, name_en, corporate_number, kind, industry, prefecture, municipality, employees, capital,
    website, wants. Raises ValidationError naming the fields at fault; code `unclaimed` where it can be claimed instead.
    """
    if actor.person_id is None:
        raise PermissionDenied
    values = checked(profile)
    with transaction.atomic():
        organisation = stored(lambda: Organisation.objects.create(**values), values["corporate_number"])
        Membership.objects.create(person_id=actor.person_id, organisation=organisation, role=Role.OWNER)
        record_event(
            "organisation_registered",
            subject=("organisation", organisation.pk),
            person_id=actor.person_id,
            organisation_id=organisation.pk,
        )
        enqueue_change("organisation", organisation.pk)
    return organisation
