from django.db import models

from kyoso.apps.accounts.models import Person
from kyoso.apps.notifications.enums import DigestState
from kyoso.shared.codes import new_code


class Digest(models.Model):
    """A mail that was due for a day or week, and what became of it; never what it said."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=32)
    period = models.CharField(max_length=10, help_text="2026-11-21, or 2026-W47")
    state = models.CharField(max_length=8, choices=DigestState, default=DigestState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(help_text="Not before this")
    count = models.PositiveIntegerField(default=0, help_text="How much it told of")
    told_until = models.DateTimeField(null=True, help_text="The next one begins here")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic", "period"], name="one_digest_a_period")]
        indexes = [
            models.Index(fields=["try_at"], condition=models.Q(state="waiting"), name="digest_waiting"),
            models.Index(fields=["person", "topic", "-told_until"], name="digest_last"),
            models.Index(fields=["topic", "period"], name="digest_period"),
            models.Index(fields=["created_at"], name="digest_age"),
        ]

    def __str__(self) -> str:
        return f"digest:{self.code}"
