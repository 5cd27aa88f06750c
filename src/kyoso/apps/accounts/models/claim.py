from django.db import models

from kyoso.apps.accounts.enums import ClaimStatus
from kyoso.apps.accounts.models.organisation import Organisation
from kyoso.apps.accounts.models.person import Person
from kyoso.shared.codes import new_code


class Claim(models.Model):
    """Someone says that an unclaimed organisation is theirs, with proof; an operator decides."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claims")
    proof = models.TextField(max_length=2000)
    status = models.CharField(max_length=16, choices=ClaimStatus, default=ClaimStatus.OPEN)
    reason = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=models.Q(status="open"), name="one_open_claim_each"
            )
        ]

    def __str__(self) -> str:
        """Never what it says."""
        return f"claim:{self.code}"
