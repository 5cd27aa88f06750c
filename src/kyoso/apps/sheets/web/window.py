"""The settings of a firm's one window: who stands there, what is told, and how to show the page elsewhere (A6)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.accounts.web.guards import for_members
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.files.queries import logo_of
from kyoso.apps.files.services.keep_logo import drop_logo, keep_logo
from kyoso.apps.files.web.uploads import takes_files
from kyoso.apps.sheets.queries.window import get_window_for
from kyoso.apps.sheets.services._mail import site_link
from kyoso.apps.sheets.services.set_window import set_window
from kyoso.apps.sheets.web.forms import WindowForm
from kyoso.shared.locking import Conflict

CONFLICT, UNPROCESSABLE = 409, 422


@for_members
def window_edit(request: Request) -> HttpResponse:
    """Set who stands at the window; copy the address of the public page and the frame for one's own site."""
    window = get_window_for(request.actor)
    if window is None:
        raise PermissionDenied
    initial = {name: getattr(window, name) for name in ("contact_name", "contact_post", "shown")}
    form = WindowForm(request.POST or None, initial=initial | {"seen": window.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            set_window(actor=request.actor, values=form.texts(), seen=form.cleaned_data["seen"] or 0)
        except ValidationError as error:
            form.add_errors(error)
        except Conflict as conflict:
            form = form.over(conflict.current.version)
            form.add_error(
                None, _("A colleague has saved meanwhile. Look at your words again; saving replaces theirs.")
            )
            status = CONFLICT
        else:
            messages.success(request, _("The window was saved."))
            return redirect("window_edit")
    status = status if status != 200 else UNPROCESSABLE if form.errors else 200
    return render(request, "sheets/window_edit.html", {"form": form} | _addresses(request), status=status)


@require_POST
@takes_files
@for_members
def window_logo(request: Request) -> HttpResponse:
    """Take a picture as the firm's logo, or take the one there is away."""
    if get_window_for(request.actor) is None:
        raise PermissionDenied
    if "remove" in request.POST:
        drop_logo(actor=request.actor)
        messages.success(request, _("The logo was removed."))
        return redirect("window_edit")
    upload, faults = request.FILES.get("logo"), [f"{name}: {why}" for name, why in request.upload_faults]  # type: ignore[attr-defined]
    if upload is not None:
        try:
            keep_logo(actor=request.actor, upload=upload)
        except ValidationError as error:
            faults += error.messages
        else:
            messages.success(request, _("The logo was saved."))
    for fault in faults if upload is not None or faults else [_("Choose a picture first.")]:
        messages.warning(request, fault)
    return redirect("window_edit")


def _addresses(request: Request) -> dict[str, Any]:
    organisation = own_organisation(request.actor)
    if organisation is None:
        raise PermissionDenied
    embed = site_link(reverse("public_embed", args=[organisation.code]))
    name = str(conditional_escape(organisation.name))
    frame = f'<iframe src="{embed}" title="{name}" width="360" height="420" loading="lazy"></iframe>'  # shown as text
    page = site_link(reverse("public_page", args=[organisation.code]))
    logo = logo_of(request.actor, organisation.pk)
    return {"organisation": organisation, "page": page, "frame": frame, "logo": logo}
