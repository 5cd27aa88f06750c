from django.db import models
from django.utils.translation import pgettext_lazy


class InquiryState(models.TextChoices):
    """Where an inquiry stands in the one-window inbox."""

    NEW = "new", pgettext_lazy("inquiry", "New")
    ANSWERED = "answered", pgettext_lazy("inquiry", "Answered")
    CLOSED = "closed", pgettext_lazy("inquiry", "Closed without an answer")
