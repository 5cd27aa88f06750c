"""Search across the network: forgiving in spelling, filtered, and counting only what one may see (D1)."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.matching.helpers import client_of
from tests.factories import actor, asset, need, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.rules import search_text
from kyoso.apps.directory.queries import RecordFilters
from kyoso.apps.directory.services.find_records import RecordSearch, Results
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.needs.enums import NeedStatus

pytestmark = pytest.mark.django_db

TABS = ["asset", "need", "organisation"]
URL = "/directory/"


def firm(name, **values):
    """An organisation that can be found by its name."""
    return organisation(name, search_text=search_text({"name": name}), **values)


@pytest.fixture
def network():
    press = actor(firm("髙﨑プレス工業", industry="24", prefecture="23"))
    sake = actor(firm("渡邉酒造", industry="10", prefecture="15"))
    asset(press, title="深絞りプレス", tier=Tier.PUBLIC, kind="technology", field="forming", summary="薄板を絞る")
    asset(press, title="ＣＮＣ旋盤", tier=Tier.PUBLIC, kind="equipment", field="precision_machining")
    asset(sake, title="麹の培養", tier=Tier.PUBLIC, kind="technology", field="bio", summary="齋藤杜氏の酵母")
    asset(sake, title="蔵の見学", tier=Tier.NETWORK, kind="channel")
    asset(sake, title="秘伝の酵母", tier=Tier.NDA, kind="know_how", field="bio")
    asset(press, title="保管した型", tier=Tier.PUBLIC, archived=True, kind="equipment")
    need(press, title="傷の検査", tier=Tier.PUBLIC, problem="目で見ている")
    need(sake, title="瓶の運搬", tier=Tier.PUBLIC, direction="outbound", problem="重い")
    need(sake, title="書きかけ", tier=Tier.PUBLIC, status=NeedStatus.DRAFT)
    asset(actor(firm("申請中の会社", status="pending", industry="31")), title="未承認", tier=Tier.PUBLIC)
    refresh_search()
    return SimpleNamespace(press=press, sake=sake)


def results(text="", who=ANONYMOUS, kind="asset", *, exact=False, **filters) -> Results:
    """What somebody finds once the worker took every change."""
    refresh_search()
    return RecordSearch(who).results(kind, RecordFilters(text, **filters), 0, 100, exact=exact)


def found(text="", who=ANONYMOUS, kind="asset", **filters):
    return {row.title for row in results(text, who, kind, **filters).rows}


def counts(facet, who=ANONYMOUS, kind="asset", **filters):
    return {one.value: one.count for one in results(who=who, kind=kind, **filters).facets[facet]}


def titles(response):
    """What a page lists."""
    listed = re.findall(r'<div class="list-row__main">\s*<a href="[^"]*">([^<]*)</a>', response.content.decode())
    return set(listed)


# Words


@pytest.mark.parametrize("text", ["プレス", "ﾌﾟﾚｽ", "ぷれす", "プレス　薄板", "  プレス  "])
def test_kana_and_width_make_no_difference(network, text):  # D1
    assert found(text) == {"深絞りプレス"} | ({"ＣＮＣ旋盤"} if "薄板" not in text else set())


@pytest.mark.parametrize("text", ["高崎", "髙﨑", "高﨑"])
def test_old_characters_of_names_make_no_difference(network, text):
    assert found(text) == {"深絞りプレス", "ＣＮＣ旋盤"}


@pytest.mark.parametrize("text", ["cnc", "CNC", "ＣＮＣ", "ｃｎｃ"])
def test_case_and_full_width_make_no_difference(network, text):
    assert found(text) == {"ＣＮＣ旋盤"}


@pytest.mark.parametrize("text", ["斎藤", "齋藤", "斉藤", "齊藤"])
def test_old_characters_inside_texts_make_no_difference(network, text):
    assert found(text) == {"麹の培養"}


def test_every_word_must_occur_in_the_record_or_its_organisation(network):
    assert found("深絞り 薄板") == {"深絞りプレス"}
    assert found("深絞り 髙﨑") == {"深絞りプレス"}
    assert found("深絞り 麹") == set()


@pytest.mark.parametrize("text", ["100%", "%", "_", "\\", "'", '"', "<%>", "*", "("])
def test_signs_are_searched_as_they_are(network, text):
    assert found(text) == set()


def test_words_of_closed_texts_find_nothing(network):  # A3
    asset(network.press, title="公開の題", tier=Tier.PUBLIC, evidence="螺鈿", field_tiers={"evidence": Tier.NDA})
    assert found("螺鈿") == set()
    assert found("螺鈿", network.sake) == set()
    assert found("螺鈿", network.press) == {"公開の題"}


# Filters


def test_values_of_one_filter_widen_and_several_filters_narrow(network):  # D1
    assert found(category=["technology"]) == {"深絞りプレス", "麹の培養"}
    assert found(category=["technology", "equipment"]) == {"深絞りプレス", "麹の培養", "ＣＮＣ旋盤"}
    assert found(category=["technology", "equipment"], industry=["24"]) == {"深絞りプレス", "ＣＮＣ旋盤"}
    assert found(category=["technology"], prefecture=["23", "15"], field=["bio"]) == {"麹の培養"}
    assert found("培養", category=["equipment"]) == set()
    assert found(kind="need", category=["outbound"]) == {"瓶の運搬"}


def test_one_organisations_records_alone(network):
    (row,) = results("培養").rows
    code = row.owner.code
    assert found(organisation=code) == {"麹の培養"}
    assert found(organisation="ZZZZZZZZZZ") == set()


def test_values_that_nobody_offers_find_nothing_and_break_nothing(network):
    assert found(category=["nothing"]) == set()
    for values in (
        {"category": "nothing"},
        {"industry": "24' OR 1=1"},
        {"field": "\x00"},
        {"prefecture": "x" * 5000},
        {"organisation": "\x00"},
    ):
        response = Client().get(URL, {"what": "asset", **values})
        assert response.status_code == 200
    assert Client().get(URL, {"what": "organisation", "kind": "nothing", "industry": "ZZ"}).status_code == 200


def test_unknown_filters_are_ignored(network):
    assert titles(Client().get(URL, {"what": "asset", "tier": "3", "nothing": "1", "owner": "1"})) == found()
    assert titles(Client().get(URL, {"what": "need", "field": "bio"})) == found(kind="need")


# What is counted


def test_counts_are_of_visible_rows_alone(network):  # A3
    assert counts("category") == {"technology": 2, "equipment": 1}
    assert counts("category", network.press) == {"technology": 2, "equipment": 1, "channel": 1}
    assert counts("category", network.sake) == {"technology": 2, "equipment": 1, "channel": 1, "know_how": 1}
    assert counts("industry") == {"24": 2, "10": 1}
    assert counts("field") == {"forming": 1, "precision_machining": 1, "bio": 1}
    assert counts("category", kind="need") == {"inbound": 1, "outbound": 1}


def test_a_filter_counts_what_each_of_its_values_would_leave(network):
    assert counts("category", category=["equipment"]) == {"technology": 2, "equipment": 1}
    assert counts("industry", category=["equipment"]) == {"24": 1}
    assert counts("category", text="麹") == {"technology": 1}


@pytest.mark.parametrize("facet", ["category", "field", "industry", "prefecture"])
def test_counts_keep_their_promise(network, facet):
    for who in (ANONYMOUS, network.press, network.sake):
        for value, number in counts(facet, who).items():
            assert len(found(who=who, **{facet: [value]})) == number


def test_the_page_says_how_many_it_found(network):
    body = Client(headers={"accept-language": "en"}).get(URL).content.decode()
    assert "3 results" in body
    body = client_of(network.press).get(URL).content.decode()
    assert "4 件" in body


# Pages


@pytest.mark.parametrize("what", TABS)
@pytest.mark.parametrize(
    "text",
    ["\x00", "プレス\x00", "あ" * 100_000, "\u202eプレス\u202c", "\u200f\u200e", "%s%d", "{{ 7 }}", "\ud7ff\U0010ffff"],
    ids=["nul", "nul in a word", "very long", "right to left", "marks alone", "percent", "braces", "edge of unicode"],
)
def test_no_text_breaks_the_page(network, what, text):
    response = Client().get(URL, {"what": what, "q": text})
    assert response.status_code == 200
    assert "\x00" not in response.content.decode()


def test_what_was_typed_is_shown_again_as_text(network):
    body = Client().get(URL, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert(1)" not in body
    assert "&quot;&gt;&lt;script&gt;" in body


@pytest.mark.parametrize("page", ["abc", "-1", "0", "999999", "", "1e9", "٣", "9" * 400, "9" * 5000])
def test_a_page_that_is_none_is_the_nearest_one(network, page):
    response = Client().get(URL, {"what": "asset", "page": page})
    assert response.status_code == 200
    assert titles(response) == found()


@pytest.mark.parametrize("what", ["xyz", "", "ASSET", "\x00"])
def test_a_kind_that_is_none_is_assets(network, what):
    assert titles(Client().get(URL, {"what": what})) == found()


def test_pages_keep_what_was_chosen(network):
    for number in range(25):
        asset(network.press, title=f"型{number}", tier=Tier.PUBLIC, kind="idle_capacity")
    refresh_search()
    first = Client().get(URL, {"what": "asset", "category": "idle_capacity", "q": "型"})
    second = Client().get(URL, {"what": "asset", "category": "idle_capacity", "q": "型", "page": "2"})
    assert (len(titles(first)), len(titles(second))) == (20, 5)
    assert not titles(first) & titles(second)
    link = re.search(r'href="\?([^"]*page=2[^"]*)"', first.content.decode()).group(1)
    assert "category=idle_capacity" in link
    assert "q=" in link


def test_latest_change_comes_first(network):
    Projection.objects.filter(title="麹の培養").update(changed_at=timezone.now() + datetime.timedelta(days=1))
    assert results().rows[0].title == "麹の培養"


def test_nothing_found_leads_on(network):
    body = Client(headers={"accept-language": "en"}).get(URL, {"q": "螺鈿細工"}).content.decode()
    assert "Nothing found" in body
    assert "Nothing here yet" not in body


def test_an_empty_network_says_so():
    body = Client(headers={"accept-language": "en"}).get(URL).content.decode()
    assert "Nothing here yet" in body


def test_tabs_keep_the_words(network):
    body = Client().get(URL, {"what": "asset", "q": "深絞り&what=need"}).content.decode()
    assert "?what=need&amp;q=%E6%B7%B1%E7%B5%9E%E3%82%8A%26what%3Dneed" in body


def test_htmx_gets_the_results_alone(network):
    response = Client().get(URL, {"what": "asset"}, headers={"hx-request": "true"})
    assert "<html" not in response.content.decode()
    assert titles(response) == found()


def test_filters_that_stand_on_the_page_count_anew_with_the_results(network):
    body = Client().get(URL, {"q": "培養"}, headers={"hx-request": "true"}).content.decode()
    counts = body.split('<div id="facets" hx-swap-oob="innerHTML">')[1]
    assert re.findall(r'value="(\d\d)"', counts) == ["10", "15"]
    assert "hx-swap-oob" not in Client().get(URL, {"q": "培養"}).content.decode()


def test_organisations_are_found_by_name_and_pending_ones_are_not(network):  # A3
    assert titles(Client().get(URL, {"what": "organisation", "q": "高崎"})) == {"髙﨑プレス工業"}
    assert titles(Client().get(URL, {"what": "organisation"})) == {"髙﨑プレス工業", "渡邉酒造"}
    assert titles(Client().get(URL, {"what": "organisation", "q": "申請中"})) == set()
    assert titles(Client().get(URL, {"what": "organisation", "industry": ["10", "24"], "prefecture": "15"})) == {
        "渡邉酒造"
    }


# How much is asked of the database


def publish(firms):
    for number in range(firms):
        owner = actor(firm(f"会社{number}", industry="24", prefecture="23"))
        asset(owner, tier=Tier.PUBLIC, field="forming")
        need(owner, tier=Tier.PUBLIC)
    refresh_search()


@pytest.mark.parametrize(("what", "queries"), [("asset", 3), ("need", 3), ("organisation", 2)])
def test_a_visitors_page_costs_the_same_for_one_row_and_for_three(what, queries, django_assert_num_queries):
    """What is changing, the rows, and their photos; of organisations the count, the rows, and one for each filter."""
    for more, rows in ((1, 1), (2, 3)):
        publish(more)
        with django_assert_num_queries(queries):
            response = Client().get(URL, {"what": what})
        assert response.content.decode().count("list-row__main") == rows


@pytest.mark.parametrize(("what", "queries"), [("asset", 8), ("need", 8), ("organisation", 6)])
def test_a_members_page_costs_the_same_for_one_row_and_for_three(what, queries, django_assert_num_queries):
    """What a visitor's costs, and who asks: session, person, memberships and roles; and once what was granted."""
    client = client_of(actor(firm("読む会社")))
    own = 1 if what == "organisation" else 0
    for more, rows in ((1, 1), (2, 3)):
        publish(more)
        with django_assert_num_queries(queries):
            response = client.get(URL, {"what": what})
        assert response.content.decode().count("list-row__main") == rows + own
