"""Warnings that an open text gives a closed one away (A3): what raises them, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.assets.rules.telling import COMMON, Writing, find_telltales, telling_words, writing
from kyoso.apps.disclosure.enums import Tier


def opened(text, code="O"):
    return writing(code, "題", Tier.PUBLIC, {"summary": text}, {})


def closed(text, code="C"):
    return writing(code, "題", Tier.CORE, {"summary": text}, {})


def pairs(*writings, known=frozenset()):
    return [(one.open_code, one.closed_code, one.words) for one in find_telltales(writings, known)]


def test_a_shared_figure_is_told_with_the_figure():  # A3
    assert pairs(opened("すきまは0.012mmです"), closed("間隔 ０．０１２ ㎜")) == [("O", "C", ("0.012mm",))]


def test_two_shared_rare_words_are_told():  # A3
    found = pairs(opened("潤滑油の粘度で決まります"), closed("粘度の違う潤滑油を混ぜる"))
    assert found == [("O", "C", ("潤滑油", "粘度"))]


def test_one_shared_word_is_not_enough():  # A3
    assert pairs(opened("潤滑油を使います"), closed("潤滑油は植物から")) == []


@pytest.mark.parametrize(
    "text",
    [
        "当社の加工技術は高精度で、多品種少量の試作にも対応可能です。品質管理と全数検査をします。",
        "24時間、100%、1,000個から。2026年に創業50年。10 kgまで、1個から。",
        "SUS304、ISO 9001、JIS B 0405、プレス、ステンレス、アルミニウム",
        "We make stainless steel parts of high quality in small lots, with records of every piece.",
    ],
)
def test_what_every_firm_says_raises_no_alarm(text):  # A3
    assert pairs(opened(text), closed(text)) == []


def test_words_of_the_trade_raise_no_alarm_but_figures_do():  # A3
    both = opened("深絞りと陽極酸化で0.012mm"), closed("深絞りと陽極酸化、0.012mm")
    known = telling_words("深絞りと陽極酸化 0.012mm")
    assert pairs(*both, known=known) == [("O", "C", ("0.012mm",))]


def test_words_that_the_firm_says_openly_anyway_raise_no_alarm():  # A3
    twice = opened("潤滑油の粘度", "O"), opened("潤滑油と粘度", "P")
    assert pairs(*twice, closed("潤滑油の粘度")) == []


def test_texts_of_one_asset_may_speak_of_one_thing():  # A3
    texts = {"summary": "潤滑油の粘度で決まる", "ability": "潤滑油の粘度を測る"}
    one = writing("A", "題", Tier.NETWORK, texts, {"ability": Tier.NDA})
    assert pairs(one) == []
    figure = {"summary": "すきま0.012mm", "ability": "0.012mmです"}
    assert pairs(writing("A", "題", Tier.NETWORK, figure, {"ability": Tier.CORE})) == [("A", "A", ("0.012mm",))]


def test_open_and_closed_are_told_apart_by_the_stricter_tier():  # A3
    one = writing("A", "題名", Tier.NETWORK, {"summary": "甲", "ability": "乙"}, {"ability": Tier.NDA, "summary": 0})
    assert (one.open_texts, one.closed_texts) == ({"title": "題名", "summary": "甲"}, {"ability": "乙"})
    whole = writing("B", "題名", Tier.CORE, {"summary": "甲"}, {})
    assert (whole.open_texts, set(whole.closed_texts)) == ({}, {"title", "summary"})


WRITINGS = st.lists(
    st.builds(
        Writing,
        st.sampled_from("ABC"),
        st.just("題"),
        st.fixed_dictionaries({"summary": st.text("潤滑油粘度0.12mm 加工", max_size=20)}),
        st.fixed_dictionaries({"ability": st.text("潤滑油粘度0.12mm 加工", max_size=20)}),
    ),
    max_size=4,
    unique_by=lambda one: one.code,
)


@given(WRITINGS)
def test_every_word_told_stands_in_both_texts(writings):  # A3
    by_code = {one.code: one for one in writings}
    for found in find_telltales(writings):
        own = telling_words(by_code[found.open_code].open_texts["summary"])
        other = telling_words(by_code[found.closed_code].closed_texts["ability"])
        assert set(found.words) <= own & other
        assert not COMMON & set(found.words)


@given(WRITINGS)
def test_without_closed_texts_nothing_is_told(writings):  # A3
    assert find_telltales([Writing(one.code, one.title, one.open_texts) for one in writings]) == []
