from django.db import models
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "In progress")
    DONE = "done", pgettext_lazy("job", "Finished")
    FAILED = "failed", pgettext_lazy("job", "Not finished")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
