from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import Clearance


def _at(tier: int) -> Q:
    return Q(tier_from__lte=tier, tier_to__gte=tier)


class ProjectionQuerySet(models.QuerySet["Projection"]):
    def visible_with(self, clearance: Clearance) -> "ProjectionQuerySet":
        """Return at most one row a record: the one this clearance sees; drafts and archive for their owner only."""
        open_to_others = Q(listed=True, owner__status=OrganisationStatus.APPROVED)
        rows = open_to_others & _at(clearance.default) & ~Q(owner_id__in=list(clearance.owners))
        for tier in Tier:
            owners = [owner for owner, given in clearance.owners.items() if max(given, clearance.default) == tier]
            if owners:
                allowed = open_to_others | Q(owner_id=clearance.own_id)
                rows |= Q(owner_id__in=owners) & _at(tier) & allowed
        if clearance.records:
            rows = (rows & ~_any(clearance.records)) | self._single_records(clearance, open_to_others)
        return self.filter(rows)

    @staticmethod
    def _single_records(clearance: Clearance, open_to_others: Q) -> Q:
        """Records opened one by one: at the best of that grant and of what their owner opens anyway."""
        allowed = open_to_others | Q(owner_id=clearance.own_id)
        alike: dict[tuple[str, int], list[int]] = {}
        for (kind, record_id), tier in clearance.records.items():
            alike.setdefault((kind, max(tier, clearance.default)), []).append(record_id)
        rows = Q(pk__in=[])
        for (kind, base), ids in alike.items():
            better = {owner: given for owner, given in clearance.owners.items() if given > base}
            seen = _at(base) & ~Q(owner_id__in=list(better))
            for owner, given in better.items():
                seen |= _at(given) & Q(owner_id=owner)
            rows |= Q(kind=kind, record_id__in=ids) & seen
        return rows & allowed


def _any(keys: Iterable[tuple[str, int]]) -> Q:
    kinds: dict[str, list[int]] = {}
    for kind, record_id in keys:
        kinds.setdefault(kind, []).append(record_id)
    rows = Q(pk__in=[])
    for kind, ids in kinds.items():
        rows |= Q(kind=kind, record_id__in=ids)
    return rows


class Projection(models.Model):
    """What viewers of a range of tiers see of a record: the only thing that lists, search, index and exports read."""

    kind = models.CharField(max_length=16)
    record_id = models.BigIntegerField()
    code = models.CharField(max_length=12)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    tier_from = models.PositiveSmallIntegerField(choices=Tier)
    tier_to = models.PositiveSmallIntegerField(choices=Tier)
    record_tier = models.PositiveSmallIntegerField(choices=Tier)
    title = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    field_tiers = models.JSONField(default=dict, help_text="Of the fields shown, so that secrets are marked as such")
    category = models.CharField(max_length=24, blank=True)
    field = models.CharField(max_length=32, blank=True)
    status = models.CharField(max_length=16, blank=True)
    due = models.DateField(null=True)
    trl = models.PositiveSmallIntegerField(null=True, help_text="Readiness, 1 to 9")
    listed = models.BooleanField(default=False, help_text="Shown to other organisations: active, or published")
    search_text = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[ProjectionQuerySet] = ProjectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id", "tier_from"], name="one_view_a_tier")]
        indexes = [
            models.Index(fields=["kind", "listed", "-changed_at"], name="projection_list"),
            models.Index(fields=["owner", "kind", "-changed_at"], name="projection_owner"),
            models.Index(fields=["code"], name="projection_code"),
        ]

    def __str__(self) -> str:
        """Never the title: a record in a log or an error must not speak."""
        return f"{self.kind}:{self.code}"
