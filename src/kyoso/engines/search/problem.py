"""What is indexed, what is asked, and what the asker may see: immutable values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FACETS = ("category", "field", "industry", "prefecture")
TIERS = range(4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One view of a record, as viewers of the clearances ``tier_from`` to ``tier_to`` see it.

    Attributes:
        key: number of the view, what a search returns; several entries may have it where no viewer sees two of them.
        record: key of the record, such as ``"asset:12"``.
        kind: what sort of record.
        owner: id of the owning organisation.
        tier_from, tier_to: 0 to 3.
        title, text: what may be found; ``text`` without the title.
        changed: when it changed, whole microseconds since 1970; the latest comes first.
        facets: value by name, of ``FACETS``.
        name: by which it is sorted where a question asks for names in their order.
        span: first and last day of what it tells a time of, numbered from 1.1.1; None where it tells none.
    """

    key: int
    record: str
    kind: str
    owner: int
    tier_from: int
    tier_to: int
    title: str
    text: str
    changed: int
    facets: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Mask:
    """What one viewer may see: the highest of ``default``, the owner's entry and the record's entry applies.

    Attributes:
        default: tier for everything.
        owners: tier by owner.
        records: tier by record, and the record's owner: ``{"asset:12": (2, 7)}``.
        without: records that the index may hold in a state that is past; never found.
        without_owners: owners of whom the same is true.
    """

    default: int
    owners: Mapping[int, int] = field(default_factory=dict)
    records: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    without: Sequence[str] = ()
    without_owners: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        kind: what sort of record.
        words: each must be found, in any of its spellings: ``[["深絞り", "deep drawing"], ["薄板"]]``.
        chosen: values by facet; several of one facet widen, several facets narrow.
        owner: only this one's, or None.
        since: only what changed after, microseconds since 1970.
        during: only what has a span that shares a day with this one.
        is_loose: forgive one or two wrong letters in Latin words, and find them inside others.
        by_name: sort by name instead of the latest change.
    """

    kind: str
    words: Sequence[Sequence[str]] = ()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    owner: int | None = None
    since: int | None = None
    during: tuple[int, int] | None = None
    is_loose: bool = False
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of one page of results, and how many there are in all."""

    keys: tuple[int, ...]
    total: int
