from kyoso.apps.accounts.models.claim import Claim
from kyoso.apps.accounts.models.invitation import Invitation
from kyoso.apps.accounts.models.membership import Membership, NetworkMembership
from kyoso.apps.accounts.models.organisation import Organisation
from kyoso.apps.accounts.models.person import Person
from kyoso.apps.accounts.models.registry import IndustryClass, KeptValue, Municipality, RegisterChange, RegisterEntry

__all__ = [
    "Claim",
    "IndustryClass",
    "Invitation",
    "KeptValue",
    "Membership",
    "Municipality",
    "NetworkMembership",
    "Organisation",
    "Person",
    "RegisterChange",
    "RegisterEntry",
]
