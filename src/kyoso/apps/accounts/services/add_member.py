"""Members without an invitation: for the sample network and the command line, never called by a page.

A page must not call these: an operator who could add members could make themselves owner and read what is closed to
operators.
"""

from django.db import transaction

from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.accounts.models import Membership, NetworkMembership, Organisation, Person
from kyoso.apps.accounts.rules import clean_email
from kyoso.apps.accounts.services.register_person import register_person
from kyoso.apps.journal.services.record import record_event


def add_member(
    *,
    organisation: Organisation,
    email: str,
    name: str = "",
    role: Role = Role.MEMBER,
    language: str = "ja",
    password: str | None = None,
) -> Membership:
    """Make a person, known by e-mail or created here, a member; one who is a member already gets the role."""
    with transaction.atomic():
        person = _person(email, name, language, password)
        member, _made = Membership.objects.update_or_create(
            organisation=organisation, person=person, ended_at=None, defaults={"role": role}
        )
        record_event(
            "member_added",
            subject=("organisation", organisation.pk),
            organisation_id=organisation.pk,
            data={"member": person.pk, "role": role},
        )
    return member


def make_operator(
    *,
    email: str,
    name: str = "",
    role: NetworkRole = NetworkRole.OPERATOR,
    language: str = "ja",
    password: str | None = None,
) -> Person:
    """Give a person, known by e-mail or created here, a role in the network; twice does no harm."""
    with transaction.atomic():
        person = _person(email, name, language, password)
        _role, made = NetworkMembership.objects.get_or_create(person=person, role=role)
        if made:
            record_event("network_role_given", subject=("person", person.pk), data={"role": role})
    return person


def _person(email: str, name: str, language: str, password: str | None) -> Person:
    known = Person.objects.filter(email=clean_email(email)).first()
    return known or register_person(
        email=email, name=name or email.split("@")[0], language=language, password=password, verified=True
    )
