from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InquiryState(models.TextChoices):
    """Where an inquiry stands in the one-window inbox."""

    NEW = "new", pgettext_lazy("inquiry", "New")
    ANSWERED = "answered", pgettext_lazy("inquiry", "Answered")
    CLOSED = "closed", pgettext_lazy("inquiry", "Closed without an answer")


class ContactShown(models.TextChoices):
    """What a firm's public page and sheets tell of the person at its one window."""

    NOTHING = "nothing", _("Neither name nor post")
    POST = "post", _("The post alone")
    BOTH = "both", _("Name and post")
