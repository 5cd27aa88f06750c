"""Guards of views: who may come in at all, and how "not for you" looks like "not there"."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kyoso.apps.accounts.web.guards import signed_in
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.web.tiered import TieredForm, typed_texts

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


def hands_back(form: type[TieredForm]) -> Callable[[View], View]:
    """Show people what they typed into a record that is closed to them now, as into one that never was: both 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Absent:
                typed = typed_texts(form, request.POST, ("title", *form.texts))
                if not typed:
                    raise
                return render(request, "disclosure/typed_back.html", {"typed": typed}, status=404)

        return guarded

    return decorate


def for_members(view: View) -> View:
    """Let in people who act for an organisation; send others to sign in, or to join one."""

    @wraps(view)
    @signed_in
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.organisation_id is None:
            return redirect("organisation_join")
        return absent_as_404(view)(request, *args, **kwargs)

    return guarded
