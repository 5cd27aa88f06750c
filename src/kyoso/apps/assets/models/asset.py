from typing import Any, ClassVar

from django.db import models

from kyoso.apps.assets.enums import AssetKind, AssetStatus, TechnologyField
from kyoso.apps.disclosure.models import TieredRecord


class Asset(TieredRecord):
    """What an organisation is good at or has to offer (A1), with tiers on the whole and on each text (A3)."""

    KIND: ClassVar[str] = "asset"
    TIERED: ClassVar[tuple[str, ...]] = ("summary", "ability", "evidence", "conditions", "period", "price")

    kind = models.CharField(max_length=24, choices=AssetKind, default=AssetKind.TECHNOLOGY)
    field = models.CharField(max_length=32, choices=TechnologyField, blank=True)
    trl = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Technology readiness level, 1 to 9")
    summary = models.TextField(max_length=2000, blank=True)
    ability = models.TextField(max_length=2000, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)
    conditions = models.TextField(max_length=2000, blank=True)
    period = models.TextField(max_length=300, blank=True, help_text="Of idle capacity: see rules/idle.py")
    price = models.TextField(max_length=40, blank=True, help_text="Of idle capacity: see rules/idle.py")
    status = models.CharField(max_length=16, choices=AssetStatus, default=AssetStatus.ACTIVE)
    interview = models.ForeignKey(
        "assets.Interview",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="From whose answers it was made",
    )

    class Meta:
        indexes = [models.Index(fields=["owner", "status", "-updated_at"], name="asset_owner")]

    @property
    def facets(self) -> dict[str, Any]:
        """Listed for others while in use."""
        return {
            "category": self.kind,
            "field": self.field,
            "trl": self.trl,
            "status": self.status,
            "listed": self.status == AssetStatus.ACTIVE,
        }
