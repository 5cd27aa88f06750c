"""Who is asking: the one value from which every question of rights begins."""

from dataclasses import dataclass, field

from kyoso.apps.accounts.enums import NetworkRole, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for at most one organisation; rights in their other organisations rest until they switch."""

    person_id: int | None = None
    organisation_id: int | None = None
    role: Role | None = None
    network_roles: frozenset[NetworkRole] = field(default_factory=frozenset)
    in_network: bool = False
    """Acts for an approved organisation, or holds a network role: sees the network tier."""

    @property
    def is_anonymous(self) -> bool:
        """Nobody signed in."""
        return self.person_id is None

    @property
    def is_operator(self) -> bool:
        """May approve organisations; sees neither NDA nor core content for it."""
        return NetworkRole.OPERATOR in self.network_roles

    @property
    def is_manager(self) -> bool:
        """Owner or manager of the organisation acted for: sees its core content and manages its members."""
        return self.role in {Role.OWNER, Role.MANAGER}


ANONYMOUS = Actor()
