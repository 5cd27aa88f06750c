"""Who a person is and for whom they act."""

from kyoso.apps.accounts.actors import ANONYMOUS, Actor
from kyoso.apps.accounts.enums import NetworkRole, OrganisationStatus, Role
from kyoso.apps.accounts.models import Membership, NetworkMembership, Person


def actor_for(person_id: int | None, organisation_id: int | None = None) -> Actor:
    """Return the person as an actor for the given organisation, else for the one joined first (two queries).

    An organisation that the person does not belong to (any more) is passed over in silence, as if none were given.
    """
    if person_id is None:
        return ANONYMOUS
    memberships = list(
        Membership.objects.filter(person_id=person_id, ended_at=None)
        .order_by("joined_at", "pk")
        .values_list("organisation_id", "role", "organisation__status")
    )
    network_roles = frozenset(
        NetworkRole(role)
        for role in NetworkMembership.objects.filter(person_id=person_id).values_list("role", flat=True)
    )
    current = next((row for row in memberships if row[0] == organisation_id), memberships[0] if memberships else None)
    if current is None:
        return Actor(person_id=person_id, network_roles=network_roles, in_network=bool(network_roles))
    return Actor(
        person_id=person_id,
        organisation_id=current[0],
        role=Role(current[1]),
        network_roles=network_roles,
        in_network=bool(network_roles) or current[2] == OrganisationStatus.APPROVED,
    )


def actor_for_email(email: str | None) -> Actor | None:
    """Return the actor of a person who signs in with this address, ANONYMOUS for none given, None for nobody's."""
    if email is None:
        return ANONYMOUS
    person = Person.objects.filter(email=email.lower(), is_active=True).first()
    return actor_for(person.pk) if person else None
