"""Claiming an imported organisation, and the operator's decision on it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import ClaimStatus, OrganisationStatus, Role
from kyoso.apps.accounts.models import Claim, Membership, Organisation
from kyoso.apps.accounts.rules import can_decide
from kyoso.apps.accounts.services._mail import send_later, site_link
from kyoso.apps.accounts.services.decide_organisation import checked_reason
from kyoso.apps.journal.services.record import enqueue_change, record_event
from kyoso.shared.text import clean_text

MOST_PROOF = 2000


def claim_organisation(*, actor: Actor, organisation: Organisation, proof: str) -> Claim:
    """Say that an unclaimed organisation is one's own, with proof that an operator can check."""
    if actor.person_id is None or organisation.is_claimed or organisation.status != OrganisationStatus.APPROVED:
        raise PermissionDenied
    if not (text := clean_text(proof)):
        raise ValidationError({"proof": _("Write how the operator can tell that you belong to this organisation.")})
    if len(text) > MOST_PROOF:
        raise ValidationError({"proof": _("At most %(n)s characters.") % {"n": MOST_PROOF}})
    with transaction.atomic():
        claim, made = Claim.objects.get_or_create(
            organisation=organisation, person_id=actor.person_id, status=ClaimStatus.OPEN, defaults={"proof": text}
        )
        if not made:
            raise ValidationError(_("You have already claimed this organisation. The operator will decide soon."))
        _record("claim_opened", actor, claim)
    return claim


def accept_claim(*, actor: Actor, claim: Claim) -> Membership:
    """Make the claimant the owner; other open claims on the same organisation are refused. Operators only."""
    if not can_decide(actor):
        raise PermissionDenied
    with transaction.atomic():
        _close(actor, claim, ClaimStatus.ACCEPTED, "")
        if not Organisation.objects.filter(pk=claim.organisation_id, is_claimed=False).update(is_claimed=True):
            raise ValidationError(_("Somebody has already decided on this claim."))
        member = Membership.objects.create(
            person_id=claim.person_id, organisation_id=claim.organisation_id, role=Role.OWNER
        )
        others = Claim.objects.filter(organisation_id=claim.organisation_id, status=ClaimStatus.OPEN)
        for other in others.select_related("person"):
            _close(actor, other, ClaimStatus.REFUSED, "")
        enqueue_change("organisation", claim.organisation_id)
    return member


def refuse_claim(*, actor: Actor, claim: Claim, reason: str) -> Claim:
    """Refuse a claim, with a reason that the claimant reads. Operators only."""
    if not can_decide(actor):
        raise PermissionDenied
    text = checked_reason(reason)
    with transaction.atomic():
        _close(actor, claim, ClaimStatus.REFUSED, text)
    return claim


def _close(actor: Actor, claim: Claim, status: ClaimStatus, reason: str) -> None:
    closed = Claim.objects.filter(pk=claim.pk, status=ClaimStatus.OPEN).update(
        status=status, reason=reason, decided_by_id=actor.person_id, decided_at=timezone.now()
    )
    if not closed:
        raise ValidationError(_("Somebody has already decided on this claim."))
    _record(f"claim_{status}", actor, claim)
    send_later(
        "claim_decided",
        to=claim.person.email,
        language=claim.person.language,
        context={"link": site_link(reverse("account"))},
    )


def _record(verb: str, actor: Actor, claim: Claim) -> None:
    record_event(
        verb,
        subject=("claim", claim.pk),
        person_id=actor.person_id,
        data={"organisation": claim.organisation_id, "claimant": claim.person_id},
    )
