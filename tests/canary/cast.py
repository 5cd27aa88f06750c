"""Who looks: every kind of viewer by name, and, said by hand, how far each may see into the maker's records."""

from dataclasses import dataclass

PUBLIC, NETWORK, NDA, CORE = range(4)

LEVELS = {
    "anonymous": PUBLIC,
    "signed_in": PUBLIC,
    "pending_owner": PUBLIC,
    "rejected_owner": PUBLIC,
    "outsider_owner": NETWORK,
    "outsider_manager": NETWORK,
    "outsider_lead": NETWORK,
    "outsider_member": NETWORK,
    "grantee_all": NDA,
    "grantee_one": NETWORK,
    "grantee_elsewhere": NETWORK,
    "grantee_colleague": NETWORK,
    "grantee_expired": NETWORK,
    "grantee_revoked": NETWORK,
    "grantee_returned": NETWORK,
    "own_owner": CORE,
    "own_manager": CORE,
    "own_lead": NDA,
    "own_member": NDA,
    "core_reader": CORE,
    "core_reader_one": NDA,
    "operator": NETWORK,
    "coordinator": NETWORK,
}
"""What each sees of the maker's listed records; single records opened one by one come on top."""

ONE_BY_ONE = {"grantee_one": NDA, "core_reader_one": CORE}
"""How far those see who got single records."""

OWN = frozenset({"own_owner", "own_manager", "own_lead", "own_member", "core_reader", "core_reader_one"})
MANAGERS = frozenset({"own_owner", "own_manager"})
OUTSIDERS = frozenset({"outsider_owner", "outsider_manager", "outsider_lead", "outsider_member"})
NETWORK_STAFF = frozenset({"operator", "coordinator"})
EVERYBODY = frozenset(LEVELS)


@dataclass(frozen=True)
class Viewer:
    """Someone in the world: a person (None: nobody signed in) acting for an organisation (None: for none)."""

    name: str
    person_id: int | None = None
    organisation_id: int | None = None


def record_viewers(tier: int, *, listed: bool, opened_singly: bool) -> frozenset[str]:
    """Return who may see a text of the maker's at a tier."""
    seen = set()
    for name, level in LEVELS.items():
        best = max(level, ONE_BY_ONE.get(name, PUBLIC)) if opened_singly else level
        if best >= tier and (listed or name in OWN):
            seen.add(name)
    return frozenset(seen)
