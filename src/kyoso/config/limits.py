"""How much may be sent to an address: a form's worth, but where a page takes files and sees to their size itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kyoso.shared.bodies import body_size

TOO_LARGE = 413


class LimitBodies:
    """Refuses what is larger than a form before any of it is read; stands before whatever reads forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass everything on: what matters is which view was found."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Answer 413 in the view's stead."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if getattr(view, "limits_itself", False) or body_size(request) <= most:
            return None
        return render(request, "413.html", {"most": most // 1024 // 1024}, status=TOO_LARGE)
