"""Saved searches, and what is new in them (D1)."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.matching.helpers import client_of
from tests.factories import actor, asset, organisation

from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.services.keep_search import MOST, save_search
from kyoso.apps.directory.services.list_searches import count_news, list_kept_searches
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier

pytestmark = pytest.mark.django_db
LIST, KEEP = "/saved-searches/", "/saved-searches/keep/"


@pytest.fixture
def reader():
    return actor(organisation("読む会社"))


@pytest.fixture
def maker():
    return actor(organisation("作る会社", industry="24"))


def keep(reader, text="金型", **chosen):
    kept = save_search(actor=reader, kind="asset", text=text, chosen=chosen)
    SavedSearch.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=1))
    return kept


def news(reader):
    refresh_search()
    return count_news(reader)


def test_what_is_new_is_counted_until_it_was_looked_at(reader, maker):  # D1
    asset(maker, title="古い金型", tier=Tier.PUBLIC)
    save_search(actor=reader, kind="asset", text="金型", chosen={})
    assert news(reader) == 0
    asset(maker, title="新しい金型", tier=Tier.PUBLIC)
    asset(maker, title="旋盤", tier=Tier.PUBLIC)
    assert news(reader) == 1
    client = client_of(reader)
    (code,) = SavedSearch.objects.values_list("code", flat=True)
    response = client.post(f"/saved-searches/{code}/open/")
    assert response.url.startswith("/directory/?what=asset&q=")
    assert news(reader) == 0


def test_nothing_hidden_is_counted_as_new(reader, maker):  # A3
    keep(reader)
    asset(maker, title="秘密の金型", tier=Tier.NDA)
    asset(maker, title="題", tier=Tier.PUBLIC, summary="金型", field_tiers={"summary": Tier.CORE})
    assert news(reader) == 0
    assert news(maker) == 0


def test_keeping_the_same_search_twice_keeps_it_once(reader):
    first = keep(reader, industry=["25", "24"])
    assert keep(reader, industry=["24", "25", "24"]) == first
    assert keep(reader) != first


def test_too_many_are_refused_in_words(reader):
    for number in range(MOST):
        keep(reader, f"金型{number}")
    body = client_of(reader).post(KEEP, {"what": "asset", "q": "旋盤"}, follow=True).content.decode()
    assert str(MOST) in body
    assert SavedSearch.objects.count() == MOST


def test_the_page_keeps_what_was_asked(reader, maker):
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    client = client_of(reader)
    page = client.get("/directory/", {"what": "asset", "q": "金型", "industry": "24"}).content.decode()
    form = re.search(r'<form method="post" action="/saved-searches/keep/".*?</form>', page, re.S).group()
    values = dict(re.findall(r'name="(what|q|industry)" value="([^"]*)"', form))
    assert values == {"what": "asset", "q": "金型", "industry": "24"}
    client.post(KEEP, values)
    (kept,) = list_kept_searches(reader)
    assert "industry=24" in kept.url
    assert kept.filters != ()


def test_others_neither_see_nor_open_nor_remove_it(reader, maker):
    kept = keep(reader, "言えない探しもの")
    other = client_of(maker)
    assert "言えない探しもの" not in other.get(LIST).content.decode()
    assert other.post(f"/saved-searches/{kept.code}/open/").url == LIST
    other.post(f"/saved-searches/{kept.code}/remove/")
    assert SavedSearch.objects.count() == 1
    client_of(reader).post(f"/saved-searches/{kept.code}/remove/")
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize("url", [LIST, "/saved-searches/news/"])
def test_visitors_are_sent_to_sign_in(url):
    assert "login" in Client().get(url).url


def test_values_nobody_knows_break_nothing(reader):
    client_of(reader).post(KEEP, {"what": "xyz", "q": "a" * 500, "industry": ["' OR 1=1", "\x00"], "other": "x"})
    assert client_of(reader).get(LIST).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(reader, maker, django_assert_num_queries):
    client = client_of(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    for more in (1, 2):
        for number in range(more):
            keep(reader, f"金型{more}{number}")
        with django_assert_num_queries(8):
            client.get(LIST)


def test_a_search_for_organisations_is_refused_and_leaves_the_list_whole(reader):
    answer = client_of(reader).post(KEEP, {"what": "organisation", "q": "金型"}, follow=True)
    assert answer.status_code == 200
    assert SavedSearch.objects.count() == 0
