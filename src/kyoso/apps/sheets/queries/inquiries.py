"""Inquiries, for those who keep the window of the firm that they act for; and how many came lately."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership
from kyoso.apps.sheets.models import Inquiry
from kyoso.apps.sheets.rules.inquiries import MOST_FROM_ONE, MOST_TO_ONE, WINDOW, may_read_inbox


def list_inquiries_for(actor: Actor, state: str = "") -> QuerySet[Inquiry]:
    """Return what came to the window of the organisation acted for, newest first; nothing for other members."""
    if actor.organisation_id is None or not may_read_inbox(actor):
        return Inquiry.objects.none()
    rows = Inquiry.objects.filter(organisation_id=actor.organisation_id).select_related("answered_by", "organisation")
    return (rows.filter(state=state) if state else rows).order_by("-created_at", "-pk")


def get_inquiry_for(actor: Actor, code: str) -> Inquiry | None:
    """Return an inquiry of that window, or None: forbidden and missing look the same."""
    return list_inquiries_for(actor).filter(code=code).first()


def window_keepers(organisation_id: int) -> list[Membership]:
    """Return the owners and managers of a firm, who are told of each inquiry, with their persons (one query)."""
    rows = Membership.objects.filter(
        organisation_id=organisation_id, ended_at=None, role__in=[Role.OWNER, Role.MANAGER], person__is_active=True
    )
    return list(rows.select_related("person").order_by("joined_at", "pk"))


def too_many_lately(organisation_id: int, sender: str, email: str) -> bool:
    """Say whether a sender, or everybody together to one firm, sent as much as an hour may bring (two queries)."""
    lately = Inquiry.objects.filter(created_at__gte=timezone.now() - WINDOW)
    from_one = lately.filter(Q(sender=sender) | Q(email=email)).count()
    return from_one >= MOST_FROM_ONE or lately.filter(organisation_id=organisation_id).count() >= MOST_TO_ONE
