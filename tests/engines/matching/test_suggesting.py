"""Words for somebody who is typing: said whole, in most of its words, or begun."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching import Resources, load_resources, suggest


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return load_resources(vectors=tmp_path_factory.mktemp("none"))


def names(text, known, top=5):
    return [one.technology.ja for one in suggest(text, known, top)]


@pytest.mark.parametrize("text", ["糸に銀めっきをする", "銀めっ", "当社の銀めっき", "silver plated conductive fibre"])
def test_a_technology_is_found_said_or_begun(text, known):  # A4
    assert "銀めっき導電性繊維" in names(text, known, 3)


@pytest.mark.parametrize("text", ["", "  ", "。", "あ", "普通の文章です。", "a", "xyzzy"])
def test_nothing_is_proposed_for_nothing(text, known):
    assert suggest(text, known) == ()


def test_half_a_word_begins_no_phrase_in_its_middle(known):
    assert names("当社のアルマイ", known) == ["アルマイト(陽極酸化)"]


def test_what_is_said_whole_comes_before_what_is_begun(known):
    assert names("アルマイトのあと、銀めっ", known)[0] == "アルマイト(陽極酸化)"


def test_a_proposal_brings_functions_and_uses(known):  # A4
    (first, *_rest) = suggest("銀めっき", known)
    assert len(first.functions) >= 2
    assert all(len(industry) == 2 and use.ja and use.en for industry, use in first.uses)
    assert first.field == "surface_treatment"


def test_without_a_bridge_nothing_is_proposed():
    assert suggest("銀めっき", Resources()) == ()


def test_top_must_be_sensible(known):
    with pytest.raises(ValueError, match="top"):
        suggest("銀めっき", known, 0)


@given(st.text(max_size=60), st.integers(1, 6))
def test_any_text_is_answered_with_few_and_the_same(known, text, top):
    first = suggest(text, known, top)
    assert len(first) <= top
    assert first == suggest(text, known, top)
    assert len({one.technology_id for one in first}) == len(first)
