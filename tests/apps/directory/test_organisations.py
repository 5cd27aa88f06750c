"""Searching organisations: those in the network, by any of their names (D1, A3)."""

import pytest
from tests.factories import organisation

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.rules import search_text
from kyoso.apps.directory.services.find_organisations import OrganisationFilters, find_organisations
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.journal.services.record import enqueue_change

pytestmark = pytest.mark.django_db


def firm(name, kana="", **values):
    profile = {"name": name, "kana": kana, "wants": values.get("wants", "")}
    return organisation(name, kana=kana, search_text=search_text(profile), **values)


@pytest.fixture
def network():
    firm("三嶺精工", "ミツミネセイコウ", industry="24", prefecture="23", kind="sme")
    firm("旭大学", "アサヒダイガク", industry="81", prefecture="13", kind="university", wants="精工な試作")
    firm("隠れ里製作所", "カクレザト", industry="24", prefecture="23", status=OrganisationStatus.PENDING)


def results(text="", offset=0, limit=20, **chosen):
    refresh_search()
    return find_organisations(OrganisationFilters(text, **chosen), offset, limit)


def found(text="", **chosen):
    return [row.name for row in results(text, **chosen).rows]


def test_they_stand_in_the_order_of_their_kana(network):  # D1
    assert found() == ["旭大学", "三嶺精工"]
    pages = [[row.name for row in results(offset=offset, limit=1).rows] for offset in range(3)]
    assert pages == [["旭大学"], ["三嶺精工"], []]


def test_names_come_before_wishes(network):
    assert found("精工") == ["三嶺精工", "旭大学"]


@pytest.mark.parametrize("text", ["ﾐﾂﾐﾈ", "みつみね", "三嶺"])
def test_any_spelling_of_the_name_finds_it(network, text):
    assert found(text) == ["三嶺精工"]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"industry": ["E"]}, ["三嶺精工"]),
        ({"industry": ["09", "24"], "prefecture": ["23"], "kind": ["sme"]}, ["三嶺精工"]),
        ({"prefecture": ["40"]}, []),
        ({"kind": ["npo"]}, []),
        ({"industry": ["ZZ", "\x00"]}, []),
    ],
)
def test_filters_narrow(network, chosen, names):
    assert found(**chosen) == names


def test_those_that_wait_are_neither_found_nor_counted(network):  # A3
    assert {one.value: one.count for one in results().facets["industry"]} == {"24": 1, "81": 1}
    hidden = Organisation.objects.get(name="隠れ里製作所")
    Organisation.objects.filter(pk=hidden.pk).update(status=OrganisationStatus.APPROVED)
    enqueue_change("organisation", hidden.pk)
    assert {one.value: one.count for one in results().facets["industry"]} == {"24": 2, "81": 1}


def test_one_that_leaves_is_gone_before_the_worker_took_it(network):
    refresh_search()
    leaving = Organisation.objects.get(name="旭大学")
    Organisation.objects.filter(pk=leaving.pk).update(status=OrganisationStatus.REJECTED)
    enqueue_change("organisation", leaving.pk)
    given = find_organisations(OrganisationFilters())
    assert ([row.name for row in given.rows], given.total) == (["三嶺精工"], 1)


def test_a_filter_is_counted_under_the_other_filters(network):
    facets = results(prefecture=["13"]).facets
    assert {one.value for one in facets["prefecture"]} == {"13", "23"}
    assert [one.value for one in facets["industry"]] == ["81"]
