from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.disclosure.enums import Tier


class RecordVersion(models.Model):
    """A record as somebody left it, raw: read by `history_of` alone, which shows of it what is open to the viewer."""

    kind = models.CharField(max_length=16)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    tier = models.PositiveSmallIntegerField(choices=Tier)
    field_tiers = models.JSONField(default=dict)
    values: Any = models.JSONField(encoder=DjangoJSONEncoder, help_text="Title, texts and other columns, by name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id", "version"], name="one_row_a_version")]

    def __str__(self) -> str:
        """Never a word of it: a record in a log or an error must not speak."""
        return f"{self.kind}:{self.record_id}:{self.version}"
