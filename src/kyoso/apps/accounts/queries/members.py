"""Who belongs to an organisation, and who is invited."""

import hashlib
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Invitation, Membership, Person
from kyoso.apps.accounts.rules import ROLE_ORDER, clean_email


@dataclass(frozen=True, slots=True)
class InvitationState:
    """An invitation as its link finds it: what is wrong with it, or None when it can be accepted."""

    invitation: Invitation | None
    fault: str | None
    """unknown | used | revoked | expired"""


MISSING = InvitationState(None, "unknown")


def token_hash(token: str) -> str:
    """Return what is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_exists(email: str) -> bool:
    """Say whether somebody signs in with this address; never to be told to a visitor."""
    return Person.objects.filter(email=clean_email(email)).exists()


def has_unproven_address(person: Person) -> bool:
    """Say whether the person signed up without having shown yet that the address is theirs."""
    return EmailAddress.objects.filter(user=person, email=person.email, verified=False).exists()


def get_person(actor: Actor) -> Person | None:
    """Return the person who acts."""
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def list_members_for(actor: Actor) -> list[Membership]:
    """Return the present members of the organisation acted for, owners first (one query)."""
    order = Case(*(When(role=role, then=Value(-n)) for n, role in enumerate(ROLE_ORDER)), output_field=IntegerField())
    return list(_members(actor).select_related("person").order_by(order, "joined_at", "pk"))


def get_member_for(actor: Actor, code: str) -> Membership | None:
    """Return a present member of the organisation acted for; those of others do not exist."""
    return _members(actor).select_related("person", "organisation").filter(code=code).first()


def list_invitations_for(actor: Actor) -> list[Invitation]:
    """Return the open and expired invitations of the organisation acted for, for its managers; newest first."""
    if actor.organisation_id is None or not actor.is_manager:
        return []
    return list(
        Invitation.objects.filter(organisation_id=actor.organisation_id, accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )


def get_invitation_for(actor: Actor, code: str) -> Invitation | None:
    """Return an invitation of the organisation acted for, or one to found an organisation for operators."""
    found = Invitation.objects.filter(code=code).first()
    if found is None:
        return None
    if found.organisation_id is None:
        return found if actor.is_operator else None
    return found if actor.is_manager and found.organisation_id == actor.organisation_id else None


def find_invitation(token: str) -> InvitationState:
    """Return the invitation that a link carries and whether it still holds (one query)."""
    found = Invitation.objects.select_related("organisation", "invited_by").filter(token_hash=token_hash(token)).first()
    if found is None:
        return MISSING
    return InvitationState(found, _fault(found))


def find_partner_member(actor: Actor, email: str) -> Membership | None:
    """Return the membership of a person in another approved organisation, the one joined first; None for all others."""
    return (
        Membership.objects.filter(
            person__email=clean_email(email),
            person__is_active=True,
            ended_at=None,
            organisation__status=OrganisationStatus.APPROVED,
        )
        .exclude(organisation_id=actor.organisation_id or 0)
        .select_related("person", "organisation")
        .order_by("joined_at", "pk")
        .first()
    )


def _members(actor: Actor) -> QuerySet[Membership]:
    if actor.organisation_id is None:
        return Membership.objects.none()
    return Membership.objects.filter(organisation_id=actor.organisation_id, ended_at=None)


def _fault(invitation: Invitation) -> str | None:
    if invitation.accepted_at is not None:
        return "used"
    if invitation.revoked_at is not None:
        return "revoked"
    return "expired" if invitation.expires_at <= timezone.now() else None
