from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kyoso.apps.accounts.enums import OrganisationKind
from kyoso.apps.accounts.queries import OrganisationFilters, list_organisations_for, organisation_facets_for
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.directory.queries import RecordFilters, record_facets, search_records
from kyoso.apps.needs.enums import Direction

PAGE = 20
SHOWN_OPTIONS = 12
SNIPPET = 140
TABS = ("asset", "need", "organisation")


def directory(request: HttpRequest) -> HttpResponse:
    """Search assets, needs and organisations, with filters; what is hidden is neither shown nor counted (D1)."""
    what = request.GET.get("what", "asset")
    what = what if what in TABS else "asset"
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    page, facets = _organisations(request, text) if what == "organisation" else _records(request, what, text)
    context = {
        "what": what,
        "text": text,
        "page": page,
        "groups": _groups(request, what, facets),
        "narrowed": bool(text) or any(request.GET.getlist(name) for name in facets),
        "tabs": _tabs(what, text),
    }
    return render(request, "directory/_results.html" if request.htmx else "directory/directory.html", context)


def _records(request: HttpRequest, kind: str, text: str) -> tuple[Page, Mapping[str, Any]]:
    names = (
        ("category", "field", "industry", "prefecture") if kind == "asset" else ("category", "industry", "prefecture")
    )
    filters = RecordFilters(text, **{name: request.GET.getlist(name) for name in names})
    page = Paginator(search_records(request.actor, kind, filters), PAGE).get_page(request.GET.get("page"))
    labels = AssetKind if kind == "asset" else Direction
    for row in page.object_list:
        row.url = reverse(f"{kind}_detail", args=[row.code])
        row.category_label = labels(row.category).label
        row.where = _place(row.owner)
        row.snippet = _snippet(row.fields)
    facets = record_facets(request.actor, kind, filters)
    return page, {name: facets[name] for name in names}


def _organisations(request: HttpRequest, text: str) -> tuple[Page, Mapping[str, Any]]:
    names = ("kind", "industry", "prefecture")
    filters = OrganisationFilters(text, **{name: request.GET.getlist(name) for name in names})
    page = Paginator(list_organisations_for(request.actor, filters), PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.url = reverse("organisation_detail", args=[row.code])
        row.title = row.name
        row.category_label = OrganisationKind(row.kind).label
        row.where = _place(row)
        row.snippet = row.wants[:SNIPPET]
    return page, organisation_facets_for(request.actor, filters)


def _place(owner: Any) -> str:
    return " · ".join(part for part in (industry_label(owner.industry), prefecture_label(owner.prefecture)) if part)


def _snippet(fields: Mapping[str, str]) -> str:
    text = next((value for value in fields.values() if value), "")
    return text if len(text) <= SNIPPET else text[:SNIPPET].rstrip() + "…"


def _groups(request: HttpRequest, what: str, facets: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
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
