"""What a person keeps looking for, in words, and how much of it is new (D1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.directory.adapters import SearchNotReady
from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.queries import RecordFilters, list_saved_searches
from kyoso.apps.directory.services.find_records import FACETS, RecordSearch, value_label


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """One saved search as its list shows it."""

    code: str
    title: str
    filters: tuple[str, ...]
    url: str
    new: int | None
    """How many results changed since the person looked; None while the search is being prepared."""
    by_mail: bool
    created_at: datetime


def list_kept_searches(actor: Actor) -> list[KeptSearch]:
    """Return the actor's saved searches with what is new, the latest first; queries do not grow with their number."""
    rows = list_saved_searches(actor)
    search = RecordSearch(actor) if rows else None
    return [_kept(row, search) for row in rows]


def count_news(actor: Actor) -> int:
    """Return how many new results there are in all the actor's saved searches."""
    return sum(one.new or 0 for one in list_kept_searches(actor))


def title_of(row: SavedSearch) -> str:
    """Return what was typed, and in what it is searched."""
    kind = _("Assets") if row.kind == "asset" else _("Needs")
    return f"{row.text} – {kind}" if row.text else kind


def url_of(row: SavedSearch) -> str:
    """Return the address of the results."""
    query = [("what", row.kind), *([("q", row.text)] if row.text else [])]
    query += [(name, value) for name, values in row.chosen.items() for value in values]
    return f"{reverse('directory')}?{urlencode(query)}"


def filters_of(row: SavedSearch) -> RecordFilters:
    """Return what is asked for."""
    chosen: dict[str, Any] = {name: tuple(row.chosen.get(name, ())) for name in FACETS[row.kind]}
    return RecordFilters(row.text, **chosen)


def labels_of(row: SavedSearch) -> Iterator[str]:
    """Yield the filters in words."""
    for name, values in row.chosen.items():
        yield from (value_label(row.kind, name, value) for value in values)


def _kept(row: SavedSearch, search: RecordSearch | None) -> KeptSearch:
    return KeptSearch(
        code=row.code,
        title=title_of(row),
        filters=tuple(labels_of(row)),
        url=url_of(row),
        new=_count_new(row, search),
        by_mail=row.by_mail,
        created_at=row.created_at,
    )


def _count_new(row: SavedSearch, search: RecordSearch | None) -> int | None:
    try:
        return search.count_new(row.kind, filters_of(row), row.seen_at) if search else None
    except SearchNotReady:
        return None
