from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    SHORTLISTED = "shortlisted", _("Shortlisted")
    DECLINED = "declined", _("Declined")


class DeclineReason(models.TextChoices):
    """Why a candidate was passed over; later the engine learns from these (D3)."""

    OTHER_TECHNOLOGY = "other_technology", _("The technology does not fit")
    KNOWN = "known", _("We know them already")
    COMPETITOR = "competitor", _("They compete with us")
    TOO_FAR = "too_far", _("Too far away")
    SIZE = "size", _("The size or lot does not fit")
    LATER = "later", _("Not now")
    OTHER = "other", _("Another reason")
