from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.jobs.enums import OPEN_STATES, JobState
from kyoso.apps.jobs.rules import can_cancel, can_restart, is_stopped
from kyoso.shared.codes import new_code


class Job(models.Model):
    """A piece of long work that somebody started (H2). It holds codes and numbers, never text of a record."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=12, help_text="Code of what is worked on")
    language = models.CharField(max_length=8, default="ja")
    state = models.CharField(max_length=16, choices=JobState, default=JobState.WAITING)
    attempt = models.PositiveIntegerField(default=1, help_text="Begun again: what an earlier attempt says is void")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=32, blank=True)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(default=timezone.now, help_text="When its process last said that it is at work")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=OPEN_STATES), name="one_open_job_a_subject"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="job_organisation"),
            models.Index(fields=["person", "organisation", "-created_at"], name="job_person"),
        ]

    def __str__(self) -> str:
        return f"job:{self.code}"

    @property
    def is_stopped(self) -> bool:
        """Its process died over it."""
        return is_stopped(self.state, self.beat_at, timezone.now())

    @property
    def is_open(self) -> bool:
        """Waits, or is being worked on."""
        return self.state in OPEN_STATES and not self.is_stopped

    @property
    def may_restart(self) -> bool:
        """May be begun again."""
        return can_restart(self.state, stopped=self.is_stopped)

    @property
    def may_cancel(self) -> bool:
        """May be called off."""
        return can_cancel(self.state)
