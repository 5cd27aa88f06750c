"""Reading accounts: who acts, which organisations there are for them, who belongs to them, and what waits."""

from kyoso.apps.accounts.queries.actors import actor_among, actor_for, actor_for_email, list_memberships_of
from kyoso.apps.accounts.queries.members import (
    MISSING,
    find_invitation,
    find_partner_member,
    get_invitation_for,
    get_member_for,
    get_person,
    has_unproven_address,
    list_invitations_for,
    list_members_for,
    person_exists,
)
from kyoso.apps.accounts.queries.operators import (
    count_waiting_for,
    get_claim_for,
    list_claims_for,
    list_founding_invitations_for,
    list_queue_for,
    search_queue_for,
)
from kyoso.apps.accounts.queries.organisations import (
    find_unclaimed,
    get_organisation_for,
    list_claims_of,
    open_claims_of,
    own_organisation,
)
from kyoso.apps.accounts.registries import industry_label, prefecture_label

__all__ = [
    "MISSING",
    "actor_among",
    "actor_for",
    "actor_for_email",
    "count_waiting_for",
    "find_invitation",
    "find_partner_member",
    "find_unclaimed",
    "get_claim_for",
    "get_invitation_for",
    "get_member_for",
    "get_organisation_for",
    "get_person",
    "has_unproven_address",
    "industry_label",
    "list_claims_for",
    "list_claims_of",
    "list_founding_invitations_for",
    "list_invitations_for",
    "list_members_for",
    "list_memberships_of",
    "list_queue_for",
    "open_claims_of",
    "own_organisation",
    "person_exists",
    "prefecture_label",
    "search_queue_for",
]
