"""The page behind an invitation's link. Opening it changes nothing: mail scanners open links too."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kyoso.apps.accounts.queries import find_invitation, get_person
from kyoso.apps.accounts.services.accept_invitation import accept_invitation
from kyoso.apps.accounts.web.allauth import INVITATION_KEY
from kyoso.apps.accounts.web.middleware import Request, act_for

STATUS = {"unknown": 404, "other_address": 403}


def invitation(request: Request, token: str) -> HttpResponse:
    """Show the invitation with a button; the button accepts it."""
    state = find_invitation(token)
    if state.invitation is None or state.fault:
        return _fault(request, state.fault or "unknown")
    person = get_person(request.actor)
    if person is None:
        request.session[INVITATION_KEY] = token
    elif person.email != state.invitation.email:
        return _fault(request, "other_address")
    elif request.method == "POST":
        return _accept(request, token)
    return render(request, "accounts/invitation.html", {"invitation": state.invitation})


def _accept(request: Request, token: str) -> HttpResponse:
    try:
        member = accept_invitation(actor=request.actor, token=token)
    except ValidationError as error:
        return _fault(request, error.code or "unknown")
    request.session.pop(INVITATION_KEY, None)
    if member is None:
        return redirect("organisation_join")
    act_for(request, member.organisation_id)
    messages.success(request, _("Welcome to %(name)s.") % {"name": member.organisation.name})
    return redirect("home")


def _fault(request: Request, fault: str) -> HttpResponse:
    context = {"fault": fault, "here": request.path}
    return render(request, "accounts/invitation_fault.html", context, status=STATUS.get(fault, 410))
