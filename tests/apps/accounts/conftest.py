"""An operator, a firm with its people, and others whose data could leak."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.apps.accounts.helpers import PASSWORD

from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.accounts.models import Membership, Organisation, Person
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.accounts.services.add_member import add_member, make_operator
from kyoso.apps.accounts.services.decide_organisation import approve_organisation
from kyoso.apps.accounts.services.import_organisation import import_organisation
from kyoso.apps.accounts.services.register_organisation import register_organisation
from kyoso.apps.accounts.services.register_person import register_person


@pytest.fixture(autouse=True)
def _no_rate_limit_left_over() -> None:
    cache.clear()


@pytest.fixture
def operator(db: None) -> Person:
    return make_operator(email="operator@network.example", name="運営 花子")


@pytest.fixture
def coordinator(db: None) -> Person:
    return make_operator(email="coordinator@network.example", name="調整 次郎", role=NetworkRole.COORDINATOR)


@pytest.fixture
def owner(db: None) -> Person:
    return register_person(email="owner@sanrei.example", name="三嶺 一郎", password=PASSWORD, verified=True)


@pytest.fixture
def pending(owner: Person) -> Organisation:
    return register_organisation(
        actor=actor_for(owner.pk),
        name="三嶺プレス工業株式会社",
        kana="ミツミネプレスコウギョウ",
        industry="24",
        prefecture="23",
        corporate_number="7000012050002",
    )


@pytest.fixture
def firm(pending: Organisation, operator: Person) -> Organisation:
    return approve_organisation(actor=actor_for(operator.pk), organisation=pending)


@pytest.fixture
def unclaimed(operator: Person) -> Organisation:
    return import_organisation(
        actor=actor_for(operator.pk),
        name="有限会社川端鋳造",
        kana="カワバタチュウゾウ",
        corporate_number="5010401067252",
    )


@pytest.fixture
def join(firm: Organisation) -> Callable[..., Membership]:
    """Make somebody a member of the firm."""

    def make(email: str, role: Role = Role.MEMBER, organisation: Organisation | None = None) -> Membership:
        return add_member(organisation=organisation or firm, email=email, role=role)

    return make


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody of another approved firm."""
    other = register_person(email="tsuda@other.example", name="津田 梅", password=PASSWORD, verified=True)
    organisation = register_organisation(actor=actor_for(other.pk), name="株式会社津田精機")
    Organisation.objects.filter(pk=organisation.pk).update(status="approved")
    return other


@pytest.fixture
def browser() -> Callable[..., Client]:
    """A browser in which this person is signed in."""

    def sign_in(person: Any, organisation: Organisation | None = None) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        if organisation is not None:
            session = client.session
            session["organisation"] = organisation.pk
            session.save()
        return client

    return sign_in
