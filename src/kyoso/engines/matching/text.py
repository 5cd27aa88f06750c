"""From a text to the words and character pairs that it is found by.

Japanese goes through Sudachi: its shortest units (mode A) carry the search, and each longer unit (mode C) that differs
from them is added as a word of its own, so that a compound counts more than its parts. English is lower-cased, freed of
stop words and lightly stemmed. Trade words of ours (``lexicon.txt``) are never split.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import snowballstemmer
from sudachipy import Dictionary, SplitMode

from kyoso.engines.matching.kanji import FOLD

_JAPANESE = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff々]")
_DASHES = re.compile(r"(?<=[\u3040-\u30ff])[-‐‑‒–—―−ｰ~〜]+(?![a-z0-9])")
_SPACES = re.compile(r"\s+")
_LATIN = re.compile(r"[a-z0-9]+")
_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"})
_BOUND = frozenset({"動詞", "形容詞"})
_PIECE = 8_000  # characters handed to Sudachi at once; its limit is 49,149 bytes
_STOP = frozenset(
    """
    a about after all also an and any are as at be because been before being between both but by can could did
    do does during each for from further had has have he her his how however if in into is it its just may might
    more most must no nor not of on one only or other our out over own same shall she should so some such than
    that the their them then there these they this those through to too under until up upon use used using very
    via was we were what when where which while who whom why will with within without would you your
    """.split()  # noqa: SIM905
)
_EMPTY = frozenset(  # Japanese words that nearly every text could hold: they tell nothing of what it is about
    """
    こと 事 もの 物 人 方 年 日 月 時 分 所 中 前 後 上 下 為 とき うち ところ ほう 今 御 お ご さん 様 さ み
    的 化 等 一 二 三 四 五 六 七 八 九 十 百 千 万 億 数 個 本 枚 台 円 回 度 者 間 際 以上 以下 程度 くらい
    位 使う 使用 為る 成る 出来る 居る 有る 無い 良い 欲しい 思う 言う 見る 来る 行く 出る 出す 入る 入れる
    持つ 取る 作る 困る 求める 探す 下さる 頂く 願う 週間 ヶ月 か月 時間 毎 用 性 家 場 場合 相手 自分 私 弊社
    当社 会社 同じ 一つ 一人 付く 付ける 掛かる 掛ける
    """.split()  # noqa: SIM905
)
_KANA = re.compile(r"[\u3040-\u30ff]")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a text is found by.

    Attributes:
        words: content words in the order of the text, normalised; repeated as often as they occur.
        compounds: longer units that are not words already, same form.
        grams: pairs of neighbouring characters (Japanese), and whole Latin or digit runs within Japanese text.
        spans: for each entry of ``words`` then ``compounds`` its start and end in the normalised text.
        lang: ``"ja"`` or ``"en"``.
    """

    words: tuple[str, ...]
    compounds: tuple[str, ...]
    grams: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    lang: str

    @property
    def terms(self) -> tuple[str, ...]:
        """Words and compounds together: what the word index holds."""
        return self.words + self.compounds

    @property
    def telling(self) -> tuple[str, ...]:
        """The words that say what the text is about."""
        return tuple(word for word in self.words if is_telling(word))


def is_telling(word: str) -> bool:
    """Return whether a word can say what a text is about: not a digit, a single kana or a word of all texts."""
    return word not in _EMPTY and not word.isdigit() and not (len(word) == 1 and _KANA.match(word))


def normalise(text: str) -> str:
    """Return the text in NFKC, lower case, with old kanji and stray long-vowel signs folded and spaces joined."""
    folded = unicodedata.normalize("NFKC", text).translate(FOLD).lower()
    return _SPACES.sub(" ", _DASHES.sub("ー", folded)).strip()


