from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.disclosure.enums import Tier
from kyoso.shared.codes import new_code


class Grant(models.Model):
    """An organisation opens what is closed to one named person, until a date; taken back at any moment."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", help_text="For which the person must be acting"
    )
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.NDA)
    record_kind = models.CharField(max_length=16, blank=True, help_text="Empty: everything of the owner")
    record_id = models.BigIntegerField(null=True, blank=True)
    purpose = models.CharField(max_length=400)
    last_day = models.DateField(help_text="In force until the end of this day")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "organisation", "last_day"], name="grant_person"),
            models.Index(fields=["owner", "last_day"], name="grant_owner"),
        ]

    def __str__(self) -> str:
        return f"grant:{self.code}"
