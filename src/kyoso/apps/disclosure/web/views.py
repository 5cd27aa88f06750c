"""Disclosure by name: who was given what, until when; giving and taking back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.models import Membership
from kyoso.apps.accounts.queries import find_partner_member, get_member_for, list_members_for
from kyoso.apps.accounts.rules import is_manager_role
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant, Projection
from kyoso.apps.disclosure.queries import list_grants_for, visible_to
from kyoso.apps.disclosure.services.grants import give_grant, revoke_grant
from kyoso.apps.disclosure.web.forms import GrantForm, PartnerGrantForm, StaffGrantForm
from kyoso.apps.disclosure.web.guards import for_members


@require_safe
@for_members
def grant_list(request: Request) -> HttpResponse:
    """List the grants of one's organisation: those in force first, then what was."""
    _managers_only(request)
    titles = {(row.kind, row.record_id): row.title for row in _own_records(request)}
    rows = [_row(grant, titles) for grant in list_grants_for(request.actor)]
    context = {"open": [row for row in rows if row["in_force"]], "past": [row for row in rows if not row["in_force"]]}
    return render(request, "disclosure/grant_list.html", context)


@for_members
def grant_to_partner(request: Request) -> HttpResponse:
    """Open NDA content to a named person of another organisation."""
    _managers_only(request)
    form = PartnerGrantForm(request.POST or None, records=_own_records(request))
    if request.method == "POST" and form.is_valid():
        person = find_partner_member(request.actor, form.cleaned_data["email"])
        if person is None:
            form.refuse_person()
        elif _give(request, form, person, Tier.NDA):
            return redirect("grant_list")
    return _form_page(request, form, "grant_to_partner")


@for_members
def grant_to_staff(request: Request) -> HttpResponse:
    """Open the core to a named colleague."""
    _managers_only(request)
    colleagues = [member for member in list_members_for(request.actor) if not is_manager_role(member.role)]
    form = StaffGrantForm(request.POST or None, records=_own_records(request), members=colleagues)
    if request.method == "POST" and form.is_valid():
        person = get_member_for(request.actor, form.cleaned_data["member"])
        if person is not None and _give(request, form, person, Tier.CORE):
            return redirect("grant_list")
    return _form_page(request, form, "grant_to_staff", has_colleagues=bool(colleagues))


@require_POST
@for_members
def grant_revoke(request: Request, code: str) -> HttpResponse:
    """Close again what a grant opened."""
    grant = revoke_grant(actor=request.actor, code=code)
    messages.success(request, _("Closed again: %(name)s no longer sees it.") % {"name": grant.person.name})
    return redirect("grant_list")


def _managers_only(request: Request) -> None:
    if not request.actor.is_manager:
        raise PermissionDenied


def _own_records(request: Request) -> list[Projection]:
    rows = visible_to(request.actor).filter(owner_id=request.actor.organisation_id or 0)
    return list(rows.order_by("kind", "title", "pk"))


def _give(request: Request, form: GrantForm, person: Membership, tier: Tier) -> bool:
    try:
        give_grant(actor=request.actor, membership=person, tier=tier, **form.values())
    except ValidationError as error:
        form.add_errors(error)
        return False
    messages.success(request, _("Opened to %(name)s.") % {"name": person.person.name})
    return True


def _row(grant: Grant, titles: dict[tuple[str, int], str]) -> dict[str, Any]:
    return {
        "grant": grant,
        "what": titles.get((grant.record_kind, grant.record_id or 0), "") if grant.record_kind else "",
        "in_force": grant.is_in_force,
        "is_staff": grant.membership.organisation_id == grant.owner_id,
    }


def _form_page(request: Request, form: GrantForm, here: str, has_colleagues: bool = True) -> HttpResponse:
    entries = [(_("To a partner"), "grant_to_partner"), (_("To a colleague"), "grant_to_staff")]
    tabs = [{"label": label, "url": reverse(name), "current": name == here} for label, name in entries]
    context = {"form": form, "tabs": tabs, "is_staff": here == "grant_to_staff", "has_colleagues": has_colleagues}
    return render(request, "disclosure/grant_form.html", context, status=422 if form.errors else 200)
