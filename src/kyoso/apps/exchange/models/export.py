from django.conf import settings
from django.db import models
from django.utils import timezone

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.exchange.enums import ExportFormat
from kyoso.apps.exchange.rules import is_expired
from kyoso.shared.codes import new_code


class Export(models.Model):
    """A file for whoever asked for it, for a day, while their rights are the same (H2)."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=16, choices=ExportFormat)
    kinds = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="ja")
    rights = models.CharField(max_length=64, help_text="Seal of what its person may see of the organisation")
    stored = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    lost = models.CharField(max_length=200, blank=True, help_text="Signs that the encoding cannot write")
    records = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-created_at"], name="export_person")]

    def __str__(self) -> str:
        return f"export:{self.code}"

    @property
    def is_expired(self) -> bool:
        """Its day is over."""
        return is_expired(self.created_at, timezone.now())

    @property
    def is_ready(self) -> bool:
        """There is a file to download."""
        return bool(self.stored) and not self.is_expired
