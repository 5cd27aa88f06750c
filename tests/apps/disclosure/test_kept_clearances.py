"""What was granted is asked once a request, and holds no longer than it (A3, E2)."""

import threading

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import acting, actor, asset, grant, manager_of, member

from kyoso.apps.accounts.enums import Role
from kyoso.apps.disclosure import queries
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, kept_clearances, visible_to
from kyoso.apps.disclosure.services.grants import revoke_grant
from kyoso.apps.disclosure.web.middleware import ClearanceMiddleware

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def owner():
    return actor()


@pytest.fixture
def guest():
    return member(role=Role.LEAD)


@pytest.fixture
def secret(owner):
    return asset(owner, tier=Tier.NDA, ability="±0.002 mm")


def sees(who, record) -> bool:
    try:
        get_visible(who, record.KIND, record.code)
    except Absent:
        return False
    return True


def browser(membership):
    client = Client()
    client.force_login(membership.person, backend=BACKEND)
    return client


def test_grants_are_asked_once_a_request(guest, django_assert_num_queries):  # A3
    who = acting(guest)
    with kept_clearances(), django_assert_num_queries(4):  # grants, and three times the records
        assert [list(visible_to(who)) for _ in range(3)] == [[], [], []]
        assert clearance_for(acting_again(who)) is clearance_for(who)
    with django_assert_num_queries(2):
        clearance_for(who)
        clearance_for(who)


@pytest.mark.parametrize("page", ["asset_list", "asset_edit", "directory"])
def test_pages_ask_once_what_was_granted(owner, secret, page):  # A3
    client = browser(member(secret.owner, Role.MANAGER))
    url = reverse(page, args=[secret.code] if page == "asset_edit" else [])
    values = {"title": "深絞り", "kind": "technology", "tier": "2", "ability": "±0.001 mm", "version": "1"}
    for send in [client.get] + [client.post] * (page == "asset_edit"):
        with CaptureQueriesContext(connection) as asked:
            assert send(url, values).status_code in {200, 302}
        assert sum("disclosure_grant" in one["sql"] for one in asked.captured_queries) == 1


def acting_again(who):
    """An equal actor, built anew."""
    return type(who)(who.person_id, who.organisation_id, who.role, who.network_roles, who.in_network)


def test_each_actor_has_a_clearance_of_their_own(owner, guest, secret):  # A3
    with kept_clearances():
        assert sees(owner, secret)
        assert not sees(acting(guest), secret)
        elsewhere = acting(member(who=guest.person))
        grant(owner, guest)
        assert (sees(acting(guest), secret), sees(elsewhere, secret)) == (True, False)


def test_a_grant_taken_back_between_two_requests_is_closed_in_the_second(owner, guest, secret):  # E2
    given, client, page = grant(owner, guest), browser(guest), reverse("asset_detail", args=[secret.code])
    assert client.get(page).status_code == 200
    revoke_grant(actor=owner, code=given.code)
    assert client.get(page).status_code == 404


def test_a_grant_given_between_two_requests_is_open_in_the_second(owner, guest, secret):  # A3
    client, page = browser(guest), reverse("asset_detail", args=[secret.code])
    assert client.get(page).status_code == 404
    grant(owner, guest)
    assert client.get(page).status_code == 200


def test_a_service_sees_its_own_grant_and_its_revocation_in_the_same_request(owner, guest, secret):  # A3
    lead = member(secret.owner, Role.LEAD)
    core = asset(owner, tier=Tier.CORE)
    with kept_clearances():
        assert not sees(acting(lead), core)
        given = grant(owner, lead, core, tier=Tier.CORE)
        assert sees(acting(lead), core)
        revoke_grant(actor=owner, code=given.code)
        assert not sees(acting(lead), core)


def test_nothing_is_kept_after_a_request_even_one_that_failed(guest, rf: RequestFactory):  # E2
    def answer(request) -> HttpResponse:
        clearance_for(acting(guest))
        assert queries._kept.get()
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        ClearanceMiddleware(answer)(rf.get("/"))
    assert queries._kept.get() is None


def test_requests_at_the_same_time_share_nothing(guest):  # A3
    seen = []
    with kept_clearances():
        clearance_for(acting(guest))
        thread = threading.Thread(target=lambda: seen.append(queries._kept.get()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_the_managers_own_rights_follow_a_change_of_role_in_the_next_request(owner, secret):  # A3
    lead = member(secret.owner, Role.MANAGER)
    core, client = asset(manager_of(secret.owner), tier=Tier.CORE), browser(lead)
    page = reverse("asset_detail", args=[core.code])
    assert client.get(page).status_code == 200
    type(lead).objects.filter(pk=lead.pk).update(role=Role.LEAD)
    assert client.get(page).status_code == 404
