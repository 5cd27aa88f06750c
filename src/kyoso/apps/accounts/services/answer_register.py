"""An organisation's answer where the register of corporate numbers says something else (H5)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import KeptValue, Organisation
from kyoso.apps.accounts.queries.registries import suggestions_of
from kyoso.apps.accounts.registries.compare import Suggestion
from kyoso.apps.accounts.rules import PROFILE, can_edit_organisation
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.journal.services.record import record_event


def accept_registered(*, actor: Actor, organisation: Organisation, field: str, value: str) -> Organisation:
    """Take over what the register says of a field (`place`: the whole address), as it was shown. Managers only."""
    suggestion = _suggestion(actor, organisation, field, value)
    profile = {name: getattr(organisation, name) for name in PROFILE} | suggestion.values
    return edit_organisation(actor=actor, organisation=organisation, seen=organisation.version, **profile)


def keep_ours(*, actor: Actor, organisation: Organisation, field: str, value: str) -> KeptValue:
    """Keep what the organisation wrote; it is asked again only when the register says something new. Managers only."""
    suggestion = _suggestion(actor, organisation, field, value)
    with transaction.atomic():
        kept, _made = KeptValue.objects.get_or_create(organisation=organisation, field=field, value=suggestion.theirs)
        record_event(
            "register_value_kept",
            subject=("organisation", organisation.pk),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"field": field},
        )
    return kept


def _suggestion(actor: Actor, organisation: Organisation, field: str, value: str) -> Suggestion:
    if not can_edit_organisation(actor, organisation.pk):
        raise PermissionDenied
    for one in suggestions_of(organisation):
        if (one.field, one.theirs) == (field, value):
            return one
    raise ValidationError(
        _("The register says something else by now, or this was answered already. Please look again.")
    )
