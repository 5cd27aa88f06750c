"""Fields of use: what the bridge opens for an asset, from what each viewer may read of it (D2, A4)."""

import re

import pytest
from django.urls import reverse
from tests.apps.matching.helpers import client_of, cosmetics, culture, moisture
from tests.factories import acting, actor, asset, grant, member, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.registries import industry_label
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.models import Entry
from kyoso.apps.matching.adapters import EACH
from kyoso.apps.matching.services.open_fields import TOP, fields_of_use_for

pytestmark = pytest.mark.django_db

PRESS = "板厚0.1mmの深絞り加工が得意です。"
"""Names a technology of the bridge by its name."""


@pytest.fixture
def maker():
    return actor(organisation("極薄絞り", industry="24"))


def page(who, made, **more):
    refresh_search()
    return client_of(who).get(reverse("asset_fields", args=[made.code]), **more)


def uses(who, made):
    refresh_search()
    return fields_of_use_for(who, made.code).uses


# What is opened


def test_each_way_leads_from_the_assets_own_words_to_an_outcome_in_an_industry(maker):  # D2, A4
    made = asset(maker, title="薄い筒", summary=f"何でもご相談ください。{PRESS}")
    found = uses(maker, made)
    assert found
    assert {one.quote for one in found} == {PRESS}
    assert all(len(one.path) == 4 and all(one.path) for one in found)
    assert all(industry_label(one.industry) for one in found)
    assert any("深絞り" in one.path[0] for one in found)


def test_a_sentence_under_the_title_is_quoted_rather_than_the_title(maker):  # D2
    made = asset(maker, title="深絞り", summary=PRESS)
    assert uses(maker, made)[0].quote == PRESS
    assert uses(maker, asset(maker, title="深絞り"))[0].quote == "深絞り"


def test_no_more_ways_than_one_can_read_and_none_twice(maker):  # D2
    made = asset(maker, title="深絞り", summary="発酵と培養、めっき、射出成形、溶接、熱処理、研磨、鋳造もできます。")
    found = uses(maker, made)
    assert 1 < len(found) <= TOP
    technologies = [one.path[0] for one in found]
    assert max(map(technologies.count, technologies)) <= EACH
    assert len({(one.path[0], one.industry) for one in found}) == len(found)


def test_a_text_that_names_no_technology_opens_nothing(maker):  # D2
    assert uses(maker, asset(maker, title="まじめな仕事", summary="お客さまの声を大切にします。")) == []


def test_ways_are_told_in_the_language_of_the_reader(maker):  # H4
    made = asset(maker, title="深絞り", summary=PRESS)
    japanese = page(maker, made).content.decode()
    english = client_of(maker).get(reverse("asset_fields", args=[made.code]), headers={"accept-language": "en"})
    assert "活かせる業種" in japanese
    assert f"読み取った文:「{uses(maker, made)[0].quote}」" in japanese
    assert "Fields of use" in english.content.decode()
    assert not re.search("[ぁ-んァ-ヶ]", "".join(english.context["cards"][0]["path"][:2]))


# To whom, and from what


def test_closed_texts_open_nothing_to_those_who_may_not_read_them(maker):  # A3
    made = asset(
        maker, title="薄い筒", tier=Tier.PUBLIC, summary="秘密です。", ability=PRESS, field_tiers={"ability": Tier.NDA}
    )
    guest = member()
    assert uses(maker, made)
    for who in (ANONYMOUS, actor(), acting(guest)):
        assert uses(who, made) == []
        assert "深絞り" not in page(who, made).content.decode()
    grant(maker, guest)
    assert {one.quote for one in uses(acting(guest), made)} == {PRESS}


def test_core_texts_are_quoted_to_those_who_see_the_core_alone(maker):  # A3
    made = asset(maker, title="薄い筒", ability=PRESS, field_tiers={"ability": Tier.CORE})
    assert uses(maker, made)
    assert uses(actor(made.owner, Role.LEAD), made) == []


def test_a_public_asset_shows_its_fields_to_a_visitor(maker):  # D2
    made = asset(maker, title="深絞り", tier=Tier.PUBLIC, summary=PRESS)
    answer = page(ANONYMOUS, made)
    assert answer.status_code == 200
    assert PRESS in answer.content.decode()
    assert reverse("asset_matches", args=[made.code]) not in answer.content.decode()


def test_a_closed_asset_and_none_are_both_absent(maker):  # A3
    made = asset(maker, title="深絞り", tier=Tier.NDA, summary=PRESS)
    with pytest.raises(Absent):
        fields_of_use_for(actor(), made.code)
    assert page(actor(), made).status_code == 404
    assert client_of(maker).get(reverse("asset_fields", args=["ZZZZZZZZZZ"])).status_code == 404


def test_a_look_at_nda_content_of_others_is_logged(maker):  # E2
    made = asset(maker, title="深絞り", tier=Tier.NDA, summary=PRESS)
    guest = member()
    grant(maker, guest)
    page(maker, made)
    assert not Entry.objects.filter(verb="content_viewed").exists()
    page(acting(guest), made)
    assert Entry.objects.get(verb="content_viewed").subject_id == made.pk


# Where it leads


def test_a_way_leads_to_the_needs_of_its_industry_that_the_viewer_sees(maker):  # D1, D2
    asker = cosmetics()
    made = culture()
    before = {one.industry: one.needs for one in uses(maker, made)}
    assert before["16"] == 0
    moisture(asker, tier=Tier.PUBLIC)
    moisture(asker, tier=Tier.NETWORK)
    moisture(asker, tier=Tier.NDA)
    assert {one.industry: one.needs for one in uses(maker, made)}["16"] == 2
    body = page(maker, made).content.decode()
    assert 'href="/directory/?what=need&amp;industry=16"' in body
    assert "この業種のニーズ 2 件" in body
    listed = client_of(maker).get("/directory/?what=need&industry=16").content.decode()
    assert listed.count("list-row__main") == 2


def test_an_industry_without_needs_leads_to_its_organisations(maker):  # D1
    made = asset(maker, title="深絞り", summary=PRESS)
    body = page(maker, made).content.decode()
    code = uses(maker, made)[0].industry
    assert f"what=need&amp;industry={code}" not in body
    assert f'href="/directory/?what=organisation&amp;industry={code}"' in body
    assert "まだ公開されていません" in body


def test_the_page_of_the_asset_leads_there_for_everyone(maker):  # D2
    made = asset(maker, title="深絞り", tier=Tier.PUBLIC, summary=PRESS)
    for who in (maker, actor(), ANONYMOUS):
        assert (
            reverse("asset_fields", args=[made.code])
            in client_of(who).get(reverse("asset_detail", args=[made.code])).content.decode()
        )


def test_nothing_found_tells_the_owner_what_to_add_and_others_where_to_go(maker):  # D2
    made = asset(maker, title="まじめな仕事", tier=Tier.PUBLIC)
    own, other = page(maker, made).content.decode(), page(ANONYMOUS, made).content.decode()
    assert "技術の呼び名" in own
    assert reverse("asset_edit", args=[made.code]) in own
    assert "技術の呼び名" not in other
    assert reverse("asset_edit", args=[made.code]) not in other


def test_an_archived_asset_shows_its_fields_to_its_owner_alone(maker):  # A1
    made = asset(maker, title="深絞り", tier=Tier.PUBLIC, summary=PRESS, archived=True)
    assert page(maker, made).status_code == 200
    assert reverse("asset_matches", args=[made.code]) not in page(maker, made).content.decode()
    assert page(actor(), made).status_code == 404
