"""Searching assets and needs across the network (D1), so that nothing hidden is found or counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.assets.enums import AssetKind, TechnologyField
from kyoso.apps.directory import adapters
from kyoso.apps.directory.enums import Free
from kyoso.apps.directory.queries import (
    Option,
    RecordFilters,
    changing_now,
    owner_number,
    owners_of,
    shown_rows,
)
from kyoso.apps.directory.rules import wanted_days
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import clearance_for
from kyoso.apps.needs.enums import Direction

FACETS = {
    "asset": ("category", "free", "field", "industry", "prefecture"),
    "need": ("category", "industry", "prefecture"),
}
"""Filters of a kind, in the order in which they are offered."""

MOST_NAMES = 8
"""Other names looked for beside each word."""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results with all that is said about them."""

    rows: list[Projection]
    total: int
    facets: dict[str, list[Option]]
    also: tuple[str, ...] = ()
    """Other names that were looked for as well."""
    is_loose: bool = False
    """Nothing was spelled like this: what is shown is spelled nearly so."""


class RecordSearch:
    """One search by one person: what may be seen is asked once, however many questions follow."""

    def __init__(self, actor: Actor) -> None:
        """Ask what the actor may see now, and what is just changing."""
        self._actor = actor
        clearance = clearance_for(actor)
        self._mask = adapters.mask_of(clearance, owners_of(list(clearance.records)), *changing_now())

    def results(
        self, kind: str, filters: RecordFilters, offset: int = 0, limit: int = 20, *, exact: bool = False
    ) -> Results:
        """Return one page of what fits: titles that hold every word first, then the latest change first.

        `exact` leaves out other names and near spellings. Raises adapters.SearchNotReady before the first build.
        """
        question, also = self._question(kind, filters, exact)
        found = adapters.find(question, self._mask, offset, limit)
        if not found.total and not exact and adapters.has_latin_words(filters.text):
            question = replace(question, is_loose=True)
            found = adapters.find(question, self._mask, offset, limit)
        facets = self._counted(question, kind)
        return Results(
            shown_rows(self._actor, found.keys),
            found.total,
            {facet: self._options(kind, facet, counts) for facet, counts in facets.items()},
            also if found.total else (),
            question.is_loose and found.total > 0,
        )

    def _counted(self, question: adapters.Question, kind: str) -> dict[str, list[tuple[str, int]]]:
        """Count the values of each filter of a kind; days are no values of their own, so they are asked one by one."""
        counted = adapters.facets(question, self._mask, [facet for facet in FACETS[kind] if facet != "free"])
        if "free" in FACETS[kind]:
            asked = [(value, replace(question, during=_days([value]))) for value in Free.values]
            counts = [(value, adapters.count(one, self._mask)) for value, one in asked]
            counted["free"] = [(value, count) for value, count in counts if count]
        return {facet: counted[facet] for facet in FACETS[kind]}

    def count_new(self, kind: str, filters: RecordFilters, since: datetime) -> int:
        """Return how many results changed after a moment."""
        question, _ = self._question(kind, filters, exact=False)
        return adapters.count(replace(question, since=int(since.timestamp() * 1_000_000)), self._mask)

    def news(self, kind: str, filters: RecordFilters, since: datetime, most: int) -> tuple[int, list[Projection]]:
        """Return how many results changed after a moment, and some of them. Raises adapters.SearchNotReady."""
        question, _ = self._question(kind, filters, exact=False)
        later = replace(question, since=int(since.timestamp() * 1_000_000))
        found = adapters.find(later, self._mask, 0, most)
        return found.total, shown_rows(self._actor, found.keys)

    def counts(self, kind: str, filters: RecordFilters, facet: str) -> dict[str, int]:
        """Return how many results each chosen value of a filter has by itself; none before the first build."""
        question, _ = self._question(kind, filters, exact=True)
        try:
            counted = adapters.facets(question, self._mask, [facet])[facet]
        except adapters.SearchNotReady:
            return {}
        return {value: number for value, number in counted if value in getattr(filters, facet)}

    def _question(self, kind: str, filters: RecordFilters, exact: bool) -> tuple[adapters.Question, tuple[str, ...]]:
        words = [(word, ()) for word in filters.text.split()] if exact else adapters.synonyms().split(filters.text)
        question = adapters.Question(
            kind=kind,
            words=[[word, *others[:MOST_NAMES]] for word, others in words],
            chosen={facet: tuple(getattr(filters, facet)) for facet in FACETS[kind] if facet != "free"},
            during=_days(filters.free),
            owner=owner_number(filters.organisation) if filters.organisation else None,
        )
        return question, tuple(dict.fromkeys(name for _, others in words for name in others[:MOST_NAMES]))

    def _options(self, kind: str, facet: str, counts: Sequence[tuple[str, int]]) -> list[Option]:
        return [Option(value, value_label(kind, facet, value), count) for value, count in counts]


def _days(chosen: Sequence[str]) -> tuple[int, int] | None:
    return wanted_days(chosen, timezone.localdate())


def value_label(kind: str, facet: str, value: str) -> str:
    """Return what a value of a filter is called in the reader's language; the value itself where nobody knows it."""
    if facet == "industry":
        return industry_label(value) or value
    if facet == "prefecture":
        return prefecture_label(value) or value
    category = AssetKind if kind == "asset" else Direction
    known = TechnologyField if facet == "field" else Free if facet == "free" else category
    return str(dict(known.choices).get(value, value))
