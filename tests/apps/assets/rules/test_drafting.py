"""From answers to a draft (A1), with a proposal of tiers (A3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.rules.drafting import has_figure, make_draft, propose_tier, split_titles
from kyoso.apps.disclosure.enums import Tier

ALL = list(Tier)
ANSWERS = [
    ("summary", "薄い板を絞る"),
    ("ability", "±0.005 mm"),
    ("summary", "見学の人が驚く"),
    ("evidence", ""),
    ("title", "・深絞り\n2. 角筒の絞り\n\n深絞り"),
]


def test_answers_become_texts_in_the_order_of_the_questions():  # A1
    draft = make_draft("technology", ANSWERS, ALL, Tier.NETWORK)
    assert draft.titles == ("深絞り", "角筒の絞り")
    assert draft.texts == {"summary": "薄い板を絞る\n見学の人が驚く", "ability": "±0.005 mm"}


def test_the_network_reads_the_description_and_figures_wait_for_the_nda():  # A3
    draft = make_draft("technology", ANSWERS, ALL, Tier.NETWORK)
    assert (draft.tier, draft.field_tiers) == (Tier.NETWORK, {"ability": Tier.NDA})
    without = [(into, "鋼でもできる" if into == "ability" else text) for into, text in ANSWERS]
    assert make_draft("technology", without, ALL, Tier.NETWORK).field_tiers == {}


@pytest.mark.parametrize("kind", ["patent", "quality_system"])
def test_figures_that_registers_publish_may_stay_open(kind):  # A3
    assert make_draft(kind, ANSWERS, ALL, Tier.NETWORK).field_tiers == {}


def test_answers_for_managers_alone_make_a_core_asset():  # A3
    draft = make_draft("technology", ANSWERS, ALL, Tier.CORE)
    assert (draft.tier, draft.field_tiers) == (Tier.CORE, {})


@given(st.sets(st.sampled_from(ALL), min_size=1), st.sampled_from(ALL))
def test_a_proposal_is_offered_and_never_public_nor_looser_than_the_floor_where_avoidable(offered, floor):  # A3
    tier = propose_tier(offered, floor)
    assert tier in offered
    assert tier >= max(floor, Tier.NETWORK) or tier == max(offered)


def test_a_member_is_offered_what_the_role_allows():  # A3
    assert propose_tier([Tier.NDA]) == Tier.NDA


@given(st.text("・-1.①\n 絞り", max_size=40))
def test_titles_are_clean_lines_and_come_once(text):  # A1
    titles = split_titles(text)
    assert len(set(titles)) == len(titles)
    assert all(title == title.strip() and title and "\n" not in title for title in titles)


def test_a_figure_at_the_start_of_a_name_stays():  # A1
    assert split_titles("0.1 mm薄板の絞り\n5軸加工機\n- 研磨\n③めっき") == [
        "0.1 mm薄板の絞り",
        "5軸加工機",
        "研磨",
        "めっき",
    ]


def test_figures_of_any_width_count():
    assert has_figure("５個")
    assert not has_figure("五個")


def test_every_kind_can_be_drafted():
    assert all(make_draft(kind, ANSWERS, ALL, Tier.NETWORK).titles for kind in AssetKind.values)
