from django.db import models
from django.utils import timezone

from kyoso.apps.accounts.models import Membership, Organisation, Person
from kyoso.apps.disclosure.enums import Tier
from kyoso.shared.codes import new_code


class Grant(models.Model):
    """An organisation opens what is closed to one named person, as a member of one organisation, until a date.

    Taken back at any moment. It ends with that membership: whoever leaves and joins again needs a new grant.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", help_text="Who, and for whom they must be acting"
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
            models.Index(fields=["membership", "last_day"], name="grant_membership"),
            models.Index(fields=["owner", "last_day"], name="grant_owner"),
        ]

    def __str__(self) -> str:
        return f"grant:{self.code}"

    @property
    def person(self) -> Person:
        """To whom it was given."""
        return self.membership.person

    @property
    def organisation(self) -> Organisation:
        """For whom that person must be acting."""
        return self.membership.organisation

    @property
    def is_in_force(self) -> bool:
        """Neither taken back nor run out, and its person still belongs to the organisation named."""
        is_standing = self.revoked_at is None and self.membership.ended_at is None
        return is_standing and self.last_day >= timezone.localdate()
