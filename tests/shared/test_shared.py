"""What all apps stand on: codes, folding, and the lock of two editors."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import asset

from kyoso.apps.assets.models import Asset
from kyoso.shared.codes import ALPHABET, new_code
from kyoso.shared.japanese import KATAKANA_TO_HIRAGANA, OLD_TO_NEW, fold
from kyoso.shared.locking import Conflict, claim_version

# Codes


def test_codes_are_ten_characters_that_nobody_misreads():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(f"[{ALPHABET}]{{10}}", code) for code in codes)
    assert not set("01OILU") & set(ALPHABET)


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙﨑", "高崎"),
        ("ﾌﾟﾚｽ", "プレス"),
        ("プレス", "ぷれす"),
        ("ＣＮＣ", "cnc"),
        ("Ｒａ０．８", "ra0.8"),
        ("渡邊", "渡辺"),
        ("ヴァイス", "ゔぁいす"),
        ("㈱齋藤", "(株)斉藤"),
        ("①", "1"),
        ("㎜", "mm"),
    ],
)
def test_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("プレス", "ブレス"), ("精度", "制度"), ("ー", "一"), ("はし", "ばし")])
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_for_japanese(text):
    japanese = "".join(character for character in text if "\u3000" <= character <= "\u9fff" or character.isascii())
    assert fold(fold(japanese)) == fold(japanese)


@given(
    st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF)),
    st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF)),
)
def test_a_part_of_a_text_is_found_in_its_folding(before, word):
    if normalize("NFKC", before + word) == normalize("NFKC", before) + normalize("NFKC", word):
        assert fold(word) in fold(before + word)


def test_tables_of_characters_lead_nowhere_twice():
    assert not set(OLD_TO_NEW) & set(OLD_TO_NEW.values())
    assert not set(KATAKANA_TO_HIRAGANA) & set(KATAKANA_TO_HIRAGANA.values())


# Two editors


@pytest.mark.django_db
def test_claiming_the_version_that_one_saw_moves_it_on():
    made = asset()
    claim_version(made, 1)
    assert made.version == 2
    assert Asset.objects.get(pk=made.pk).version == 2


@pytest.mark.django_db
def test_claiming_an_older_version_raises_with_what_is_there():
    made = asset()
    claim_version(made, 1)
    with pytest.raises(Conflict) as conflict:
        claim_version(Asset.objects.get(pk=made.pk), 1)
    assert conflict.value.current.version == 2


@pytest.mark.django_db
def test_a_conflict_says_nothing_of_the_record():
    made = asset(title="極秘")
    with pytest.raises(Conflict) as conflict:
        claim_version(made, 9)
    assert "極秘" not in f"{conflict.value} {conflict.value!r}"
