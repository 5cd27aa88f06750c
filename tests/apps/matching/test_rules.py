"""Which of a text's own words speak for what the bridge reads in it (D2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.matching.rules import quote_for, sentences, share_said, shared_word


@pytest.mark.parametrize(
    ("phrase", "text", "word"),
    [
        ("深絞り", "極薄の深絞りです", "深絞り"),
        ("低消費電力設計", "消費電力4W", "消費電力"),
        ("ＣＮＣ旋盤", "cnc旋盤を3台", "cnc旋盤"),
        ("deep drawing", "Deep  Drawing of steel", "deep drawing"),
        ("micro milling", "gun drilling", ""),
        ("milling", "a milling machine", "milling"),
        ("麹", "酒蔵の麹", "麹"),
        ("米麹", "酒蔵の麹", ""),
        ("後加工", "深絞り加工", ""),
        ("5S", "5S活動", "5s"),
        ("帯地", "チタンの薄物", ""),
        ("染めていく", "分けていく", ""),
        ("", "何か", ""),
        ("何か", "", ""),
    ],
)
def test_the_longest_piece_that_tells_something_is_found(phrase, text, word):
    assert shared_word(phrase, text) == word


def test_the_sentence_that_holds_the_words_is_quoted_as_it_stands():
    text = "試作から。\n板厚0.1ｍｍの深絞り加工！ 深絞りもします"
    assert sentences(text) == ["試作から。", "板厚0.1ｍｍの深絞り加工！", "深絞りもします"]
    assert quote_for("深絞り", text) == "板厚0.1ｍｍの深絞り加工！"
    assert quote_for("帯地", text) == ""
    assert sentences("ends at 0.5 mm. Then more.") == ["ends at 0.5 mm.", "Then more."]


@given(st.text(max_size=12), st.text(max_size=60))
def test_a_quote_is_a_piece_of_the_text_and_a_share_a_share(phrase, text):
    assert quote_for(phrase, text) in text
    assert 0 <= share_said(phrase, text) <= 1


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=8))
def test_a_phrase_said_whole_is_said_in_full(phrase):
    assert share_said(phrase, f"前置き。{phrase}。") == 1
