"""Friendly pages where something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose form grew stale how to go on; the typed text stays behind the browser's back button."""
    return render(request, "403_csrf.html", status=403)
