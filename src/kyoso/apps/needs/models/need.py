from typing import Any, ClassVar

from django.db import models

from kyoso.apps.disclosure.models import TieredRecord
from kyoso.apps.needs.enums import CloseReason, Direction, NeedSource, NeedStatus


class Need(TieredRecord):
    """What an organisation wants, by when, and what it brings (C2); a draft is seen by its own people only."""

    KIND: ClassVar[str] = "need"
    TIERED: ClassVar[tuple[str, ...]] = ("problem", "requirements", "success", "offer")

    direction = models.CharField(max_length=16, choices=Direction, default=Direction.INBOUND)
    problem = models.TextField(max_length=2000, blank=True)
    requirements = models.TextField(max_length=2000, blank=True)
    success = models.TextField(max_length=2000, blank=True)
    offer = models.TextField(max_length=2000, blank=True)
    partner_kinds = models.JSONField(default=list, blank=True, help_text="Kinds of organisation wished for")
    source = models.CharField(max_length=16, choices=NeedSource, default=NeedSource.OWN)
    due = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=NeedStatus, default=NeedStatus.DRAFT)
    close_reason = models.CharField(max_length=16, choices=CloseReason, blank=True)
    close_note = models.TextField(max_length=1000, blank=True, help_text="For the own organisation only")

    class Meta:
        indexes = [models.Index(fields=["owner", "status", "-updated_at"], name="need_owner")]

    @property
    def facets(self) -> dict[str, Any]:
        """Listed for others while published."""
        return {
            "category": self.direction,
            "status": self.status,
            "due": self.due,
            "listed": self.status == NeedStatus.PUBLISHED,
        }
