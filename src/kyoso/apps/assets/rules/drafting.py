"""From answers to an asset that is nearly ready (A1), with a proposal of who may see which part of it (A3)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kyoso.apps.disclosure.enums import Tier

TITLE_LENGTH = 120
MOST_TITLES = 50
PUBLISHED = {"patent", "quality_system"}
"""Kinds whose figures are in public registers anyway."""

_DIGIT = re.compile(r"\d")
_BULLET = re.compile(r"^(?:[-*・•●○◇◆▪]|\d{1,2}[.)．)、](?=\D)|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Draft:
    """Titles found in the answers, the texts of an asset made of them, and the tiers proposed."""

    titles: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    tier: Tier = Tier.NETWORK
    field_tiers: Mapping[str, Tier] = field(default_factory=dict)


def make_draft(kind: str, answers: Iterable[tuple[str, str]], offered: Iterable[Tier], floor: Tier) -> Draft:
    """Return the draft that answers, as pairs of target text and answer, make.

    `offered` are the tiers that the writer may give, `floor` the loosest one that the answers themselves allow.
    """
    titles: tuple[str, ...] = ()
    parts: dict[str, list[str]] = {}
    for into, text in answers:
        if into == "title":
            titles = tuple(split_titles(text))
        elif text:
            parts.setdefault(into, []).append(text)
    texts = {name: "\n".join(written) for name, written in parts.items()}
    tier = propose_tier(offered, floor)
    return Draft(titles, texts, tier, propose_field_tiers(kind, texts, tier))


def split_titles(text: str) -> list[str]:
    """Return the names written one on a line, without bullets, doubles and empty lines."""
    lines = (_BULLET.sub("", line.strip()).strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def propose_tier(offered: Iterable[Tier], floor: Tier = Tier.NETWORK) -> Tier:
    """The network may find it: open enough to be asked for, and nobody outside reads it. Never looser than `floor`."""
    choices = sorted(offered)
    wanted = max(floor, Tier.NETWORK)
    return next((tier for tier in choices if tier >= wanted), choices[-1] if choices else wanted)


def propose_field_tiers(kind: str, texts: Mapping[str, str], tier: Tier) -> dict[str, Tier]:
    """Figures tell rivals how far one has come: they wait for the NDA, where they are not published anyway."""
    if kind in PUBLISHED or tier >= Tier.NDA:
        return {}
    return {name: Tier.NDA for name in ("ability",) if has_figure(texts.get(name, ""))}


def has_figure(text: str) -> bool:
    """Say whether a text names any number, in whatever width it is written."""
    return bool(_DIGIT.search(unicodedata.normalize("NFKC", text)))
