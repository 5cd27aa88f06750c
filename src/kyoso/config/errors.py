"""Friendly pages where something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kyoso.apps.accounts.web.resend import can_hold, hold_typed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose form grew stale how to go on, with what they typed where the form is one of ours."""
    if can_hold(request):
        return hold_typed(request, status=403)
    return render(request, "403_csrf.html", status=403)
