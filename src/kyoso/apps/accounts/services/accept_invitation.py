"""Taking up an invitation."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Invitation, Membership, Person
from kyoso.apps.accounts.queries.members import find_invitation
from kyoso.apps.journal.services.record import record_event


def accept_invitation(*, actor: Actor, token: str) -> Membership | None:
    """Join the organisation that the link leads to; None where it invites to found one.

    Raises ValidationError with the code unknown, used, revoked, expired or other_address.
    """
    if actor.person_id is None:
        raise PermissionDenied
    with transaction.atomic():
        state = find_invitation(token)
        if state.invitation is None or state.fault:
            raise ValidationError("invitation", code=state.fault)
        invitation = state.invitation
        if Person.objects.get(pk=actor.person_id).email != invitation.email:
            raise ValidationError("invitation", code="other_address")
        _use_up(invitation)
        return _join(actor.person_id, invitation)


def _use_up(invitation: Invitation) -> None:
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not still_open.update(accepted_at=timezone.now()):
        raise ValidationError("invitation", code="used")


def _join(person_id: int, invitation: Invitation) -> Membership | None:
    record_event(
        "invitation_accepted",
        subject=("invitation", invitation.pk),
        person_id=person_id,
        organisation_id=invitation.organisation_id,
        data={"role": invitation.role},
    )
    if invitation.organisation_id is None:
        return None
    member, _made = Membership.objects.get_or_create(
        person_id=person_id,
        organisation_id=invitation.organisation_id,
        ended_at=None,
        defaults={"role": invitation.role},
    )
    return member
