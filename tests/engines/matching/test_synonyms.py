"""Other names of the same technology (A4, D1)."""

import pytest

from kyoso.engines.matching import load_synonyms


@pytest.fixture(scope="module")
def synonyms():
    return load_synonyms()


def test_a_name_leads_to_the_others_in_both_languages(synonyms):
    ((word, others),) = synonyms.split("深絞り")
    assert word == "深絞り"
    assert any(name.isascii() for name in others)
    assert word not in others


def test_spelling_makes_no_difference(synonyms):
    plain, wide = synonyms.split("Deep Drawing"), synonyms.split("ｄｅｅｐ　ｄｒａｗｉｎｇ")
    assert plain[0][1] == wide[0][1] != ()


def test_a_name_of_several_words_counts_as_one(synonyms):
    split = synonyms.split("cheap deep drawing 薄板")
    assert [word for word, _ in split] == ["cheap", "deep drawing", "薄板"]


@pytest.mark.parametrize("text", ["", "   ", "名前のない言葉"])
def test_what_the_bridge_does_not_know_stays_alone(synonyms, text):
    assert all(others == () for _, others in synonyms.split(text))
    assert [word for word, _ in synonyms.split(text)] == text.split()
