from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.services.access import log_view
from kyoso.apps.disclosure.web.guards import absent_as_404, for_members
from kyoso.apps.matching.enums import DeclineReason
from kyoso.apps.matching.services.find_matches import matches_for, shortlisted_for
from kyoso.apps.matching.services.judge import decline_candidate, shortlist_candidate, undo_judgement
from kyoso.apps.matching.services.open_fields import fields_of_use_for
from kyoso.apps.matching.values import USUAL_FAR, FieldOfUse, Match
from kyoso.apps.matching.web.forms import DialForm

OTHER = {"need": "asset", "asset": "need"}


@for_members
def match_list(request: Request, kind: str, code: str) -> HttpResponse:
    """Show candidates for one's own need or asset, with reasons; the dial runs from near to far (D2)."""
    far = _far(request.GET)
    found = matches_for(request.actor, kind, code, far)
    context = {
        "source": found.source,
        "kind": kind,
        "other": OTHER[kind],
        "far": far,
        "is_ready": found.is_ready,
        "lacks_industry": not found.source.owner.industry,
        "cards": [card(match) for match in found.matches],
        "declined": [card(match) for match in found.declined],
        "reasons": DeclineReason.choices,
    }
    return render(request, "matching/_match_rows.html" if request.htmx else "matching/match_list.html", context)


def _far(data: QueryDict) -> float:
    form = DialForm(data)
    given = form.cleaned_data.get("far") if form.is_valid() else None
    return USUAL_FAR if given is None else given


def card(match: Match) -> dict[str, Any]:
    """Return a match as the match card wants it."""
    shown = match.shown
    return {
        "rank": match.rank,
        "code": shown.code,
        "title": shown.title,
        "url": reverse(f"{shown.kind}_detail", args=[shown.code]),
        "organisation": shown.owner.name,
        "organisation_url": reverse("organisation_detail", args=[shown.owner.code]),
        "industry": industry_label(shown.owner.industry),
        "prefecture": prefecture_label(shown.owner.prefecture),
        "tier": shown.record_tier,
        "summary": next((text for text in shown.fields.values() if text), ""),
        "path": match.path,
        "reasons": match.reasons,
        "cautions": match.cautions,
        "unknown": match.unknown,
        "verdict": match.verdict,
        "decline_reason": match.decline_reason,
    }


@absent_as_404
def asset_fields(request: Request, code: str) -> HttpResponse:
    """Show where else an asset could be used, to whoever may see it; quotes of NDA content are logged (D2, A4, E2)."""
    found = fields_of_use_for(request.actor, code)
    log_view(actor=request.actor, shown=found.source)
    context = {
        "asset": found.source,
        "is_own": found.source.owner_id == request.actor.organisation_id,
        "cards": [use_card(use) for use in found.uses],
    }
    return render(request, "matching/fields.html", context)


def use_card(use: FieldOfUse) -> dict[str, Any]:
    """Return a field of use as its card wants it: the industry stands beside the application."""
    industry = industry_label(use.industry)
    technology, function, application, outcome = use.path
    return {
        "industry": industry,
        "code": use.industry,
        "path": [technology, function, {"text": application, "note": industry}, outcome],
        "quote": use.quote,
        "needs": use.needs,
    }


@require_POST
@for_members
def match_shortlist(request: Request, kind: str, code: str, candidate: str) -> HttpResponse:
    """Keep a candidate."""
    query, offered = _named(kind, code, candidate)
    shortlist_candidate(actor=request.actor, query=query, candidate=offered)
    return _back(request, kind, code, _("Added to the shortlist."))


@require_POST
@for_members
def match_decline(request: Request, kind: str, code: str, candidate: str) -> HttpResponse:
    """Pass a candidate over, with a reason."""
    query, offered = _named(kind, code, candidate)
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")[:400]
    try:
        decline_candidate(actor=request.actor, query=query, candidate=offered, reason=reason, note=note)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, kind, code, "")
    return _back(request, kind, code, _("Declined. You can take it back below."))


@require_POST
@for_members
def match_undo(request: Request, kind: str, code: str, candidate: str) -> HttpResponse:
    """Take a judgement back."""
    query, offered = _named(kind, code, candidate)
    undo_judgement(actor=request.actor, query=query, candidate=offered)
    return _back(request, kind, code, _("Taken back."))


def _named(kind: str, code: str, candidate: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (kind, code), (OTHER.get(kind, ""), candidate)


def _back(request: Request, kind: str, code: str, text: str) -> HttpResponse:
    """Answer with the list itself for HTMX, else lead back to the page the form stood on."""
    if text:
        messages.success(request, text)
    if request.htmx:
        request.GET = request.POST
        return match_list(request, kind=kind, code=code)
    if request.POST.get("from") == "shortlist":
        return redirect("shortlist")
    return redirect(f"{reverse(f'{kind}_matches', args=[code])}?far={_far(request.POST):g}")


@for_members
def shortlist(request: Request) -> HttpResponse:
    """Show all that one's organisation shortlisted, by need and asset."""
    groups = shortlisted_for(request.actor)
    return render(request, "matching/shortlist.html", {"groups": groups})
