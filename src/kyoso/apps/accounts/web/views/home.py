"""The first page: what Kyoso is for visitors, what to do next for members."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries import count_waiting_for, list_members_for, open_claims_of, own_organisation
from kyoso.apps.accounts.rules import profile_gaps
from kyoso.apps.accounts.web.middleware import Request


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the landing page or the dashboard (H3)."""
    if request.actor.is_anonymous:
        return render(request, "accounts/landing.html", {"is_open": settings.OPTIONS.registration == "open"})
    organisation = own_organisation(request.actor)
    context: dict[str, Any] = {
        "organisation": organisation,
        "claims": open_claims_of(request.actor.person_id) if organisation is None else [],
        "waiting": count_waiting_for(request.actor),
    }
    if organisation is not None:
        context |= _next_steps(request, organisation)
    return render(request, "accounts/dashboard.html", context)


def _next_steps(request: Request, organisation: Organisation) -> dict[str, Any]:
    gaps = profile_gaps(organisation)
    return {
        "gaps": gaps,
        "filled": len(gaps.all) - len(gaps.missing),
        "is_alone": len(list_members_for(request.actor)) == 1,
    }
