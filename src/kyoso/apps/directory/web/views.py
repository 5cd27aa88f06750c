from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.directory.adapters import SearchNotReady
from kyoso.apps.directory.queries import RecordFilters
from kyoso.apps.directory.services.find_organisations import FACETS as ORGANISATION_FACETS
from kyoso.apps.directory.services.find_organisations import (
    OrganisationFilters,
    OrganisationResults,
    find_organisations,
)
from kyoso.apps.directory.services.find_records import FACETS, RecordSearch, Results
from kyoso.apps.directory.web.rows import ResultRow, organisation_row, record_row
from kyoso.apps.files.queries import main_photos_for

PAGE = 20
MOST_DIGITS = 6
"""Of the number of a page: nobody turns a million."""

SHOWN_OPTIONS = 12
Found = TypeVar("Found", Results, OrganisationResults)
TABS = ("asset", "need", "organisation")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a tab, and what is said about it."""

    page: Page
    rows: list[ResultRow]
    facets: Mapping[str, Sequence[Any]]
    also: Sequence[str] = ()
    is_loose: bool = False
    is_ready: bool = True


NOT_READY = Listed(Paginator([], PAGE).get_page(1), [], {}, is_ready=False)


def directory(request: Request) -> HttpResponse:
    """Search assets, needs and organisations, with filters; what is hidden is neither shown nor counted (D1)."""
    what = chosen_kind(request.GET.get("what"))
    text = chosen_text(request.GET.get("q"))
    listed = _organisations(request, text) if what == "organisation" else _records(request, what, text)
    context = {
        "what": what,
        "text": text,
        "listed": listed,
        "page": listed.page,
        "rows": listed.rows,
        "organisation": _organisation(request),
        "groups": _groups(request, what, listed.facets),
        "narrowed": bool(text) or any(request.GET.getlist(name) for name in listed.facets),
        "exact": request.GET.get("exact") == "1",
        "exact_url": _changed(request, exact="1"),
        "can_keep": what != "organisation" and not request.actor.is_anonymous,
        "kept": _query_values(request, what),
        "tabs": _tabs(what, text),
    }
    return render(request, "directory/_results.html" if request.htmx else "directory/directory.html", context)


def chosen_kind(given: str | None) -> str:
    """Return what is searched: assets, unless something else was named."""
    return given if given in TABS else "asset"


def chosen_text(given: str | None) -> str:
    """Return what was typed, without the one sign that PostgreSQL does not take, and of a bearable length."""
    return (given or "").replace("\x00", "")[:100]


def _records(request: Request, kind: str, text: str) -> Listed:
    filters = RecordFilters(text, organisation=_organisation(request), **_all_chosen(request, FACETS[kind]))
    search, exact = RecordSearch(request.actor), request.GET.get("exact") == "1"
    try:
        page, results = _paged(request, lambda offset: search.results(kind, filters, offset, PAGE, exact=exact))
    except SearchNotReady:
        return NOT_READY
    photos = main_photos_for(request.actor, [(kind, row.record_id) for row in results.rows])
    rows = [record_row(row, photos.get((kind, row.record_id))) for row in results.rows]
    return Listed(page, rows, results.facets, results.also, results.is_loose)


def _organisations(request: Request, text: str) -> Listed:
    filters = OrganisationFilters(text, **_all_chosen(request, tuple(ORGANISATION_FACETS)))
    try:
        page, results = _paged(request, lambda offset: find_organisations(filters, offset, PAGE))
    except SearchNotReady:
        return NOT_READY
    return Listed(page, [organisation_row(row) for row in results.rows], results.facets)


def _paged(request: Request, find: Callable[[int], Found]) -> tuple[Page, Found]:
    """Return the page asked for and what stands on it; beyond the last one, the last."""
    given = request.GET.get("page", "")[:MOST_DIGITS]
    offset = max(int(given) - 1, 0) * PAGE if given.isdecimal() else 0
    results = find(offset)
    page = Paginator(range(results.total), PAGE).get_page(given)
    nearest = max(page.start_index() - 1, 0)
    return page, results if nearest == offset else find(nearest)


def _all_chosen(request: Request, names: Sequence[str]) -> dict[str, list[str]]:
    return {name: [value.replace("\x00", "") for value in request.GET.getlist(name)] for name in names}


def _query_values(request: Request, what: str) -> list[tuple[str, str]]:
    """Return what was chosen as hidden fields of the form that keeps the search."""
    return [(name, value) for name, values in _all_chosen(request, FACETS.get(what, ())).items() for value in values]


def _changed(request: Request, **values: str) -> str:
    """Return the address of this search with something changed, from its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in values.items():
        query[name] = value
    return f"{reverse('directory')}?{query.urlencode()}"


def _organisation(request: Request) -> str:
    return request.GET.get("organisation", "").replace("\x00", "")[:12]


def _groups(request: Request, what: str, facets: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    labels = {
        "category": _("Direction") if what == "need" else _("Kind of asset"),
        "kind": _("Kind of organisation"),
        "free": _("Idle capacity"),
        "field": _("Field of technology"),
        "industry": _("Industry"),
        "prefecture": _("Prefecture"),
    }
    return [
        {
            "label": labels[name],
            "name": name,
            "options": _options(options, request.GET.getlist(name)),
            "closed": name in {"field", "prefecture"} and not request.GET.getlist(name),
        }
        for name, options in facets.items()
        if options
    ]


def _options(options: Sequence[Any], chosen: Sequence[str]) -> list[dict[str, Any]]:
    kept = [one for number, one in enumerate(options) if number < SHOWN_OPTIONS or one.value in chosen]
    return [
        {"value": one.value, "label": one.label, "count": one.count, "checked": one.value in chosen} for one in kept
    ]


def _tabs(what: str, text: str) -> list[dict[str, Any]]:
    labels = {"asset": _("Assets"), "need": _("Needs"), "organisation": _("Organisations")}
    icons = {"asset": "asset", "need": "need", "organisation": "building"}
    typed = {"q": text} if text else {}
    url = reverse("directory")
    return [
        {
            "label": labels[name],
            "url": f"{url}?{urlencode({'what': name, **typed})}",
            "current": name == what,
            "icon": icons[name],
        }
        for name in TABS
    ]
