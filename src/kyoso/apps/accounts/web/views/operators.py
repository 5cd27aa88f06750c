"""What the network's operators decide; coordinators may look."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.queries import (
    get_claim_for,
    get_invitation_for,
    get_organisation_for,
    list_claims_for,
    list_founding_invitations_for,
    list_queue_for,
    search_queue_for,
)
from kyoso.apps.accounts.services.claim_organisation import accept_claim, refuse_claim
from kyoso.apps.accounts.services.decide_organisation import approve_organisation, reject_organisation
from kyoso.apps.accounts.services.invite_member import Sent, invite_founder, resend_invitation, revoke_invitation
from kyoso.apps.accounts.web.forms import FounderForm, QueueFilterForm, ReasonForm
from kyoso.apps.accounts.web.guards import for_network_staff, or_404
from kyoso.apps.accounts.web.middleware import Request

PAGE = 30


@require_safe
@for_network_staff
def operator_organisations(request: Request) -> HttpResponse:
    """Show who waits: organisations with possible duplicates, and claims."""
    context = {
        "queue": list_queue_for(request.actor),
        "claims": list_claims_for(request.actor),
        "can_decide": request.actor.is_operator,
        "tabs": _tabs(request, "operator_organisations"),
    }
    return render(request, "accounts/operator_queue.html", context)


@require_safe
@for_network_staff
def operator_list(request: Request) -> HttpResponse:
    """List all organisations, whatever their status."""
    form = QueueFilterForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    rows = search_queue_for(request.actor, text=found.get("q", ""), state=found.get("state", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "tabs": _tabs(request, "operator_list")}
    return render(request, "accounts/operator_list.html", context)


@require_POST
@for_network_staff
def organisation_approve(request: Request, code: str) -> HttpResponse:
    """Approve an organisation."""
    organisation = or_404(get_organisation_for(request.actor, code))
    said = _("%(name)s was approved.") % {"name": organisation.name}
    return _decide(request, lambda: approve_organisation(actor=request.actor, organisation=organisation), said)


@for_network_staff
def organisation_reject(request: Request, code: str) -> HttpResponse:
    """Ask for the reason, then decline an organisation."""
    organisation = or_404(get_organisation_for(request.actor, code))

    def reject(reason: str) -> object:
        return reject_organisation(actor=request.actor, organisation=organisation, reason=reason)

    return _decide_with_reason(request, reject, {"organisation": organisation, "claim": None})


@require_POST
@for_network_staff
def claim_accept(request: Request, code: str) -> HttpResponse:
    """Make the claimant the owner."""
    claim = or_404(get_claim_for(request.actor, code))
    said = _("%(person)s is now the owner of %(name)s.") % {
        "person": claim.person.name,
        "name": claim.organisation.name,
    }
    return _decide(request, lambda: accept_claim(actor=request.actor, claim=claim), said)


@for_network_staff
def claim_refuse(request: Request, code: str) -> HttpResponse:
    """Ask for the reason, then refuse a claim."""
    claim = or_404(get_claim_for(request.actor, code))

    def refuse(reason: str) -> object:
        return refuse_claim(actor=request.actor, claim=claim, reason=reason)

    return _decide_with_reason(request, refuse, {"organisation": claim.organisation, "claim": claim})


@for_network_staff
def operator_invitations(request: Request) -> HttpResponse:
    """Invite founders of organisations, where sign-up is by invitation."""
    if not request.actor.is_operator:
        raise PermissionDenied
    form = FounderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite_founder(actor=request.actor, email=form.cleaned_data["email"])
        except ValidationError as error:
            form.add_errors(error)
        else:
            return _after_sending(request, sent)
    return _invitations_page(request, form)


@require_POST
@for_network_staff
def founder_resend(request: Request, code: str) -> HttpResponse:
    """Send a fresh link to a founder."""
    invitation = or_404(get_invitation_for(request.actor, code))
    try:
        return _after_sending(request, resend_invitation(actor=request.actor, invitation=invitation))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("operator_invitations")


@require_POST
@for_network_staff
def founder_revoke(request: Request, code: str) -> HttpResponse:
    """Make a founder's link stop working."""
    invitation = or_404(get_invitation_for(request.actor, code))
    try:
        revoke_invitation(actor=request.actor, invitation=invitation)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The invitation was withdrawn. Its link no longer works."))
    return redirect("operator_invitations")


def _decide(request: Request, decision: Callable[[], object], said: str) -> HttpResponse:
    try:
        decision()
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, said)
    return redirect("operator_organisations")


def _decide_with_reason(request: Request, decision: Callable[[str], object], context: dict[str, Any]) -> HttpResponse:
    if not request.actor.is_operator:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decision(form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_errors(error)
        else:
            messages.success(request, _("Your decision was recorded, and a mail was sent."))
            return redirect("operator_organisations")
    return render(
        request, "accounts/operator_reason.html", context | {"form": form}, status=422 if form.errors else 200
    )


def _after_sending(request: Request, sent: Sent) -> HttpResponse:
    if sent.delivery.failed:
        return _invitations_page(request, FounderForm(), unsent=sent)
    messages.success(request, _("An invitation was sent to %(email)s.") % {"email": sent.invitation.email})
    return redirect("operator_invitations")


def _invitations_page(request: Request, form: FounderForm, unsent: Sent | None = None) -> HttpResponse:
    context = {
        "form": form,
        "unsent": unsent,
        "invitations": list_founding_invitations_for(request.actor),
        "tabs": _tabs(request, "operator_invitations"),
    }
    return render(request, "accounts/operator_invitations.html", context, status=422 if form.errors else 200)


def _tabs(request: Request, here: str) -> list[dict[str, Any]]:
    entries = [(_("Waiting"), "operator_organisations"), (_("All organisations"), "operator_list")]
    if request.actor.is_operator:
        entries.append((_("Invitations"), "operator_invitations"))
    return [{"label": label, "url": reverse(name), "current": name == here} for label, name in entries]
