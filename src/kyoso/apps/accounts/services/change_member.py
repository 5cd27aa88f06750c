"""Changing a member's role and ending a membership; an organisation always keeps an owner."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.accounts.rules import can_change_member, can_give_role
from kyoso.apps.journal.services.record import record_event


def change_role(*, actor: Actor, member: Membership, role: str) -> Membership:
    """Give a member of the organisation acted for another role."""
    with transaction.atomic():
        now = _locked(member)
        _check_same_organisation(actor, now)
        if role not in Role.values or not can_change_member(actor, now.role) or not can_give_role(actor, role):
            raise PermissionDenied
        if now.role == Role.OWNER and role != Role.OWNER:
            _check_other_owner(now)
        before, now.role = now.role, Role(role)
        now.save(update_fields=["role"])
        _record("role_changed", actor, now, before)
    return now


def end_membership(*, actor: Actor, member: Membership) -> None:
    """Remove a member of the organisation acted for; their rights end with this call."""
    with transaction.atomic():
        now = _locked(member)
        _check_same_organisation(actor, now)
        if not can_change_member(actor, now.role):
            raise PermissionDenied
        _end(actor, now)


def leave_organisation(*, actor: Actor, member: Membership) -> None:
    """End one's own membership, of any of one's organisations."""
    with transaction.atomic():
        now = _locked(member)
        if now.person_id != actor.person_id:
            raise PermissionDenied
        _end(actor, now)


def _end(actor: Actor, member: Membership) -> None:
    if member.role == Role.OWNER:
        _check_other_owner(member)
    member.ended_at = timezone.now()
    member.save(update_fields=["ended_at"])
    _record("membership_ended", actor, member, member.role)


def _locked(member: Membership) -> Membership:
    """Read the membership again, holding its organisation, so that two owners cannot leave at once."""
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    now = Membership.objects.filter(pk=member.pk, ended_at=None).first()
    if now is None:
        raise ValidationError(_("This person no longer belongs to the organisation."))
    return now


def _check_same_organisation(actor: Actor, member: Membership) -> None:
    if actor.organisation_id != member.organisation_id or not actor.is_manager:
        raise PermissionDenied


def _check_other_owner(member: Membership) -> None:
    others = Membership.objects.filter(organisation_id=member.organisation_id, role=Role.OWNER, ended_at=None)
    if not others.exclude(pk=member.pk).exists():
        raise ValidationError(_("An organisation needs an owner. Make somebody else owner first."))


def _record(verb: str, actor: Actor, member: Membership, before: str) -> None:
    record_event(
        verb,
        subject=("membership", member.pk),
        person_id=actor.person_id,
        organisation_id=member.organisation_id,
        data={"member": member.person_id, "from": before, "to": member.role},
    )
