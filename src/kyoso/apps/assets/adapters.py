"""The only place of this app that knows the engine: the bridge's words for what somebody is writing (A1, A4)."""

import threading
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import get_language

from kyoso.apps.assets.rules.telling import telling_words
from kyoso.engines import matching as engine

MOST = 4
"""Suggestions at once: more are not read by someone who is typing."""

LONGEST = 400
"""Characters at the end of the text that are looked at: what is being written now."""

_lock = threading.Lock()
_resources: engine.Resources | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A technology of the bridge in the language of the reader: its name, what it does, where else it is wanted."""

    name: str
    said: str
    functions: tuple[str, ...]
    uses: tuple[tuple[str, str], ...]
    """JSIC major group and application."""
    field: str
    """Its field of technology, one of the twelve."""


def propose(text: str) -> list[Proposal]:
    """Return what the bridge knows about a text in the making. It reads the text and the bridge, and nothing else."""
    is_english = (get_language() or "").startswith("en")

    def word(wording: engine.Wording) -> str:
        return wording.en if is_english else wording.ja

    return [
        Proposal(
            word(one.technology),
            one.said,
            tuple(map(word, one.functions)),
            tuple((industry, word(use)) for industry, use in one.uses),
            one.field,
        )
        for one in engine.suggest(text[-LONGEST:], _shared_resources(), MOST)
    ]


@cache
def trade_words() -> frozenset[str]:
    """Return the words of the bridge: everybody in the trade knows them, so they give nobody away."""
    bridge = _shared_resources().bridge
    return frozenset(word for phrase in bridge.phrases for word in telling_words(phrase.text))


def _shared_resources() -> engine.Resources:
    """Load the bridge once a process."""
    global _resources
    with _lock:
        if _resources is None:
            _resources = engine.load_resources(vectors=settings.VECTORS_DIR)
        return _resources
