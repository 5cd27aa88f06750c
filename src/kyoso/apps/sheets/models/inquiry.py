from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.sheets.enums import InquiryState
from kyoso.shared.codes import new_code


class Inquiry(models.Model):
    """What somebody without an account asks a firm's one window; for its owners, managers and leads alone."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    asset_code = models.CharField(max_length=12, blank=True, help_text="The asset it is about")
    name = models.CharField(max_length=80)
    email = models.EmailField()
    company = models.CharField(max_length=120, blank=True)
    message = models.TextField(max_length=4000)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=16, choices=InquiryState, default=InquiryState.NEW)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ticket = models.CharField(max_length=64, unique=True, help_text="Of the form: the same one is taken once")
    sender = models.CharField(max_length=64, help_text="Keyed digest of the sender's network address")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "-created_at"], name="inquiry_inbox"),
            models.Index(fields=["organisation", "-created_at"], name="inquiry_organisation"),
            models.Index(fields=["created_at"], name="inquiry_age"),
            models.Index(fields=["sender", "-created_at"], name="inquiry_sender"),
            models.Index(fields=["email", "-created_at"], name="inquiry_email"),
        ]

    def __str__(self) -> str:
        """Never what it says."""
        return f"inquiry:{self.code}"
