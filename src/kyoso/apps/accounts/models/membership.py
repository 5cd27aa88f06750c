from django.db import models

from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.accounts.models.organisation import Organisation
from kyoso.apps.accounts.models.person import Person
from kyoso.shared.codes import new_code


class Membership(models.Model):
    """A person belongs to an organisation, with a role; ended ones are kept as history."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=models.Q(ended_at=None), name="one_membership_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"membership:{self.code}"


class NetworkMembership(models.Model):
    """A role in the network as a whole: operator or coordinator."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="network_memberships")
    role = models.CharField(max_length=16, choices=NetworkRole)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="one_network_role_each")]

    def __str__(self) -> str:
        return f"network:{self.role}"
