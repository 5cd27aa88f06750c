"""Guards of views: who may come in at all, and how "not for you" looks like "not there"."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.queries import Absent

View = Callable[..., HttpResponse]


def absent_as_404(view: View) -> View:
    """Answer 404 for what is forbidden as for what does not exist."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Absent, PermissionDenied) as error:
            raise Http404 from error

    return guarded


def for_members(view: View) -> View:
    """Let in people who act for an organisation; send others to sign in, or to join one."""

    @wraps(view)
    @login_required
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.organisation_id is None:
            return redirect("organisation_join")
        return absent_as_404(view)(request, *args, **kwargs)

    return guarded
