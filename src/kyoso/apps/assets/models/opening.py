from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.assets.models.asset import Asset
from kyoso.apps.disclosure.enums import Tier


class TierDecision(models.Model):
    """Somebody decided who may see an asset, and why (A3); decisions are added and taken back, never changed."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    tier = models.PositiveSmallIntegerField(choices=Tier)
    before = models.PositiveSmallIntegerField(choices=Tier, null=True, help_text="The tier it had, to go back to")
    batch = models.CharField(max_length=12, blank=True, help_text="The same for assets decided at one go")
    reason = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["asset", "-id"], name="tier_decision_asset"),
            models.Index(fields=["decided_by", "-id"], name="tier_decision_person"),
        ]

    def __str__(self) -> str:
        """Never the reason: a record in a log or an error must not speak."""
        return f"tier_decision:{self.pk}"


class OpeningRule(models.Model):
    """A version of the written rule of what an organisation opens and what it does not (A3); the last one counts.

    A changed rule is a new version, so that an approval never covers words that nobody approved.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=6000)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="one_rule_a_number")]

    def __str__(self) -> str:
        """Never the text: a record in a log or an error must not speak."""
        return f"opening_rule:{self.pk}"


class DismissedWarning(models.Model):
    """Somebody looked at a warning and found it harmless; it returns when other words are shared."""

    open_asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    closed_asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64, help_text="Of the shared words; they themselves are not kept")
    dismissed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    dismissed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["open_asset", "closed_asset"], name="one_dismissal_a_pair")]

    def __str__(self) -> str:
        return f"dismissed_warning:{self.pk}"
