"""What the pages and the command line get: matches in words, already through the door."""

from dataclasses import dataclass, field

from kyoso.apps.disclosure.models import Projection

USUAL_FAR = 0.8
"""Where the dial stands at first: rather far, since a partner in another industry is what people come for."""


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate as the viewer may see it, with why it fits, what speaks against it, and what is not known."""

    rank: int
    score: float
    shown: Projection
    reasons: list[str]
    cautions: list[str]
    unknown: list[str]
    path: list[str]
    verdict: str = ""
    decline_reason: str = ""


@dataclass(frozen=True, slots=True)
class FieldOfUse:
    """One way from an asset to another industry: the four words of the path, and what in the asset's text led to it."""

    path: list[str]
    industry: str
    quote: str
    needs: int
    """Needs of that industry which the viewer finds in the directory."""


@dataclass(frozen=True, slots=True)
class FieldsOfUse:
    """What the bridge opens for one asset, as far as the viewer may read it."""

    source: Projection
    uses: list[FieldOfUse]


@dataclass(frozen=True, slots=True)
class MatchList:
    """The answer to one need or asset; `is_ready` is False until the worker has built the first index."""

    source: Projection
    matches: list[Match] = field(default_factory=list)
    declined: list[Match] = field(default_factory=list)
    is_ready: bool = True
