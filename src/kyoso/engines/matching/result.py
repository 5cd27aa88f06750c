"""What a search returns: immutable values without any words of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kyoso.engines.matching.problem import Chunk


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages of the interface."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class BridgePath:
    """Why a maker's words and a buyer's words meet: technology → function → application → outcome.

    Attributes:
        technology_id: id in the bridge file.
        technology, function, application, outcome: the four steps in Japanese and English.
        industry: JSIC major group of the application, two digits.
        maker_words, buyer_words: phrases of the bridge that the two texts were recognised by.
        forward: True when the query is the buyer's side, False when it is the maker's.
        strength: 0 to 1, how surely both ends were recognised.
    """

    technology_id: str
    technology: Wording
    function: Wording
    application: Wording
    outcome: Wording
    industry: str
    maker_words: tuple[str, ...]
    buyer_words: tuple[str, ...]
    forward: bool
    strength: float

    @property
    def steps(self) -> tuple[Wording, Wording, Wording, Wording]:
        """The four steps from technology to outcome."""
        return (self.technology, self.function, self.application, self.outcome)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A technology of the bridge that a text in the making may be about.

    Attributes:
        technology_id: id in the bridge file.
        technology: its name.
        said: the phrase of the bridge that the text says or begins to say.
        functions: what it makes possible.
        uses: where it is wanted: JSIC major group and application, in the order of the bridge file.
        field: one of the twelve fields of core manufacturing technology.
    """

    technology_id: str
    technology: Wording
    said: str
    functions: tuple[Wording, ...]
    uses: tuple[tuple[str, Wording], ...]
    field: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found.

    Attributes:
        record: its key.
        score: 0 or more, larger is better; comparable within one result list only.
        recalls: share of the score by recall (``words``, ``bigrams``, ``topics``, ``vectors``, ``bridge``).
        words: words of the chunk's own text that the query shares, most telling first.
        path: bridge path, or None when the bridge had no part in it.
        chunk: the best chunk among those that this viewer may see.
    """

    record: str
    score: float
    recalls: Mapping[str, float]
    words: tuple[str, ...]
    path: BridgePath | None
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement to be put into words by the caller: a stable code and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"code", "params"}`` for JSON."""
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a record was found, what speaks against it, and what is not known."""

    reasons: tuple[Remark, ...]
    cautions: tuple[Remark, ...]
    unknown: tuple[Remark, ...]
