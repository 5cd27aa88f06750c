"""Who a person is and for whom they act."""

from collections.abc import Sequence

from kyoso.apps.accounts.actors import ANONYMOUS, Actor
from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.accounts.models import Membership, NetworkMembership, Person


def list_memberships_of(person_id: int | None) -> list[Membership]:
    """Return the present memberships of a person with their organisations, in the order of joining (one query)."""
    if person_id is None:
        return []
    return list(
        Membership.objects.filter(person_id=person_id, ended_at=None)
        .select_related("organisation")
        .defer("organisation__wants", "organisation__search_text")
        .order_by("joined_at", "pk")
    )


def actor_for(person_id: int | None, organisation_id: int | None = None) -> Actor:
    """Return the person as an actor for the given organisation, else for the one joined first (two queries).

    An organisation that the person does not belong to (any more) is passed over in silence, as if none were given.
    """
    return actor_among(person_id, list_memberships_of(person_id), organisation_id)


def actor_among(person_id: int | None, memberships: Sequence[Membership], organisation_id: int | None = None) -> Actor:
    """Return the actor where the person's memberships have been read already (one query)."""
    if person_id is None:
        return ANONYMOUS
    network_roles = frozenset(
        NetworkRole(role)
        for role in NetworkMembership.objects.filter(person_id=person_id).values_list("role", flat=True)
    )
    first = memberships[0] if memberships else None
    current = next((member for member in memberships if member.organisation_id == organisation_id), first)
    if current is None:
        return Actor(person_id=person_id, network_roles=network_roles, in_network=bool(network_roles))
    return Actor(
        person_id=person_id,
        organisation_id=current.organisation_id,
        role=Role(current.role),
        network_roles=network_roles,
        in_network=bool(network_roles) or current.organisation.is_approved,
    )


def actor_for_email(email: str | None) -> Actor | None:
    """Return the actor of a person who signs in with this address, ANONYMOUS for none given, None for nobody's."""
    if email is None:
        return ANONYMOUS
    person = Person.objects.filter(email=email.lower(), is_active=True).first()
    return actor_for(person.pk) if person else None
