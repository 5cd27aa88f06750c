from kyoso.apps.accounts.models.claim import Claim
from kyoso.apps.accounts.models.invitation import Invitation
from kyoso.apps.accounts.models.membership import Membership, NetworkMembership
from kyoso.apps.accounts.models.organisation import Organisation
from kyoso.apps.accounts.models.person import Person

__all__ = ["Claim", "Invitation", "Membership", "NetworkMembership", "Organisation", "Person"]
