"""Inquiries go: at the wish of whoever wrote them or keeps the window, and when their time is over (A6)."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.sheets.models import Inquiry
from kyoso.apps.sheets.queries.inquiries import get_inquiry_for

BATCH = 200


def delete_inquiry(*, actor: Actor, code: str) -> None:
    """Delete an inquiry for good; the journal keeps that there was one. PermissionDenied but for its keepers."""
    inquiry = get_inquiry_for(actor, code)
    if inquiry is None:
        raise PermissionDenied
    with transaction.atomic():
        record_event(
            "inquiry_deleted",
            subject=("inquiry", inquiry.pk),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"owner": inquiry.organisation_id},
        )
        inquiry.delete()


def sweep_inquiries() -> int:
    """Delete what is older than the installation keeps inquiries, and return how many; run by the worker."""
    before, swept = timezone.now() - datetime.timedelta(days=settings.OPTIONS.inquiry_days), 0
    while old := list(Inquiry.objects.filter(created_at__lt=before).values_list("pk", "organisation_id")[:BATCH]):
        with transaction.atomic():
            for number, owner in old:
                record_event("inquiry_expired", subject=("inquiry", number), data={"owner": owner})
            Inquiry.objects.filter(pk__in=[number for number, _owner in old]).delete()
        swept += len(old)
    return swept
