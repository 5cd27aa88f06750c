"""Which of a text's own words speak for what the bridge reads in it: pure functions on strings."""

import re
import unicodedata

SENTENCE = re.compile(r"(?<=[。．！？!?])|(?<=\.)\s|\n")
HIRAGANA = re.compile(r"[\u3041-\u309f\s・、。,.]+")
EVERYBODYS = {"加工", "処理", "検査", "試験", "測定", "計測", "分析", "解析", "診断", "検知", "管理", "設計", "開発"}
EVERYBODYS |= {"製造", "生産", "技術", "装置", "設備", "機械", "製品", "部品", "材料", "樹脂", "金属", "作業", "工程"}
"""Pieces that nearly every maker says: alone they tell no technology."""

LEAST_LATIN = 4
"""Letters that a shared piece of a Latin word must have."""


def shared_word(phrase: str, text: str) -> str:
    """Return the longest piece of a phrase that a text says, folded; empty where that piece tells nothing."""
    wanted, held = _folded(phrase), _folded(text)
    for size in range(len(wanted), 0, -1):
        for start in range(len(wanted) - size + 1):
            part = wanted[start : start + size].strip()
            if len(part) == size and _says(held, part) and _begins_a_word(wanted, start):
                return part if _is_telling(part, wanted) else ""
    return ""


def share_said(phrase: str, text: str) -> float:
    """Return how much of a phrase a text itself says, from 0 to 1."""
    return len(shared_word(phrase, text)) / max(len(_folded(phrase)), 1)


def quote_for(phrase: str, text: str) -> str:
    """Return the first sentence of a text that holds what it shares with a phrase; empty where it shares nothing."""
    word = shared_word(phrase, text)
    return next((each for each in sentences(text) if _says(_folded(each), word)), "") if word else ""


def sentences(text: str) -> list[str]:
    """Split a text into its sentences and lines."""
    return [part.strip() for part in SENTENCE.split(text) if part and part.strip()]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _says(text: str, part: str) -> bool:
    """Latin words count from their beginning: “milling” is not in “drilling”."""
    if part not in text or not part[0].isascii():
        return part in text
    return re.search(rf"(?<![a-z0-9]){re.escape(part)}", text) is not None


def _begins_a_word(phrase: str, start: int) -> bool:
    return start == 0 or not (phrase[start].isascii() and phrase[start - 1].isascii() and phrase[start - 1].isalnum())


def _is_telling(part: str, phrase: str) -> bool:
    if part == phrase:
        return True
    if HIRAGANA.fullmatch(part) or part in EVERYBODYS:
        return False
    return len(part) >= (LEAST_LATIN if part.isascii() else 2)