def language(text: str) -> str:
    """Return ``"ja"`` when the text has any Japanese character, else ``"en"``."""
    return "ja" if _JAPANESE.search(text) else "en"


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the light (Snowball) stem of a lower-case English word; digits and mixed codes stay as they are."""
    return str(_stemmer().stemWord(word)) if word.isalpha() else word


@lru_cache(maxsize=2_048)  # the same candidates are looked at again and again: ranked, quoted, explained
def analyse(text: str, lang: str = "") -> Analysis:
    """Return the words, compounds and character pairs of a text.

    Args:
        text: any text; need not be normalised.
        lang: ``"ja"`` or ``"en"``; told by script when empty. A text with Japanese characters is Japanese anyhow.

    Source: the splitting units of Sudachi (Takaoka et al., LREC 2018); stemming by Snowball (Porter 2).
    """
    lines = [clean for line in text.splitlines() if (clean := normalise(line))]
    if lang != "ja" and all(language(line) == "en" for line in lines):
        return _english(" ".join(lines))
    return _japanese(lines)


def _english(clean: str) -> Analysis:
    found = [(stem(m.group()), m.span()) for m in _LATIN.finditer(clean) if _is_content(m.group())]
    return Analysis(tuple(w for w, _ in found), (), (), tuple(s for _, s in found), "en")


def _is_content(word: str) -> bool:
    return word not in _STOP and (len(word) > 1 or word.isdigit())


class _Line(NamedTuple):
    """What one line of a Japanese text holds: words and compounds with their spans in it, and character pairs."""

    words: tuple[tuple[str, int, int], ...]
    compounds: tuple[tuple[str, int, int], ...]
    grams: tuple[str, ...]


def _japanese(lines: Sequence[str]) -> Analysis:
    """Put the lines of a text together as they stand in it, with one space in between."""
    words: list[tuple[str, int, int]] = []
    compounds: list[tuple[str, int, int]] = []
    grams: list[str] = []
    start = 0
    for line in lines:
        found = _line(line)
        words += [(word, start + first, start + last) for word, first, last in found.words]
        compounds += [(word, start + first, start + last) for word, first, last in found.compounds]
        grams += found.grams
        start += len(line) + 1
    spans = tuple((first, last) for _, first, last in words + compounds)
    return Analysis(tuple(w[0] for w in words), tuple(c[0] for c in compounds), tuple(grams), spans, "ja")


@lru_cache(maxsize=20_000)  # views of a record, and a record before and after a change, share most of their lines
def _line(clean: str) -> _Line:
    words: list[tuple[str, int, int]] = []
    compounds: list[tuple[str, int, int]] = []
    pattern, canonical = _own_words()
    kept = [(canonical[m.group()], *m.span()) for m in pattern.finditer(clean)]
    for offset, piece in _pieces(clean):
        for long in _tokenizer().tokenize(piece, SplitMode.C):
            short = list(long.split(SplitMode.A))  # empty when it cannot be split
            words.extend(_content(short or [long], offset))
            if short:
                compounds.extend(_content([long], offset))
    if kept:
        words = sorted([w for w in words if not _inside(w, kept)] + kept, key=lambda w: w[1:])
        compounds = [c for c in compounds if not _inside(c, kept)]
    return _Line(tuple(words), tuple(compounds), _grams(clean))


def _pieces(clean: str) -> Iterator[tuple[int, str]]:
    for start in range(0, len(clean), _PIECE):
        yield start, clean[start : start + _PIECE]


def _content(tokens: list[Any], offset: int) -> Iterator[tuple[str, int, int]]:
    for token in tokens:
        part = token.part_of_speech()
        if part[0] not in _CONTENT or (part[0] in _BOUND and part[1] == "非自立可能"):
            continue
        surface = token.surface()
        form = stem(surface) if surface.isascii() else token.normalized_form().lower()
        if form.strip() and form not in _STOP:
            yield form, offset + token.begin(), offset + token.end()


def _inside(word: tuple[str, int, int], covers: list[tuple[str, int, int]]) -> bool:
    return any(first <= word[1] and word[2] <= last for _, first, last in covers)


def _grams(clean: str) -> tuple[str, ...]:
    grams: list[str] = []
    for run in _RUNS.findall(clean):
        if run.isascii() or len(run) == 1:
            grams.append(run)
        else:
            grams.extend(run[i : i + 2] for i in range(len(run) - 1))
    return tuple(grams)


@lru_cache(maxsize=1)
def _own_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one pattern of our own trade words, longest first, and the leading spelling of each."""
    lines = resources.files(__package__).joinpath("lexicon.txt").read_text(encoding="utf-8").splitlines()
    rows = [[normalise(word) for word in line.split()] for line in lines if line and not line.startswith("#")]
    canonical = {word: row[0] for row in rows for word in row}
    longest_first = sorted(canonical, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in longest_first)), canonical


_local = threading.local()  # a Sudachi tokenizer and a stemmer are not thread safe: one of each a thread


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _tokenizer() -> Any:
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer()
    return _local.tokenizer


def _stemmer() -> Any:
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("english")
    return _local.stemmer
