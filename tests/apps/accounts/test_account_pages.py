"""Every page of the app is rendered once, for those who may see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.apps.accounts.helpers import acting

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.services.claim_organisation import claim_organisation
from kyoso.apps.accounts.services.invite_member import invite_founder, invite_member

pytestmark = pytest.mark.django_db

VISITOR = [
    "home",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
PERSON = ["home", "account", "organisation_join", "organisation_create", "account_logout"]
OWNER = [
    *PERSON,
    "account_change_password",
    "organisation_edit",
    "member_list",
    "grant_list",
    "grant_to_partner",
    "grant_to_staff",
]
OPERATOR = [*PERSON, "operator_organisations", "operator_list", "operator_invitations"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", VISITOR)
def test_visitors_pages(client: Client, name: str, language: str) -> None:
    response = client.get(reverse(name), headers={"accept-language": language})
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize("name", OWNER)
def test_owners_pages(browser: Callable[..., Client], owner: Any, firm: Any, join: Any, name: str) -> None:
    join("member@sanrei.example")
    invite_member(actor=acting(owner), email="new@sanrei.example", role=Role.LEAD)
    assert browser(owner).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PERSON)
def test_pages_of_somebody_without_organisation(
    browser: Callable[..., Client], operator: Any, unclaimed: Any, name: str
) -> None:
    claim_organisation(actor=acting(operator), organisation=unclaimed, proof="代表者です。")
    assert browser(operator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OPERATOR)
def test_operators_pages(
    browser: Callable[..., Client], operator: Any, pending: Any, stranger: Any, unclaimed: Any, name: str
) -> None:
    claim_organisation(actor=acting(stranger), organisation=unclaimed, proof="代表者です。")
    invite_founder(actor=acting(operator), email="new@founder.example")
    assert browser(operator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_reauthenticate", "account_set_password", "account_request_login_code"],
)
def test_pages_of_allauth_that_kyoso_does_not_use_are_absent(client: Client, name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_pages_behind_a_record(
    browser: Callable[..., Client], owner: Any, operator: Any, firm: Any, join: Any, stranger: Any, unclaimed: Any
) -> None:
    member = join("member@sanrei.example")
    claim = claim_organisation(actor=acting(stranger), organisation=unclaimed, proof="代表者です。")
    for who, name, code in [
        (owner, "organisation_detail", firm.code),
        (stranger, "organisation_detail", unclaimed.code),
        (stranger, "organisation_claim", unclaimed.code),
        (owner, "member_end", member.code),
        (owner, "organisation_leave", owner.memberships.get().code),
        (operator, "organisation_reject", firm.code),
        (operator, "claim_refuse", claim.code),
    ]:
        assert browser(who).get(reverse(name, args=[code])).status_code == 200, name
