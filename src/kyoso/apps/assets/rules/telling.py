"""Where an open text seems to give away a closed one (A3): figures and rare words that both hold.

Words that say nothing of one firm are left out: those of every trade (below), those of the bridge (`known`), and those
that the firm uses in several open texts anyway. Between two texts of one asset only figures count, or several words,
since both speak of one thing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kyoso.apps.disclosure.enums import Tier

ENOUGH = 2
"""Weight from which two texts of different assets look alike: one figure, or two words."""

ENOUGH_WITHIN = 3
FIGURE = 2
IN_COMMON = 2
"""A word in so many open assets is no secret."""

_UNITS = (
    "mm|cm|km|µm|μm|um|nm|m|kg|mg|g|t|ml|kl|l|%|℃|°c|kw|mw|w|kv|v|ma|a|khz|mhz|ghz|hz|mpa|kpa|gpa|pa|kn|n|rpm|ppm|"
    "hrc|hv|dpi|k|円|万円|億円|分|秒|時間|日|週|か月|ヶ月|年|個|枚|本|袋|台|人|件|社|回|度|番|号|種|層|段|倍|トン|キロ|ミリ|ミクロン"
)
_MEASURED = (
    frozenset(_UNITS.split("|"))
    - {"円", "万円", "億円", "分", "秒", "時間", "日", "週", "か月", "ヶ月", "年"}
    - {"個", "枚", "本", "袋", "台", "人", "件", "社", "回", "番", "号", "種", "層", "段", "倍"}
)
"""Units of measures; the others count things, money or time."""

_FIGURE = re.compile(rf"(?<![a-z0-9.])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s*({_UNITS})?(?![a-z0-9])")
_CODE = re.compile(r"(?<![a-z0-9])[a-z]{1,6}-?\d[a-z0-9-]*")
_WORD = re.compile(r"[\u30a1-\u30ff]{3,}|[\u4e00-\u9fff々]{2,}|[a-z]{4,}")
_STANDARD = re.compile(
    r"(?<![a-z])(?:iso|iec|jis|iatf|haccp|sus|ss|sk|skd|aisi|en|din|astm|as)[\s/-]*(?:[a-z]{1,2}\s*)?\d[\d:-]*"
)
"""Standards and steels: everybody has them."""

_SYMBOL = re.compile(r"(?<![a-z0-9])(ra|rz|r|φ|ø|t|d|m)(?=\d)")
"""What drawings write before a figure: Ra0.02, φ12.5."""

_YEAR = re.compile(r"(?:19|20)\d\d")

COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split())
"""Words that texts of every trade hold."""

_COMMON_PARTS = re.compile("|".join(sorted(filter(lambda word: not word.isascii(), COMMON), key=len, reverse=True)))
SHORTEST = 2
"""Signs that a compound must have beside its common parts, to be a word of its own."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One asset as its reader sees it: what is open to the network or to all, and what is not."""

    code: str
    title: str
    open_texts: Mapping[str, str] = field(default_factory=dict)
    closed_texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telltale:
    """An open asset that shares telling words with the closed texts of another one, or of its own."""

    open_code: str
    closed_code: str
    words: tuple[str, ...]


def writing(code: str, title: str, record_tier: int, texts: Mapping[str, str], tiers: Mapping[str, int]) -> Writing:
    """Sort the texts that a reader sees of an asset into open and closed; the title is as open as the record."""
    everything = {"title": title, **texts}
    given = {name: max(record_tier, tiers.get(name, record_tier)) for name in everything}
    opened = {name: text for name, text in everything.items() if given[name] <= Tier.NETWORK}
    closed = {name: text for name, text in everything.items() if given[name] >= Tier.NDA}
    return Writing(code, title, opened, closed)


def find_telltales(writings: Sequence[Writing], known: Collection[str] = frozenset()) -> list[Telltale]:
    """Return the pairs of assets of which the open one seems to give the closed one away, the strongest first.

    `known` are words of general knowledge, in the form in which `telling_words` returns them.
    """
    opened = {one.code: _of(one.open_texts.values()) for one in writings}
    closed = {one.code: _of(one.closed_texts.values()) for one in writings}
    spread = Counter(word for words in opened.values() for word in words)
    holders: dict[str, list[str]] = {}
    for code, words in closed.items():
        for word in words:
            holders.setdefault(word, []).append(code)
    found = [
        Telltale(code, other, words)
        for code, own in opened.items()
        for other, words in _shared(own, holders, known, spread).items()
        if _weight(words) >= (ENOUGH_WITHIN if code == other and not any(map(is_figure, words)) else ENOUGH)
    ]
    return sorted(found, key=lambda one: (-_weight(one.words), one.open_code, one.closed_code))


def telling_words(text: str) -> set[str]:
    """Return the figures, codes and words of a text that could tell one firm from another."""
    clean = _STANDARD.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    clean = _SYMBOL.sub(r"\1 ", clean)
    figures = {f"{digits.replace(',', '')}{unit or ''}" for digits, unit in _FIGURE.findall(clean)}
    words = {word for word in _WORD.findall(clean) if not _is_common(word)}
    return {figure for figure in figures if _is_telling(figure)} | words | set(_CODE.findall(clean))


def is_figure(word: str) -> bool:
    """Say whether a telling word is a figure."""
    return word[:1].isdigit()


def _is_common(word: str) -> bool:
    """Compounds of common words are common too: 全数検査, 高精度加工."""
    return word in COMMON or (not word.isascii() and len(_COMMON_PARTS.sub("", word)) < SHORTEST)


def _is_telling(figure: str) -> bool:
    """A measure with some exactness tells; `10 kg`, `24 hours`, a year and a plain `100` do not."""
    number = re.match(r"[\d.]+", figure)
    digits = number.group() if number else ""
    unit = figure[len(digits) :]
    if "." in digits and unit in _MEASURED:
        return True
    exact = digits.replace(".", "").strip("0")
    if unit in {"", "年"} and _YEAR.fullmatch(digits):
        return False
    return len(exact) >= (2 if unit in _MEASURED else 3)


def _of(texts: Iterable[str]) -> set[str]:
    return set().union(*(telling_words(text) for text in texts))


def _shared(
    own: Iterable[str], holders: Mapping[str, Sequence[str]], known: Collection[str], spread: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """Return for each asset with closed texts the telling words that they share with one open asset."""
    found: dict[str, list[str]] = {}
    for word in sorted(own, key=lambda word: (not is_figure(word), word)):
        if not is_figure(word) and (word in known or spread[word] >= IN_COMMON):
            continue
        for code in holders.get(word, ()):
            found.setdefault(code, []).append(word)
    return {code: tuple(words) for code, words in found.items()}


def _weight(words: Iterable[str]) -> int:
    return sum(FIGURE if is_figure(word) else 1 for word in words)
