"""Texts are shortened so that a page holds them, and so that they still read (A5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.sheets.rules.clearances import capped, is_confidential, tiers_between, worth
from kyoso.apps.sheets.rules.fitting import ELLIPSIS, count_lines, fit, share, shorten, tidy, width

TEXTS = st.text(st.sampled_from("深絞り加工。、\n a.mZ0±"), max_size=400)
TIERS = st.sampled_from(Tier)


@given(st.lists(TEXTS, max_size=6), st.integers(0, 60), st.floats(5, 60))
def test_fitted_texts_never_take_more_lines_than_there_are(texts, available, per_line):  # A5
    fitted = fit(texts, available, per_line)
    assert sum(count_lines(text, per_line) for text in fitted.texts) <= available
    assert len(fitted.texts) == len(texts)


@given(st.lists(TEXTS, max_size=6), st.floats(5, 60))
def test_with_room_enough_nothing_is_lost(texts, per_line):  # A5
    fitted = fit(texts, 10_000, per_line)
    assert (fitted.texts, fitted.shortened) == ([tidy(text) for text in texts], False)


@given(TEXTS, st.integers(1, 20), st.floats(8, 60))
def test_a_shortened_text_is_a_beginning_and_says_so(text, lines, per_line):
    neat = tidy(text)
    cut = shorten(neat, lines, per_line)
    assert cut == neat or (cut.endswith(ELLIPSIS) and neat.startswith(cut.removesuffix(ELLIPSIS).rstrip(" ")))


@given(st.lists(st.integers(0, 50), max_size=8), st.integers(0, 80))
def test_shares_never_exceed_the_wish_nor_the_room(wanted, available):
    given_ = share(wanted, available)
    assert all(got <= wish for got, wish in zip(given_, wanted, strict=True))
    assert sum(given_) == min(available, sum(wanted))


def test_short_texts_stay_whole_beside_long_ones():
    fitted = fit(["短い。", "長い文です。" * 100], 6, 20)
    assert fitted.texts[0] == "短い。"
    assert fitted.texts[1].endswith("。…")
    assert fitted.shortened


@pytest.mark.parametrize(
    ("text", "cut"), [("一文め。二文めはとても長いので切れます", "一文め。…"), ("One. Two is long indeed", "One. …")]
)
def test_a_text_is_cut_at_the_end_of_a_sentence(text, cut):
    assert shorten(text, 1, width(cut) + 1.2) == cut


@given(TIERS, TIERS, TIERS, TIERS)
def test_a_capped_clearance_opens_nothing_above_the_tier_nor_above_the_viewer(default, owner, record, tier):  # A3, A5
    viewer = Clearance(default, {1: owner}, {("asset", 7): record}, own_id=1)
    below = capped(viewer, tier)
    for owner_id, key in ((1, ("asset", 7)), (1, ("asset", 8)), (2, ("asset", 9))):
        assert below.tier_for(owner_id, key) == min(tier, viewer.tier_for(owner_id, key))
    assert below.own_id is None


def test_tiers_on_offer_and_what_counts_as_confidential():
    assert tiers_between(1, 2) == [Tier.NETWORK, Tier.NDA]
    assert tiers_between(2, 1) == []
    assert [is_confidential(tier) for tier in Tier] == [False, False, True, True]
    assert worth({"ability": "0.01 mm"}) > worth({"ability": "精密"}) > worth({})
