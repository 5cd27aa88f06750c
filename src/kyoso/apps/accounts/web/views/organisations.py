"""Organisations: joining, entering, claiming, showing, editing, switching."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries import (
    find_unclaimed,
    get_organisation_for,
    list_memberships_of,
    open_claims_of,
    own_organisation,
)
from kyoso.apps.accounts.queries.registries import industry_class_label, register_view_for
from kyoso.apps.accounts.rules import can_edit_organisation
from kyoso.apps.accounts.services.claim_organisation import claim_organisation
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.accounts.services.register_organisation import register_organisation
from kyoso.apps.accounts.web.forms import ClaimForm, ProfileForm, profile_of
from kyoso.apps.accounts.web.guards import denied_as_404, for_members, for_people, or_404
from kyoso.apps.accounts.web.middleware import Request, act_for
from kyoso.apps.accounts.web.profile_help import LOOK, doubt_about_place, form_context, looked_up
from kyoso.shared.locking import Conflict


@for_people
def organisation_join(request: Request) -> HttpResponse:
    """Look for one's organisation among the unclaimed ones, enter a new one, or go on without."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {
        "text": text,
        "found": find_unclaimed(text),
        "claims": open_claims_of(request.actor.person_id),
        "is_member": request.actor.organisation_id is not None,
    }
    return render(request, "accounts/organisation_join.html", context)


@for_people
def organisation_create(request: Request) -> HttpResponse:
    """Enter an organisation, which then awaits approval."""
    if LOOK in request.POST:
        form, said = looked_up(request.POST)
        context = said | form_context(form, request.POST, filled=True)
        return render(request, "accounts/organisation_form.html", context | {"form": form})
    form = ProfileForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            organisation = register_organisation(actor=request.actor, **form.profile())
        except ValidationError as error:
            form.add_errors(error)
        else:
            act_for(request, organisation.pk)
            _warn_of_place(request, organisation)
            messages.success(request, _("Your organisation was entered. The operator of the network will look at it."))
            return redirect("home")
    context = {"form": form, "claimable": form.unclaimed_code() if form.is_bound else None}
    context |= form_context(form, request.POST, filled=form.is_bound)
    return render(request, "accounts/organisation_form.html", context, status=422 if form.errors else 200)


@require_safe
@denied_as_404
def organisation_detail(request: Request, code: str) -> HttpResponse:
    """Show an organisation's profile: public once approved."""
    organisation = or_404(get_organisation_for(request.actor, code))
    context = {
        "organisation": organisation,
        "is_own": organisation.pk == request.actor.organisation_id,
        "can_edit": can_edit_organisation(request.actor, organisation.pk),
        "can_claim": organisation.is_approved and not organisation.is_claimed,
        "industry_class": industry_class_label(organisation.industry_class),
        "register": register_view_for(request.actor, organisation),
    }
    return render(request, "accounts/organisation_detail.html", context)


@for_members
def organisation_own(request: Request) -> HttpResponse:
    """Lead to the profile of the organisation acted for."""
    return redirect("organisation_detail", or_404(own_organisation(request.actor)).code)


@for_members
def organisation_edit(request: Request) -> HttpResponse:
    """Change the profile; whoever saves second sees both texts and loses nothing."""
    organisation = or_404(own_organisation(request.actor))
    if not can_edit_organisation(request.actor, organisation.pk):
        raise PermissionDenied
    if LOOK in request.POST:
        form, said = looked_up(request.POST)
        context = said | form_context(form, request.POST, filled=True) | {"organisation": organisation}
        return render(request, "accounts/organisation_form.html", context | {"form": form})
    form = ProfileForm(request.POST or None, initial=profile_of(organisation))
    differences = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            edit_organisation(actor=request.actor, organisation=organisation, seen=seen, **form.profile())
        except ValidationError as error:
            form.add_errors(error)
        except Conflict as conflict:
            differences = form.differences(conflict.current)
            form.accept_version(conflict.current.version)
        else:
            messages.success(request, _("The profile was saved."))
            _warn_of_place(request, organisation)
            return redirect("organisation_detail", organisation.code)
    context = {"form": form, "organisation": organisation, "differences": differences}
    context |= form_context(form, request.POST, filled=form.is_bound)
    status = 409 if differences is not None else 422 if form.errors else 200
    return render(request, "accounts/organisation_form.html", context, status=status)


@for_people
def organisation_claim(request: Request, code: str) -> HttpResponse:
    """Claim an unclaimed organisation with proof."""
    organisation = or_404(get_organisation_for(request.actor, code))
    if organisation.is_claimed:
        raise PermissionDenied
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim_organisation(actor=request.actor, organisation=organisation, proof=form.cleaned_data["proof"])
        except ValidationError as error:
            form.add_errors(error)
        else:
            messages.success(request, _("The operator will check your claim and write to you."))
            return redirect("home")
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/claim_form.html", context, status=422 if form.errors else 200)


@require_POST
@for_people
def organisation_switch(request: Request) -> HttpResponse:
    """Act for another of one's organisations."""
    code = request.POST.get("organisation", "")
    mine = {member.organisation.code: member.organisation for member in list_memberships_of(request.actor.person_id)}
    organisation = or_404(mine.get(code))
    act_for(request, organisation.pk)
    messages.success(request, _("You now act for %(name)s.") % {"name": organisation.name})
    back = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_safe else "home")


def _warn_of_place(request: Request, organisation: Organisation) -> None:
    if doubt := doubt_about_place(organisation):
        messages.warning(request, doubt)
