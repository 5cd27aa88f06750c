from django.db import models


class OutboxRow(models.Model):
    """A record changed, and the worker must bring the index up to date; written in the transaction of the change."""

    kind = models.CharField(max_length=32)
    record_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
