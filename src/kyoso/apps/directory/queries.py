"""Searching assets and needs across the network (D1): projections only, so a count can never count what is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.assets.enums import AssetKind, TechnologyField
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import visible_to
from kyoso.apps.needs.enums import Direction
from kyoso.shared.japanese import fold


@dataclass(frozen=True, slots=True)
class RecordFilters:
    """What a searcher chose; several values of one filter widen it, several filters narrow."""

    text: str = ""
    category: Sequence[str] = ()
    field: Sequence[str] = ()
    industry: Sequence[str] = ()
    prefecture: Sequence[str] = ()
    organisation: str = ""
    """Code of the one organisation whose records are wanted."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and how many records it would leave."""

    value: str
    label: str
    count: int


COLUMNS = {"category": "category", "field": "field", "industry": "owner__industry", "prefecture": "owner__prefecture"}


def search_records(actor: Actor, kind: str, filters: RecordFilters) -> ProjectionQuerySet:
    """Return the listed assets or needs that fit, as the actor may see them, latest change first."""
    return _narrowed(_listed(actor, kind), filters).order_by("-changed_at", "pk")


def record_facets(actor: Actor, kind: str, filters: RecordFilters) -> dict[str, list[Option]]:
    """Count the values of each filter under the other filters, the most frequent first."""
    labels: dict[str, Callable[[str], str]] = {
        "category": lambda value: str((AssetKind if kind == "asset" else Direction)(value).label),
        "industry": industry_label,
        "prefecture": prefecture_label,
    }
    if kind == "asset":
        labels["field"] = lambda value: str(TechnologyField(value).label)
    rows = _listed(actor, kind)
    return {
        facet: [
            Option(value, label(value), count)
            for value, count in _counts(COLUMNS[facet], _narrowed(rows, _without(filters, facet)))
        ]
        for facet, label in labels.items()
    }


def _without(filters: RecordFilters, facet: str) -> RecordFilters:
    cleared: dict[str, Any] = {facet: ()}
    return replace(filters, **cleared)


def _listed(actor: Actor, kind: str) -> ProjectionQuerySet:
    return visible_to(actor, kind).filter(listed=True)


def _narrowed(rows: ProjectionQuerySet, filters: RecordFilters) -> ProjectionQuerySet:
    for word in fold(filters.text).split():
        rows = rows.filter(Q(search_text__contains=word) | Q(owner__search_text__contains=word))
    if filters.organisation:
        rows = rows.filter(owner__code=filters.organisation)
    for facet, column in COLUMNS.items():
        chosen = getattr(filters, facet)
        if chosen:
            rows = rows.filter(**{f"{column}__in": list(chosen)})
    return rows


def _counts(column: str, rows: ProjectionQuerySet) -> list[tuple[str, int]]:
    counted = rows.exclude(**{column: ""}).order_by().values_list(column).annotate(n=Count("pk"))
    return list(counted.order_by("-n", column))
