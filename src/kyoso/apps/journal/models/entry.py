from django.db import models


class Seal(models.Model):
    """A batch of entries chained to the batch before it."""

    sealed_at = models.DateTimeField(auto_now_add=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)


class Entry(models.Model):
    """Something happened: plain ids and a verb, never confidential text: the journal may outlive its subjects."""

    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=64)
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["organisation_id", "id"], name="entry_organisation"),
            models.Index(fields=["seal", "id"], name="entry_seal"),
        ]
