from django.db import models
from django.utils.translation import gettext_lazy as _


class Free(models.TextChoices):
    """When something that stands idle is wanted."""

    NOW = "now", _("Free now")
    SOON = "soon", _("Free within three months")
