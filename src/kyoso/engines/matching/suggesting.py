"""What somebody may be writing about: technologies whose phrases a text says, or of which its last words are the start.

A phrase said whole counts most, and the longer the more; then the share of a phrase's telling words that the text
holds; last a phrase of which the end of the text is the beginning, as while one types.
"""

from __future__ import annotations

import re
import unicodedata

from kyoso.engines.matching.bridge import Bridge, Phrase
from kyoso.engines.matching.bridge_file import Technology
from kyoso.engines.matching.result import Suggestion
from kyoso.engines.matching.text import analyse, is_telling, normalise

SHARE = 0.6
"""Of a phrase's telling words, from which on a text speaks of it."""

SHORTEST = 2
"""Characters at the end of a text that may begin a phrase; three in Latin letters."""

LONGEST = 16

_ENGLISH = re.compile(r"[a-z0-9][a-z0-9 -]*$")
_JAPANESE = re.compile(r"[^\s、。,.;:()「」・]+$")
_BRACKETS = re.compile(r"[()]")
_KANA_ALONE = re.compile(r"[ぁ-ん]+")


def suggestions(text: str, bridge: Bridge) -> tuple[Suggestion, ...]:
    """Return the technologies that a text says or begins to say, the surest first, ties in the order of the bridge."""
    clean = normalise(text)
    if not clean:
        return ()
    said, begun = frozenset(analyse(clean).terms), _beginnings(clean)
    best: dict[int, tuple[float, str]] = {}
    for phrase in bridge.phrases:
        if phrase.concept >= len(bridge.technologies):
            break  # the applications follow: a maker does not write buyers' words
        score = _score(phrase, clean, said, begun)
        if score > best.get(phrase.concept, (0.0, ""))[0]:
            best[phrase.concept] = score, phrase.text
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(_suggestion(bridge.technologies[place], phrase) for place, (_, phrase) in ranked)


def _score(phrase: Phrase, clean: str, said: frozenset[str], begun: tuple[str, ...]) -> float:
    """Between 0 and 4: said whole (2 to 3), in most of its words (1 to 2), begun (0 to 1)."""
    whole = normalise(phrase.text)
    spelled = [one.strip() for one in (whole, *_BRACKETS.split(whole))]
    said_whole = max((len(one) for one in spelled if len(one) >= SHORTEST and _says(one, clean)), default=0)
    if said_whole:
        return 2 + min(said_whole, 20) / 20
    telling = [word for word in phrase.words if is_telling(word)]
    share = sum(word in said for word in telling) / len(telling) if telling else 0.0
    if share >= SHARE and len(telling) > 1:
        return 1 + share
    return next((len(last) / len(whole) for last in begun if whole.startswith(last)), 0.0)


def _says(whole: str, clean: str) -> bool:
    """A Latin phrase must stand as words of its own: `resin` is not in `resins-free` by accident of letters."""
    if not whole.isascii():
        return whole in clean
    return re.search(rf"(?<![a-z0-9]){re.escape(whole)}(?![a-z0-9])", clean) is not None


def _beginnings(clean: str) -> tuple[str, ...]:
    """Return what a text ends in, longest first: its last words in English, in Japanese from where a script begins."""
    if english := _ENGLISH.search(clean):
        words = english.group().split(" ")
        ends = (" ".join(words[place:]).strip() for place in range(len(words)))
        return tuple(end for end in ends if SHORTEST < len(end) <= 2 * LONGEST)
    found = _JAPANESE.search(clean)
    run = found.group()[-LONGEST:] if found else ""
    starts = (place for place in range(len(run) - SHORTEST + 1) if not place or _turns(run[place - 1], run[place]))
    ends = (run[place:] for place in starts)
    return tuple(end for end in ends if not _KANA_ALONE.fullmatch(end))


def _turns(before: str, sign: str) -> bool:
    """Whether another script begins: kanji after hiragana and the like."""
    return unicodedata.name(before, "").split("-")[0][:8] != unicodedata.name(sign, "").split("-")[0][:8]


def _suggestion(technology: Technology, said: str) -> Suggestion:
    return Suggestion(
        technology.id,
        technology.name,
        said,
        tuple(function.wording for function in technology.functions),
        tuple((application.industry, application.wording) for application in technology.applications),
        technology.field,
    )
