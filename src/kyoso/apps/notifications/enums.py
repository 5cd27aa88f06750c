from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often somebody wants mail on a topic."""

    NEVER = "never", _("Never")
    WEEKLY = "weekly", _("Once a week, on Monday")
    DAILY = "daily", _("Every day")


class DigestState(models.TextChoices):
    """What became of a mail that was due; no page says so."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    EMPTY = "empty"
    STOPPED = "stopped"
    FAILED = "failed"
