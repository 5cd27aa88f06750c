"""Sheets: chosen and looked at in the browser, then taken along as PDF (A5)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.web.guards import absent_as_404
from kyoso.apps.sheets.adapters import pdf
from kyoso.apps.sheets.queries.sheets import Sheet, asset_sheet_for, organisation_sheet_for
from kyoso.apps.sheets.services.log_sheet import log_sheet
from kyoso.apps.sheets.web.sheet_page import Wish, html_variants, page_language, page_of, reader_of, sheet_context

Finder = Callable[[Actor, str, int | None], Sheet]
FINDERS: dict[str, Finder] = {"asset": asset_sheet_for, "organisation": organisation_sheet_for}


@require_safe
@absent_as_404
def asset_sheet(request: Request, code: str) -> HttpResponse:
    """Choose tier and language of an asset's sheet, and see it."""
    return _preview(request, "asset", code)


@require_safe
@absent_as_404
def asset_sheet_pdf(request: Request, code: str) -> HttpResponse:
    """Hand out an asset's sheet as PDF."""
    return _download(request, "asset", code)


@require_safe
@absent_as_404
def organisation_sheet(request: Request, code: str) -> HttpResponse:
    """Choose tier and language of a firm's sheet, and see it."""
    return _preview(request, "organisation", code)


@require_safe
@absent_as_404
def organisation_sheet_pdf(request: Request, code: str) -> HttpResponse:
    """Hand out a firm's sheet as PDF."""
    return _download(request, "organisation", code)


def _wish(request: Request, kind: str, code: str) -> Wish:
    """Raises Absent for what is not there for this viewer, and for tiers that are not on offer."""
    asked = request.GET.get("tier", "")
    if asked and asked not in {str(int(tier)) for tier in Tier}:
        raise Absent
    sheet = FINDERS[kind](request.actor, code, int(asked) if asked else None)
    return Wish(sheet, page_language(request), reader_of(request) if sheet.tier >= Tier.NDA else "")


def _preview(request: Request, kind: str, code: str) -> HttpResponse:
    wish = _wish(request, kind, code)
    log_sheet(actor=request.actor, sheet=wish.sheet)
    pictures = (wish.sheet.photo, wish.sheet.logo)
    photo, logo = (reverse("file_detail", args=[file.code]) if file else "" for file in pictures)
    with translation.override(wish.language):
        shown = sheet_context(wish, photo, logo)
        drawn = render_to_string("sheets/_sheet.html", {"sheet": shown})
    chosen = f"?tier={int(wish.sheet.tier)}&language={wish.language}"
    context = {
        "sheet": shown,
        "drawn": drawn,
        "tiers": [{"value": int(tier), "label": tier.label} for tier in wish.sheet.tiers],
        "languages": settings.LANGUAGES,
        "back": page_of(wish.sheet) if kind == "asset" else reverse("organisation_detail", args=[code]),
        "pdf": reverse(f"{kind}_sheet_pdf", args=[code]) + chosen,
    }
    return _unkept(render(request, "sheets/sheet_preview.html", context))


def _download(request: Request, kind: str, code: str) -> HttpResponse:
    wish = _wish(request, kind, code)
    try:
        page = pdf.draw_page(html_variants(wish))
    except (pdf.NoPrinting, pdf.Busy) as fault:
        context: dict[str, Any] = {
            "missing": getattr(fault, "missing", ""),
            "back": request.path.removesuffix(".pdf") + "/",
        }
        return render(request, "sheets/sheet_fault.html", context, status=503)
    log_sheet(actor=request.actor, sheet=wish.sheet)
    answer = HttpResponse(page, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, _file_name(wish)) or "attachment"
    return _unkept(answer)


def _file_name(wish: Wish) -> str:
    """Told by codes, not titles: names of downloads are kept by browsers."""
    code = wish.sheet.asset.code if wish.sheet.asset else wish.sheet.organisation.code
    return f"{_('sheet')}-{code}-{wish.language}.pdf"


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
