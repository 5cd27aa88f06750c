"""How large a request says it is, and which views see to that themselves."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def limits_itself(view: View) -> View:
    """Mark a view that takes files: it refuses by itself what is too large, and says so beside its form."""
    view.limits_itself = True  # type: ignore[attr-defined]
    return view


def body_size(request: HttpRequest) -> int:
    """Return what a request says of its own size; without saying so nothing of it is read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0
