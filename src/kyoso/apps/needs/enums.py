from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    INBOUND = "inbound", _("We look for something")
    OUTBOUND = "outbound", _("We look for a use of what we have")


class NeedStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    FOUND_HERE = "found_here", _("Found a partner here")
    FOUND_ELSEWHERE = "found_elsewhere", _("Found a partner elsewhere")
    SOLVED_INSIDE = "solved_inside", _("Solved by ourselves")
    POSTPONED = "postponed", _("Postponed")
    NO_LONGER = "no_longer", _("No longer needed")


class NeedSource(models.TextChoices):
    """Where a need was heard (C2)."""

    OWN = "own", _("Our own work")
    CUSTOMER = "customer", _("A customer or user")
    SURVEY = "survey", _("A survey")
    INTERVIEW = "interview", _("An interview")
    OTHER_TRADE = "other_trade", _("Another trade's raw problem")
