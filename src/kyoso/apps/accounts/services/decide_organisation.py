"""The operator's decision on an organisation that awaits approval."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.accounts.rules import can_decide
from kyoso.apps.accounts.services._mail import send_later, site_link
from kyoso.apps.journal.services.record import enqueue_change, record_event
from kyoso.shared.text import clean_text

MOST_REASON = 400


def approve_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Open the network to an organisation, list it, and tell its owners. Operators only."""
    return _decide(actor, organisation, OrganisationStatus.APPROVED, "")


def reject_organisation(*, actor: Actor, organisation: Organisation, reason: str) -> Organisation:
    """Decline an organisation, with a reason that its owners read on their page. Operators only."""
    return _decide(actor, organisation, OrganisationStatus.REJECTED, checked_reason(reason))


def checked_reason(reason: str) -> str:
    """Return a reason fit to be read by those whom it concerns, or raise ValidationError."""
    if not (text := clean_text(reason)):
        raise ValidationError({"reason": _("Write the reason: they will read it.")})
    if len(text) > MOST_REASON:
        raise ValidationError({"reason": _("At most %(n)s characters.") % {"n": MOST_REASON}})
    return text


def _decide(actor: Actor, organisation: Organisation, status: OrganisationStatus, reason: str) -> Organisation:
    if not can_decide(actor):
        raise PermissionDenied
    with transaction.atomic():
        waiting = Organisation.objects.filter(pk=organisation.pk, status=OrganisationStatus.PENDING)
        if not waiting.update(status=status, status_reason=reason):
            raise ValidationError(_("Somebody has already decided on this organisation."))
        organisation.refresh_from_db()
        record_event(f"organisation_{status}", subject=("organisation", organisation.pk), person_id=actor.person_id)
        enqueue_change("organisation", organisation.pk)
        _tell_owners(organisation)
    return organisation


def _tell_owners(organisation: Organisation) -> None:
    owners = Membership.objects.filter(organisation=organisation, role=Role.OWNER, ended_at=None)
    for owner in owners.select_related("person"):
        link = site_link(reverse("organisation_detail", args=[organisation.code]))
        send_later(
            "organisation_decided", to=owner.person.email, language=owner.person.language, context={"link": link}
        )
