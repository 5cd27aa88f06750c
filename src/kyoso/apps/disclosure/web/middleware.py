"""Reads what was granted once a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kyoso.apps.disclosure.queries import kept_clearances


class ClearanceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep the clearance while the request is answered, and no longer."""
        with kept_clearances():
            return self.get_response(request)
