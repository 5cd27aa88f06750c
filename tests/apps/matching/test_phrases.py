"""Every remark of the engine has words, in Japanese and in English (D2)."""

import inspect
import re
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from kyoso.apps.matching.services import phrases
from kyoso.engines.matching import explain
from kyoso.engines.matching.result import Wording

EXPLAIN = inspect.getmodule(explain)
REMARK = re.compile(r'Remark\(\s*"(\w+)"|\bcode = "(\w+)" if .* else "(\w+)"')
"""How the engine writes a remark: the code in place, or chosen between two just before."""

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
PARAMETERS = {
    "technology": {"ja": "深絞り", "en": "deep drawing"},
    "function": {"ja": "薄い筒を作る", "en": "forms thin tubes"},
    "application": {"ja": "注射針", "en": "needles"},
    "outcome": {"ja": "痛みが減る", "en": "less pain"},
    "maker_words": ["甲", "乙", "丙", "丁"],
    "words": ["甲", "乙"],
    "home": "16",
    "industry": "24",
    "share": 0.5,
    "strength": 0.2,
    "characters": 4,
    "asked": "ja",
    "found": "en",
}


def engine_codes():
    found = {code for match in REMARK.findall(inspect.getsource(EXPLAIN)) for code in match if code}
    assert len(found) >= 10, "the engine writes its remarks in another way now: teach this test"
    return found


def say(code, language, **values):
    with override(language):
        return phrases.say_all([SimpleNamespace(code=code, params=PARAMETERS | values)])


def test_every_code_of_the_engine_has_words_and_no_word_is_left_over():  # D2
    assert engine_codes() == set(phrases.WORDS)


def test_the_engine_names_no_remark_in_a_way_unknown_to_this_test():
    """As many codes as remarks: a code held in a variable is counted once where it is chosen between two."""
    source = inspect.getsource(EXPLAIN)
    in_place = len(re.findall(r'Remark\(\s*"', source))
    chosen = len(re.findall(r"Remark\(code,", source))
    assert len(re.findall(r"\bRemark\(", source)) == in_place + chosen


@pytest.mark.parametrize("code", sorted(phrases.WORDS))
def test_a_remark_is_a_sentence_in_either_language(code):  # H4
    (japanese,), (english,) = say(code, "ja"), say(code, "en")
    assert JAPANESE.search(japanese)
    assert not JAPANESE.search(english.replace("甲", "").replace("乙", "").replace("丙", ""))
    assert not re.search(r"%\(|[{}]", japanese + english)


@pytest.mark.parametrize("kind", ["asset", "need"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_missing_is_asked_for_and_what_is_there_is_not(kind, language):
    asked = phrases.ASSET_QUESTIONS if kind == "asset" else phrases.NEED_QUESTIONS
    with override(language):
        everything = phrases.open_questions(SimpleNamespace(kind=kind, fields={}))
        assert len(set(everything)) == len(asked) == 3
        assert all(bool(JAPANESE.search(line)) is (language == "ja") for line in everything)
        for number, name in enumerate(asked):
            left = phrases.open_questions(SimpleNamespace(kind=kind, fields={name: "書いてある"}))
            assert left == everything[:number] + everything[number + 1 :]


def test_words_are_quoted_as_each_language_quotes():
    assert "「甲」「乙」" in say("shared_words", "ja")[0]
    assert "“甲” “乙”" in say("shared_words", "en")[0]


def test_a_path_names_the_makers_own_words_first_and_at_most_three():
    assert "「甲」「乙」「丙」" in say("bridge_path", "ja")[0]
    assert "丁" not in say("bridge_path", "ja")[0]
    assert "deep drawing" in say("bridge_path", "en", maker_words=[])[0]


def test_an_unknown_code_is_left_out_rather_than_shown():
    assert say("something_new", "ja") == []


def test_a_path_is_said_in_either_language():
    steps = tuple(Wording(ja=f"段{number}", en=f"step {number}") for number in range(4))
    path = SimpleNamespace(steps=steps)
    with override("ja"):
        assert phrases.path_words(path) == ["段0", "段1", "段2", "段3"]
    with override("en"):
        assert phrases.path_words(path) == ["step 0", "step 1", "step 2", "step 3"]
    assert phrases.path_words(None) == []
