"""What was typed into a form is not lost when the session ends meanwhile: a page holds it, to be sent again (H4)."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kyoso.shared.bodies import body_size

LONG = 30
"""Characters from which a text is shown, to be copied."""


def can_hold(request: HttpRequest) -> bool:
    """Say whether a form came from a page of ours and holds no password: another site's is never offered again."""
    ours = f"{request.scheme}://{request.get_host()}"
    sender = request.headers.get("origin") or request.headers.get("referer", "")
    has_password = any("password" in name for name in request.POST)
    return request.method == "POST" and f"{sender}/".startswith(f"{ours}/") and not has_password


def is_small(request: HttpRequest) -> bool:
    """Say whether what was sent may be read at all: a large file is not taken in to be shown again."""
    return body_size(request) <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)


def hold_typed(request: HttpRequest, status: int) -> HttpResponse:
    """Show what was sent, with a button to send it again once the person has signed in."""
    typed = list(_typed(request))
    context = {
        "typed": typed,
        "texts": [value for _, value in typed if len(value) >= LONG],
        "has_files": bool(request.FILES),
        "is_out": not request.user.is_authenticated,
    }
    answer = render(request, "session_ended.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and "password" not in name:
            yield from ((name, str(value)) for value in values)
