"""Friendly pages where something went wrong."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.defaults import server_error as broken

from kyoso.apps.accounts.web.resend import can_hold, hold_typed

RETRY_AFTER = 30
"""Seconds after which a site that was busy may be asked again."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose form grew stale how to go on, with what they typed where the form is one of ours."""
    if can_hold(request):
        return hold_typed(request, status=403)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell a fault of ours from a database that is away or busy, where trying again helps; both pages ask nothing."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return broken(request)
    page = get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


class WrongMethods:
    """Gives a page to who opens an address that only takes what a form sends, as one does by loading a page again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Fill an empty 405; what it allows stays said in its header."""
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.content:
            return answer
        page = render(request, "405.html", status=405)
        page["Allow"] = answer["Allow"]
        return page
