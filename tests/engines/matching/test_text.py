import threading

from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching.kanji import FOLD
from kyoso.engines.matching.text import _PIECE, analyse, language, normalise, stem


def test_old_kanji_width_case_and_long_vowels_are_folded():
    assert normalise("髙﨑　ﾃﾞｰﾀ　ＣＮＣ") == "高崎 データ cnc"
    assert normalise("サーバ〜") == "サーバー"
    assert normalise("ピッチ0.1-0.2") == "ピッチ0.1-0.2"
    assert all(old != new and ord(new) not in FOLD for old, new in ((chr(o), n) for o, n in FOLD.items()))


def test_language_is_told_by_script():
    assert (language("micro drilling"), language("CNC旋盤"), language("")) == ("en", "ja", "en")
    assert analyse("drill", "ja").lang == "ja"
    assert analyse("旋盤", "en").lang == "ja"


def test_trade_words_stay_whole_whatever_their_spelling():
    assert "難削材" in analyse("難削材の加工").words
    assert analyse("ばり取り").words == analyse("バリ取り").words == ("バリ取り",)


def test_variants_of_a_word_meet():
    assert analyse("打合せ").words == analyse("打ち合わせ").words
    assert analyse("メッキ").words == analyse("鍍金").words


def test_a_compound_counts_beside_its_parts():
    text = analyse("国立研究開発法人の東京都庁")
    assert text.compounds
    assert text.terms == text.words + text.compounds
    assert len(text.spans) == len(text.terms)


def test_function_words_are_left_out():
    assert analyse("これはペンであるがそして、").words == analyse("ペン").words


def test_english_is_stemmed_without_stop_words():
    assert analyse("The machines are drilling a hole, 5 mm").words == ("machin", "drill", "hole", "5", "mm")
    assert analyse("the CNC machiningの加工").words[:2] == ("cnc", "machin")
    assert stem("m8") == "m8"


def test_pairs_of_characters_do_not_cross_words_of_another_script():
    assert analyse("難削abc材 穴").grams == ("難削", "abc", "材", "穴")


def test_a_text_longer_than_the_tokenizer_takes_is_read_to_its_end():
    text = analyse("あ" * (_PIECE + 5) + "、旋盤")
    start, end = text.spans[text.words.index("旋盤")]
    assert (start, end) == (_PIECE + 6, _PIECE + 8)


def test_each_thread_has_its_own_tokenizer():
    found: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(analyse("旋盤 drilling").words)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [analyse("旋盤 drilling").words] * 4


@given(st.text(max_size=60))
def test_any_text_is_read_and_its_spans_lie_within_it(text):
    found = analyse(text)
    size = len(normalise(text))
    assert all(0 <= start < end <= size for start, end in found.spans)
