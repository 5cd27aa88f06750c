from django.db import models

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.sheets.enums import ContactShown
from kyoso.shared.locking import Versioned


class Window(Versioned):
    """A firm's one window: who stands there, and what the public page and the sheets tell of them (A6)."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    contact_name = models.CharField(max_length=80, blank=True)
    contact_post = models.CharField(max_length=80, blank=True)
    shown = models.CharField(max_length=16, choices=ContactShown, default=ContactShown.NOTHING)

    def __str__(self) -> str:
        """Never the name: a record in a log or an error must not speak."""
        return f"window:{self.pk}"
