"""Text in stored form: what people type, without what nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.shared.text import clean_line, clean_text

BLANK = ["", "   ", "\u3000", "\t\r\n", "\x00\x07", "\u200b\u200d\ufeff", "\u00a0\u2028", "\x1b\u202e", "\ud800"]


@pytest.mark.parametrize("text", BLANK)
@pytest.mark.parametrize("clean", [clean_text, clean_line])
def test_what_nobody_can_read_is_empty(clean, text):
    assert clean(text) == ""


@pytest.mark.parametrize("new_line", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_new_line_becomes_the_same(new_line):
    assert clean_text(f"一行目{new_line}二行目") == "一行目\n二行目"
    assert clean_line(f"一行目{new_line}二行目") == "一行目 二行目"


def test_an_empty_line_between_paragraphs_stays():
    assert clean_text("\r\n一\r\n\r\n  二\r\n") == "一\n\n  二"


def test_control_characters_go_and_signs_of_writing_stay():
    assert clean_text("深\x00絞\x1bり") == "深絞り"
    assert clean_line("葛\U000e0100飾 👩\u200d🔧　±0.1 mm") == "葛\U000e0100飾 👩\u200d🔧　±0.1 mm"


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_cleaning_twice_changes_nothing_and_leaves_no_control_character(text):
    for clean, allowed in ((clean_text, "\n\t"), (clean_line, "")):
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert not [sign for sign in cleaned if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in allowed]
        cleaned.encode()
