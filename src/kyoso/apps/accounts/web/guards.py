"""Guards of views: what is not for somebody looks like what is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.accounts.web.resend import hold_typed, is_small

View = Callable[..., HttpResponse]
Found = TypeVar("Found")


def or_404(found: Found | None) -> Found:
    """Return what was found, or answer 404."""
    if found is None:
        raise Http404
    return found


def denied_as_404(view: View) -> View:
    """Answer 404 for what is forbidden."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as error:
            raise Http404 from error

    return guarded


def signed_in(view: View) -> View:
    """Let in whoever is signed in; what somebody sent after their session ended is kept on a page to send again."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponse(status=401)  # the page stays as it is, and a script says why
        if request.method == "POST" and is_small(request):
            return hold_typed(request, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def for_people(view: View) -> View:
    """Let in whoever is signed in."""
    return wraps(view)(signed_in(denied_as_404(view)))


def for_members(view: View) -> View:
    """Let in people who act for an organisation; send others to sign in, or to join one."""

    @wraps(view)
    @signed_in
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.organisation_id is None:
            return redirect("organisation_join")
        return denied_as_404(view)(request, *args, **kwargs)

    return guarded


def for_network_staff(view: View) -> View:
    """Let in operators and coordinators; for everyone else there is no such page."""

    @wraps(view)
    @signed_in
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.network_roles:
            raise Http404
        return denied_as_404(view)(request, *args, **kwargs)

    return guarded
