"""What is searched and who searches: immutable values, validated when made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

PUBLIC, NETWORK, NDA, CORE = range(4)
KINDS = ("asset", "need", "organisation")
LANGUAGES = ("", "ja", "en")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _is_tier(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and PUBLIC <= value <= CORE


@dataclass(frozen=True, slots=True)
class Chunk:
    """One text of a record, as viewers of certain clearances see it.

    A viewer whose clearance for this record is ``c`` sees the chunk if ``tier_from <= c <= tier_to``. A record has one
    chunk (or several) for each distinct view of it.

    Attributes:
        record: key of the record, such as ``"asset:AB12"``; never empty.
        text: what the viewer may read; may be empty (then the chunk is never found).
        kind: one of ``KINDS``.
        owner: id of the owning organisation.
        tier_from, tier_to: public 0, network 1, after NDA 2, core 3.
        industry: JSIC major group of the owner (two digits) or ``""`` when unknown.
        lang: ``"ja"``, ``"en"`` or ``""`` (told by script).

    Raises:
        ValueError: naming the attribute at fault.
    """

    record: str
    text: str
    kind: str = "asset"
    owner: int = 0
    tier_from: int = PUBLIC
    tier_to: int = CORE
    industry: str = ""
    lang: str = ""

    def __post_init__(self) -> None:
        _require(isinstance(self.record, str) and self.record != "", "chunk.record must be a non-empty string")
        _require("\0" not in self.record, "chunk.record must not hold the sign NUL")
        _require(isinstance(self.text, str), "chunk.text must be a string")
        _require(self.kind in KINDS, f"chunk.kind must be one of {', '.join(KINDS)}")
        _require(isinstance(self.owner, int), "chunk.owner must be an integer")
        _require(_is_tier(self.tier_from), "chunk.tier_from must be 0 to 3")
        _require(_is_tier(self.tier_to) and self.tier_to >= self.tier_from, "chunk.tier_to must be tier_from to 3")
        _require(isinstance(self.industry, str), "chunk.industry must be a string")
        _require(self.lang in LANGUAGES, "chunk.lang must be ja, en or empty")

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, int, str, str]:
        """Total order of chunks: an index built from any permutation of the same chunks is the same index."""
        return (
            self.record,
            self.tier_from,
            self.tier_to,
            self.text,
            self.kind,
            self.owner,
            self.industry,
            self.lang,
        )


@dataclass(frozen=True, slots=True)
class Clearance:
    """What one viewer may see: the highest of ``default``, the owner's entry and the record's entry applies.

    Attributes:
        default: tier 0 to 3 for everything (0 for a visitor, 1 for a member of the network).
        owners: tier by owner id (own organisation, a partner under NDA).
        records: tier by record key.

    Raises:
        ValueError: a tier outside 0 to 3.
    """

    default: int = PUBLIC
    owners: Mapping[int, int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tiers = [self.default, *self.owners.values(), *self.records.values()]
        _require(all(_is_tier(tier) for tier in tiers), "clearance tiers must be 0 to 3")
        object.__setattr__(self, "owners", MappingProxyType(dict(self.owners)))
        object.__setattr__(self, "records", MappingProxyType(dict(self.records)))

    def tier_for(self, owner: int, record: str) -> int:
        """Return the viewer's tier (0 to 3) for a record of an owner."""
        return max(self.default, self.owners.get(owner, PUBLIC), self.records.get(record, PUBLIC))

    def sees(self, chunk: Chunk) -> bool:
        """Return whether the chunk is this viewer's view of its record."""
        return chunk.tier_from <= self.tier_for(chunk.owner, chunk.record) <= chunk.tier_to


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked.

    Attributes:
        text: a need or an asset in the asker's own words; empty finds nothing.
        kinds: kinds of record wanted; empty means all.
        far: 0 prefers the asker's own industry, 1 prefers others, 0.5 is neutral.
        home_industry: JSIC major group of the asker, or ``""`` (then ``far`` has no effect).
        exclude_owner: an owner never returned (the asker's own organisation), or None.
        top: most hits returned, at least 1.

    Raises:
        ValueError: naming the attribute at fault.
    """

    text: str
    kinds: frozenset[str] = frozenset()
    far: float = 0.5
    home_industry: str = ""
    exclude_owner: int | None = None
    top: int = 10

    def __post_init__(self) -> None:
        _require(isinstance(self.text, str), "query.text must be a string")
        object.__setattr__(self, "kinds", _kinds(self.kinds))
        _require(0.0 <= self.far <= 1.0, "query.far must be 0 to 1")
        _require(isinstance(self.home_industry, str), "query.home_industry must be a string")
        _require(isinstance(self.top, int) and self.top >= 1, "query.top must be 1 or more")


def _kinds(kinds: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(kinds)
    _require(chosen <= set(KINDS), f"query.kinds must be among {', '.join(KINDS)}")
    return chosen
