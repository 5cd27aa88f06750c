"""Answered, closed, or open again: where an inquiry stands."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.sheets.enums import InquiryState
from kyoso.apps.sheets.models import Inquiry
from kyoso.apps.sheets.queries.inquiries import get_inquiry_for
from kyoso.apps.sheets.rules.inquiries import MOVES


def move_inquiry(*, actor: Actor, code: str, state: str) -> Inquiry:
    """Note that an inquiry was answered or closed, by whom and when, or open it again.

    Raises PermissionDenied for all but those who keep the window, ValidationError where a colleague was first.
    """
    with transaction.atomic():
        inquiry = get_inquiry_for(actor, code)
        if inquiry is None:
            raise PermissionDenied
        if state not in MOVES[InquiryState(inquiry.state)]:
            raise ValidationError(_("A colleague has changed this inquiry meanwhile. Look at where it stands now."))
        is_new = state == InquiryState.NEW
        changes = {
            "answered_by_id": None if is_new else actor.person_id,
            "answered_at": None if is_new else timezone.now(),
        }
        if not Inquiry.objects.filter(pk=inquiry.pk, state=inquiry.state).update(state=state, **changes):
            raise ValidationError(_("A colleague has changed this inquiry meanwhile. Look at where it stands now."))
        record_event(
            f"inquiry_{'reopened' if is_new else state}",
            subject=("inquiry", inquiry.pk),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
        )
    inquiry.refresh_from_db()
    return inquiry
