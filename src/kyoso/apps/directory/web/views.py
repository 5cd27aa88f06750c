from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kyoso.apps.accounts.queries import OrganisationFilters, list_organisations_for, organisation_facets_for
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.directory.queries import RecordFilters, record_facets, search_records
from kyoso.apps.directory.web.rows import ResultRow, organisation_row, record_row

PAGE = 20
SHOWN_OPTIONS = 12
TABS = ("asset", "need", "organisation")
RECORD_FACETS = {
    "asset": ("category", "field", "industry", "prefecture"),
    "need": ("category", "industry", "prefecture"),
}
ORGANISATION_FACETS = ("kind", "industry", "prefecture")
Found = tuple[Page, list[ResultRow], Mapping[str, Sequence[Any]]]


def directory(request: Request) -> HttpResponse:
    """Search assets, needs and organisations, with filters; what is hidden is neither shown nor counted (D1)."""
    what = request.GET.get("what", "asset")
    what = what if what in TABS else "asset"
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    page, rows, facets = _organisations(request, text) if what == "organisation" else _records(request, what, text)
    context = {
        "what": what,
        "text": text,
        "page": page,
        "rows": rows,
        "organisation": _organisation(request),
        "groups": _groups(request, what, facets),
        "narrowed": bool(text) or any(request.GET.getlist(name) for name in facets),
        "tabs": _tabs(what, text),
    }
    return render(request, "directory/_results.html" if request.htmx else "directory/directory.html", context)


def _records(request: Request, kind: str, text: str) -> Found:
    names = RECORD_FACETS[kind]
    chosen = {name: _chosen(request, name) for name in names}
    filters = RecordFilters(text=text, organisation=_organisation(request), **chosen)
    page = Paginator(search_records(request.actor, kind, filters), PAGE).get_page(request.GET.get("page"))
    facets = record_facets(request.actor, kind, filters)
    return page, [record_row(row) for row in page.object_list], {name: facets[name] for name in names}


def _organisations(request: Request, text: str) -> Found:
    filters = OrganisationFilters(text, **{name: _chosen(request, name) for name in ORGANISATION_FACETS})
    page = Paginator(list_organisations_for(request.actor, filters), PAGE).get_page(request.GET.get("page"))
    return page, [organisation_row(row) for row in page.object_list], organisation_facets_for(request.actor, filters)


def _chosen(request: Request, name: str) -> list[str]:
    """Return the values of a filter, without the one sign that PostgreSQL does not take."""
    return [value.replace("\x00", "") for value in request.GET.getlist(name)]


def _organisation(request: Request) -> str:
    return request.GET.get("organisation", "").replace("\x00", "")[:12]


def _groups(request: Request, what: str, facets: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    labels = {
        "category": _("Direction") if what == "need" else _("Kind of asset"),
        "kind": _("Kind of organisation"),
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
    query = f"&q={quote(text)}" if text else ""
    url = reverse("directory")
    return [
        {"label": labels[name], "url": f"{url}?what={name}{query}", "current": name == what, "icon": icons[name]}
        for name in TABS
    ]
