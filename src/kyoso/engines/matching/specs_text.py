"""The text that specs are read from: in one spelling, with the way back, and without what is no spec."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309aﾞﾟ]*", re.DOTALL)
_SAME = str.maketrans("〜∼−–—‐‑‒✕✖⌀ΦøØ∅•≦≧", "~~------××φφφφφ・≤≥")
_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")}
_SMALL = {"十": 10.0, "百": 100.0, "千": 1_000.0}
_LARGE = {"万": 1e4, "億": 1e8}
_PIECES = re.compile(r"[\d,.]+|.")

_DIGITS_RUN = r"\d{1,15}(?!\d)"  # read in one way only: nested runs would take for ever on a long row of digits
_ARABIC = rf"(?:(?:\d{{1,3}}(?:,\d{{3}}){{1,5}}(?!\d)|{_DIGITS_RUN})(?:\.{_DIGITS_RUN})?|\.{_DIGITS_RUN})"
NUMBER = rf"(?:{_ARABIC}|[一二三四五六七八九十百千])(?:{_ARABIC}|[〇一二三四五六七八九十百千万億]){{0,20}}"
"""A number as written: 1,000 · .005 · 5万 · 1万5千 · 三百二十."""

_OTHERS = re.compile(
    rf"""
      https?://\S+ | (?<![\w.+-])[\w.+-]{{1,64}}@[\w.-]+
    | 〒\s*\d{{3}}-?\d{{4}} | (?<![\d.])\d{{2,5}}-\d{{2,4}}-\d{{3,4}}(?!\d) | (?<![\d.])\d{{3}}-\d{{4}}(?![\d.])
    | (?:令和|平成|昭和|大正|明治|西暦|創業|設立)\s*(?:{NUMBER}|元)\s*年[度代]?
    | (?:令和|平成|昭和)(?:{NUMBER}|元)
    | (?<!\d)(?:1[6-9]|20)\d\d\s*年(?:[度代]|\s*\d{{1,2}}月(?:\d{{1,2}}日)?)?
    | (?<!\d)(?:19|20)\d\d(?:/\d{{1,2}}(?:/\d{{1,2}})?|([.-])\d{{1,2}}\1\d{{1,2}})(?!\d)
    | (?<!\d)\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\s*(?:付|まで|頃|に)
    | {NUMBER}月(?:[~-]{NUMBER}月|{NUMBER}日(?:[~-]{NUMBER}日)?)? | \d{{1,2}}:\d\d | {NUMBER}時(?!間)
    | (?:¥|\$|€|USD|JPY)\s*{NUMBER}(?:\.\d+)?
    | {NUMBER}\s*(?:[~-]\s*{NUMBER}\s*)?(?:円|ドル|ユーロ|yen|JPY|USD|EUR|[Dd]ollars|[Ee]uros)
    | 第\s*{NUMBER} | {NUMBER}\s*(?:級|次元|丁目|番地|番線|号|代目
      |周年|世紀|年[度代間]?創業|番目|軸|回忌|年来|年前|歳|才|冠|割引)
    | 演色性\s?Ra\s?\d+ | [一二]度(?![C前後以]) | 十分(?!間) | {NUMBER}分の{NUMBER}
    | (?:売上|手数料|売価|消費税)[高は]?の?\s*(?:約\s*)?{NUMBER}(?:\s*[~-]\s*{NUMBER})?\s*[%割]
    | 徒歩\s*(?:約\s*)?{NUMBER}(?:\s*[~-]\s*{NUMBER})?\s*分
    | (?:車|バス|電車)で\s*(?:約\s*)?{NUMBER}\s*分
    | {NUMBER}\s*(?:t|トン)\s*(?:車|トラック|積)
    | (?<![A-Za-z0-9])(?:M\d+(?:\.\d+)?(?!\s*(?:Pa|Hz|W|m))|Windows\s*\d+|TRL\s*\d
      |[A-Za-z]{{1,5}}-?\d+[A-Za-z]*-\d+\w*|\d[SDWGKH](?![A-Za-z]))
    | (?:19|20)\d\d(?=\s*(?:version|edition|model))
    """,
    re.VERBOSE,
)
"""Telephone numbers, post codes, dates, prices, ranks, addresses, screws, products: numbers that are no specs."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one spelling, and where each of its characters stands in the original.

    Attributes:
        text: width, dashes and signs folded; superscripts and circled digits stay as they are.
        starts, ends: for each character of ``text`` the stretch of the original that it came from.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where ``text[first:last]`` (not empty) stands in the original text."""
        return self.starts[first], self.ends[last - 1]


def fold_specs(text: str) -> Folded:
    """Return a text in one spelling (full width, ㎜, 〜, Φ, ﾐﾘ) with the way back."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _CLUSTER.finditer(text):
        plain = _plain(found.group())
        folded.append(plain)
        starts += [found.start()] * len(plain)
        ends += [found.end()] * len(plain)
    return Folded("".join(folded), tuple(starts), tuple(ends))


def _plain(cluster: str) -> str:
    kept = unicodedata.category(cluster[0]) == "No"  # ² would become 2, and 10² then 102
    return (cluster if kept else unicodedata.normalize("NFKC", cluster)).translate(_SAME)


def without_others(text: str) -> str:
    """Return a folded text of the same length in which numbers that are no specs are blanked."""
    return _OTHERS.sub(lambda found: "\0" * len(found.group()), text)


def number(written: str) -> float:
    """Return the value of what ``NUMBER`` matched: 1万5千 → 15000, 三百二十 → 320."""
    total = section = digits = 0.0
    for piece in _PIECES.findall(written):
        if piece in _DIGITS:
            digits = digits * 10 + _DIGITS[piece]
        elif piece in _SMALL:
            section, digits = section + (digits or 1.0) * _SMALL[piece], 0.0
        elif piece in _LARGE:
            total, section, digits = total + (section + digits or 1.0) * _LARGE[piece], 0.0, 0.0
        else:
            digits = float(piece.replace(",", ""))
    return total + section + digits
