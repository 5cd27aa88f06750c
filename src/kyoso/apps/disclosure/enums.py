from django.db import models
from django.utils.translation import pgettext_lazy


class Tier(models.IntegerChoices):
    """Who may see a thing; a larger number is stricter."""

    PUBLIC = 0, pgettext_lazy("disclosure tier", "Public")
    NETWORK = 1, pgettext_lazy("disclosure tier", "Network")
    NDA = 2, pgettext_lazy("disclosure tier", "After NDA")
    CORE = 3, pgettext_lazy("disclosure tier", "Core")
