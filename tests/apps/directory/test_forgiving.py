"""Search that forgives (D1): other names, near spellings, and what changes this very moment."""

import pytest
from django.test import Client
from tests.factories import actor, asset, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.assets.services.save_asset import edit_asset
from kyoso.apps.directory import queries
from kyoso.apps.directory.queries import RecordFilters
from kyoso.apps.directory.services.find_records import RecordSearch
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.journal.models import OutboxRow
from kyoso.apps.journal.services.record import enqueue_change
from kyoso.apps.matching.services.refresh_index import refresh_index

pytestmark = pytest.mark.django_db
URL = "/directory/"


def results(text="", who=ANONYMOUS, **asked):
    return RecordSearch(who).results("asset", RecordFilters(text), **asked)


def found(text="", who=ANONYMOUS, **asked):
    return {row.title for row in results(text, who, **asked).rows}


@pytest.fixture
def press():
    owner = actor(organisation("絞りの会社"))
    asset(owner, title="深絞り", tier=Tier.PUBLIC, summary="薄い板")
    asset(owner, title="Polishing of aluminium", tier=Tier.PUBLIC)
    refresh_search()
    return owner


def test_another_name_of_the_technology_finds_it_and_says_so(press):  # D1
    given = results("deep drawing")
    assert [row.title for row in given.rows] == ["深絞り"]
    assert "深絞り" in given.also
    body = Client(headers={"accept-language": "en"}).get(URL, {"q": "deep drawing"}).content.decode()
    assert "Also searched for" in body
    assert "exact=1" in body


def test_only_what_was_typed_where_that_is_asked_for(press):
    assert found("deep drawing", exact=True) == set()
    body = Client(headers={"accept-language": "en"}).get(URL, {"q": "deep drawing", "exact": "1"}).content.decode()
    assert "Nothing found" in body


def test_a_wrong_letter_is_forgiven_only_where_nothing_is_spelled_so(press):
    assert results("aluminium").is_loose is False
    given = results("aluminiun")
    assert ([row.title for row in given.rows], given.is_loose) == (["Polishing of aluminium"], True)
    assert found("aluminiun", exact=True) == set()


def test_what_just_changed_is_found_neither_as_it_was_nor_as_it_is_until_the_worker_took_it(press):  # A3
    row = Projection.objects.get(title="深絞り", tier_from=0)
    edit_asset(actor=press, code=row.code, version=1, values={"tier": Tier.NDA, "title": "秘密の絞り"})
    before = results()
    assert ({one.title for one in before.rows}, before.total) == ({"Polishing of aluminium"}, 1)
    assert sum(one.count for one in before.facets["category"]) == 1
    assert found(who=press) == {"Polishing of aluminium"}
    refresh_search()
    assert found() == {"Polishing of aluminium"}
    assert found(who=press) == {"Polishing of aluminium", "秘密の絞り"}


def test_an_organisation_that_left_the_network_is_gone_at_once(press):
    Projection.objects.first().owner.__class__.objects.update(status=OrganisationStatus.REJECTED)
    enqueue_change("organisation", press.organisation_id)
    assert (results().total, found()) == (0, set())
    refresh_search()
    assert (results().total, found()) == (0, set())


def test_matching_takes_only_what_search_has(press, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    refresh_index()
    assert OutboxRow.objects.count() == 0
    asset(press, title="新しい型", tier=Tier.PUBLIC)
    assert refresh_index() is None
    refresh_search()
    assert refresh_search() is None
    refresh_index()
    assert OutboxRow.objects.count() == 0
    assert found("新しい型") == {"新しい型"}


def test_before_the_first_build_the_page_says_so(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "none"
    for what in ("asset", "need"):
        body = Client(headers={"accept-language": "en"}).get(URL, {"what": what}).content.decode()
        assert "being prepared" in body


def test_where_too_much_changes_all_of_its_owners_waits(press, monkeypatch):  # A3
    asset(press, title="もう一つの型", tier=Tier.PUBLIC)
    other = actor(organisation("よその会社"))
    asset(other, title="よその型", tier=Tier.PUBLIC)
    refresh_search()
    monkeypatch.setattr(queries, "MOST_CHANGING", 1)
    for title in ("深絞り", "もう一つの型"):
        code = Projection.objects.get(title=title, tier_from=0).code
        edit_asset(actor=press, code=code, version=1, values={"tier": Tier.NDA})
    given = results()
    assert ({row.title for row in given.rows}, given.total) == ({"よその型"}, 1)
    assert [one.count for one in given.facets["category"]] == [1]
    refresh_search()
    assert found(who=press) > {"深絞り", "もう一つの型"}
