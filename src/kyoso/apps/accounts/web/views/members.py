"""Members of the organisation acted for, and invitations to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership
from kyoso.apps.accounts.queries import (
    get_invitation_for,
    get_member_for,
    list_invitations_for,
    list_members_for,
    own_organisation,
)
from kyoso.apps.accounts.rules import can_change_member, can_give_role, roles_to_give
from kyoso.apps.accounts.services.change_member import change_role, end_membership
from kyoso.apps.accounts.services.invite_member import Sent, invite_member, resend_invitation, revoke_invitation
from kyoso.apps.accounts.web.forms import InviteForm
from kyoso.apps.accounts.web.guards import for_members, or_404
from kyoso.apps.accounts.web.middleware import Request


@for_members
def member_list(request: Request) -> HttpResponse:
    """List the members; managers invite here too."""
    if not request.actor.is_manager:
        if request.method == "POST":
            raise PermissionDenied
        return _page(request, None)
    form = InviteForm(request.POST or None, roles=roles_to_give(request.actor), initial={"role": Role.MEMBER})
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite_member(actor=request.actor, email=form.cleaned_data["email"], role=form.cleaned_data["role"])
        except ValidationError as error:
            form.add_errors(error)
        else:
            return _after_sending(request, sent)
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
@for_members
def invitation_resend(request: Request, code: str) -> HttpResponse:
    """Send a fresh link."""
    invitation = or_404(get_invitation_for(request.actor, code))
    try:
        return _after_sending(request, resend_invitation(actor=request.actor, invitation=invitation))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("member_list")


@require_POST
@for_members
def invitation_revoke(request: Request, code: str) -> HttpResponse:
    """Make a link stop working."""
    try:
        revoke_invitation(actor=request.actor, invitation=or_404(get_invitation_for(request.actor, code)))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The invitation was withdrawn. Its link no longer works."))
    return redirect("member_list")


@require_POST
@for_members
def member_role(request: Request, code: str) -> HttpResponse:
    """Give a member another role."""
    member = or_404(get_member_for(request.actor, code))
    try:
        changed = change_role(actor=request.actor, member=member, role=request.POST.get("role", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = _("%(name)s is now: %(role)s.")
        messages.success(request, text % {"name": member.person.name, "role": changed.get_role_display()})
    return redirect("member_list")


@for_members
def member_end(request: Request, code: str) -> HttpResponse:
    """Ask, then remove a member."""
    member = or_404(get_member_for(request.actor, code))
    if not can_change_member(request.actor, member.role):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "accounts/member_end.html", {"member": member})
    try:
        end_membership(actor=request.actor, member=member)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s no longer belongs to the organisation.") % {"name": member.person.name})
    return redirect("member_list")


def _after_sending(request: Request, sent: Sent) -> HttpResponse:
    """The link is known at this moment only: shown where the mail failed, so that it can be passed on by hand."""
    if sent.delivery.failed:
        return _page(request, InviteForm(roles=roles_to_give(request.actor)), unsent=sent)
    messages.success(request, _("An invitation was sent to %(email)s.") % {"email": sent.invitation.email})
    return redirect("member_list")


def _page(request: Request, form: InviteForm | None, status: int = 200, unsent: Sent | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "organisation": own_organisation(request.actor),
        "rows": [_row(request, member) for member in list_members_for(request.actor)],
        "invitations": [
            {"invitation": invitation, "can_manage": can_give_role(request.actor, invitation.role)}
            for invitation in list_invitations_for(request.actor)
        ],
        "form": form,
        "unsent": unsent,
    }
    return render(request, "accounts/member_list.html", context, status=status)


def _row(request: Request, member: Membership) -> dict[str, Any]:
    may_change = can_change_member(request.actor, member.role)
    return {
        "member": member,
        "is_self": member.person_id == request.actor.person_id,
        "roles": [(role.value, role.label) for role in roles_to_give(request.actor)] if may_change else [],
    }
