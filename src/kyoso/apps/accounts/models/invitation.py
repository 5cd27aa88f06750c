from django.db import models
from django.utils import timezone

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models.organisation import Organisation
from kyoso.apps.accounts.models.person import Person
from kyoso.shared.codes import new_code


class Invitation(models.Model):
    """A link by which one person may join; only its hash is kept. Without an organisation it invites to found one."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Never what it says."""
        return f"invitation:{self.code}"

    @property
    def is_expired(self) -> bool:
        """The link no longer works; sending it again makes a fresh one."""
        return self.expires_at <= timezone.now()
