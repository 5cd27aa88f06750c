from django.db import models


class OutboxRow(models.Model):
    """A record changed, and the worker must bring both indexes up to date; written in the transaction of the change."""

    kind = models.CharField(max_length=32)
    record_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    in_search = models.BooleanField(default=False, help_text="The directory's search has it; matching not yet")

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(in_search=False), name="outbox_for_search")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"
