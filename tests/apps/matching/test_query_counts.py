"""Pages of matching ask the database the same number of questions for one row and for three (D2)."""

import pytest
from django.urls import reverse
from tests.apps.matching.helpers import client_of, cosmetics, culture, moisture

from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.matching.adapters import build_index
from kyoso.apps.matching.services.judge import decline_candidate, shortlist_candidate

pytestmark = pytest.mark.django_db

WHO_ASKS = 4
"""Session, person, memberships, network roles."""

MATCHES = WHO_ASKS + 4
"""What was granted; the own record and the candidates; the judgements."""

FIELDS = WHO_ASKS + 3
"""What was granted; the asset; what is changing just now."""

SHORTLIST = WHO_ASKS + 3
"""The judgements; the records of both ends; and what was granted."""


def candidates(number):
    found = [culture(title=f"麹{n}") for n in range(number)]
    build_index()
    return found


def test_match_page(django_assert_num_queries):
    asker = cosmetics()
    wanted = moisture(asker)
    client, url = client_of(asker), reverse("need_matches", args=[wanted.code])
    for more, rows in ((1, 1), (2, 3)):
        for found in candidates(more)[1:]:
            shortlist_candidate(actor=asker, query=("need", wanted.code), candidate=("asset", found.code))
        with django_assert_num_queries(MATCHES):
            body = client.get(url).content.decode()
        assert body.count('class="match"') == rows


def test_match_page_with_declined_candidates(django_assert_num_queries):
    asker = cosmetics()
    wanted = moisture(asker)
    client, url = client_of(asker), reverse("need_matches", args=[wanted.code])
    for more, rows in ((1, 1), (2, 3)):
        for found in candidates(more):
            both = {"query": ("need", wanted.code), "candidate": ("asset", found.code)}
            decline_candidate(actor=asker, **both, reason="known")
        with django_assert_num_queries(MATCHES):
            body = client.get(url).content.decode()
        assert body.count("list-row__main") == rows


def test_shortlist_of_several_needs(django_assert_num_queries):
    asker = cosmetics()
    client = client_of(asker)
    for more, rows in ((1, 1), (2, 3)):
        for found in candidates(more):
            wanted = moisture(asker)
            shortlist_candidate(actor=asker, query=("need", wanted.code), candidate=("asset", found.code))
        with django_assert_num_queries(SHORTLIST):
            body = client.get(reverse("shortlist")).content.decode()
        assert body.count("list-row__main") == rows


def test_fields_of_use(django_assert_num_queries):
    asker = cosmetics()
    made = culture()
    client, url = client_of(asker), reverse("asset_fields", args=[made.code])
    for more, rows in ((1, 1), (2, 3)):
        for _ in range(more):
            moisture(asker)
        refresh_search()
        with django_assert_num_queries(FIELDS):
            answer = client.get(url)
        assert max(one["needs"] for one in answer.context["cards"]) == rows
        assert len(answer.context["cards"]) > 1


def test_fields_of_an_asset_that_opens_none(django_assert_num_queries):
    asker = cosmetics()
    made = culture(title="まじめな仕事", summary="")
    client, url = client_of(asker), reverse("asset_fields", args=[made.code])
    with django_assert_num_queries(FIELDS - 1):
        assert client.get(url).context["cards"] == []
