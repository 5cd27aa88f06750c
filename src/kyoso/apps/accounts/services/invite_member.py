"""Inviting people by an expiring link, of which only a hash is kept."""

import datetime
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Invitation, Membership, Person
from kyoso.apps.accounts.queries.members import token_hash
from kyoso.apps.accounts.rules import can_give_role, clean_email
from kyoso.apps.accounts.services._mail import Delivery, send_later, site_link
from kyoso.apps.journal.services.record import record_event


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation with its link, known at this moment only, and what became of the mail."""

    invitation: Invitation
    link: str
    delivery: Delivery


def invite_member(*, actor: Actor, email: str, role: str = Role.MEMBER) -> Sent:
    """Invite somebody into the organisation acted for; raises PermissionDenied unless the actor may give the role."""
    if actor.organisation_id is None or role not in Role.values or not can_give_role(actor, role):
        raise PermissionDenied
    return _invite(actor, actor.organisation_id, email, Role(role))


def invite_founder(*, actor: Actor, email: str) -> Sent:
    """Invite somebody to enter an organisation of their own, where sign-up is by invitation. Operators only."""
    if not actor.is_operator:
        raise PermissionDenied
    return _invite(actor, None, email, Role.OWNER)


def resend_invitation(*, actor: Actor, invitation: Invitation) -> Sent:
    """Send a fresh link, good for the full time again; the link sent before stops working."""
    _check_may_manage(actor, invitation)
    with transaction.atomic():
        token = secrets.token_urlsafe(32)
        moved = _open(invitation).update(token_hash=token_hash(token), expires_at=_expiry())
        if not moved:
            raise ValidationError(_("This invitation is no longer open."))
        invitation.refresh_from_db()
        _record("invitation_resent", actor, invitation)
        return _send(actor, invitation, token)


def revoke_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Make the link stop working."""
    _check_may_manage(actor, invitation)
    with transaction.atomic():
        if not _open(invitation).update(revoked_at=timezone.now()):
            raise ValidationError(_("This invitation is no longer open."))
        _record("invitation_revoked", actor, invitation)


def _invite(actor: Actor, organisation_id: int | None, email: str, role: Role) -> Sent:
    address = _checked_address(organisation_id, email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            organisation_id=organisation_id,
            email=address,
            role=role,
            token_hash=token_hash(token),
            invited_by_id=actor.person_id,
            expires_at=_expiry(),
        )
        _record("member_invited" if organisation_id else "founder_invited", actor, invitation)
        return _send(actor, invitation, token)


def _checked_address(organisation_id: int | None, email: str) -> str:
    address = clean_email(email)
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError({"email": _("Enter an e-mail address such as name@example.jp.")}) from None
    of_organisation = {"organisation_id": organisation_id, "organisation_id__isnull": organisation_id is None}
    if Membership.objects.filter(**of_organisation, person__email=address, ended_at=None).exists():
        raise ValidationError({"email": _("This person is already a member.")})
    if Invitation.objects.filter(**of_organisation, email=address, accepted_at=None, revoked_at=None).exists():
        raise ValidationError({"email": _("This address is already invited. Resend the invitation in the list.")})
    return address


def _check_may_manage(actor: Actor, invitation: Invitation) -> None:
    if invitation.organisation_id is None:
        allowed = actor.is_operator
    else:
        allowed = actor.organisation_id == invitation.organisation_id and can_give_role(actor, invitation.role)
    if not allowed:
        raise PermissionDenied


def _open(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)


def _expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=settings.OPTIONS.invitation_days)


def _send(actor: Actor, invitation: Invitation, token: str) -> Sent:
    link = site_link(reverse("invitation", args=[token]))
    known = dict(Person.objects.filter(email=invitation.email).values_list("email", "language"))
    inviter = Person.objects.get(pk=actor.person_id or 0)
    delivery = send_later(
        "invitation",
        to=invitation.email,
        language=known.get(invitation.email, inviter.language),
        context={"link": link, "inviter": inviter.name, "expires_at": invitation.expires_at},
    )
    return Sent(invitation, link, delivery)


def _record(verb: str, actor: Actor, invitation: Invitation) -> None:
    record_event(
        verb,
        subject=("invitation", invitation.pk),
        person_id=actor.person_id,
        organisation_id=invitation.organisation_id,
        data={"role": invitation.role},
    )
