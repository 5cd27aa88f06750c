"""Looking things up in Japan's registries, answering the register, and help on levels and fields (H5)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.accounts.queries.registries import (
    find_in_register,
    has_industry_classes,
    has_municipalities,
    list_municipalities,
    search_industries,
)
from kyoso.apps.accounts.registries import PREFECTURES, prefecture_choices
from kyoso.apps.accounts.services.answer_register import accept_registered, keep_ours
from kyoso.apps.accounts.web.guards import for_members, for_people, or_404
from kyoso.apps.accounts.web.middleware import Request
from kyoso.shared.locking import Conflict


@require_safe
def industry_search(request: Request) -> HttpResponse:
    """Find classes of JSIC by words of one's trade; for HTMX the radio buttons of the profile form alone."""
    text = _asked(request, "q")
    found = search_industries(text)
    if request.htmx:
        classes = [one for one in found if len(one.code) > 2]
        return render(request, "accounts/_industry_choices.html", {"trade": text, "industries": classes})
    context = {"text": text, "industries": found, "has_classes": has_industry_classes()}
    return render(request, "accounts/industry_search.html", context)


@require_safe
def municipality_search(request: Request) -> HttpResponse:
    """List the municipalities of a prefecture; for HTMX the options of the profile form alone."""
    prefecture = request.GET.get("prefecture", "")
    text = _asked(request, "municipality" if request.htmx else "q")
    known = prefecture in PREFECTURES
    found = list_municipalities(prefecture, text) if known else []
    if request.htmx:
        return render(request, "accounts/_municipality_options.html", {"municipalities": found})
    context = {
        "prefectures": prefecture_choices(),
        "prefecture": prefecture,
        "text": text,
        "municipalities": found,
        "has_table": known and has_municipalities(prefecture),
    }
    return render(request, "accounts/municipality_search.html", context)


@require_safe
@for_people
def register_lookup(request: Request) -> HttpResponse:
    """Show what the register says of a corporate number; for HTMX the hint of the profile form alone."""
    text = _asked(request, "corporate_number")
    context: dict[str, object] = {"text": text, "entry": None}
    try:
        context["entry"] = find_in_register(text)
    except ValidationError as error:
        context["number_fault"] = error.messages[0]
    template = "accounts/_register_hint.html" if request.htmx else "accounts/register_lookup.html"
    return render(request, template, context)


@require_POST
@for_members
def register_answer(request: Request) -> HttpResponse:
    """Take over what the register says, or keep one's own."""
    organisation = or_404(own_organisation(request.actor))
    answer = accept_registered if request.POST.get("answer") == "accept" else keep_ours
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    try:
        answer(actor=request.actor, organisation=organisation, field=field, value=value)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except Conflict:
        messages.error(request, _("Somebody changed the profile at this very moment. Please look again."))
    else:
        messages.success(request, _("Your answer was saved."))
    return redirect("organisation_detail", organisation.code)


@require_safe
def help_trl(request: Request) -> HttpResponse:
    """Explain the nine levels of readiness, and what shows that one is reached."""
    return render(request, "accounts/help_trl.html")


@require_safe
def help_fields(request: Request) -> HttpResponse:
    """Explain the twelve fields of core manufacturing technology."""
    return render(request, "accounts/help_fields.html")


def _asked(request: Request, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]
