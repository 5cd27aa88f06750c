"""One's own account."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from kyoso.apps.accounts.queries import get_person, list_claims_of, list_memberships_of
from kyoso.apps.accounts.services.change_member import leave_organisation
from kyoso.apps.accounts.services.register_person import edit_person
from kyoso.apps.accounts.web.forms import PersonForm
from kyoso.apps.accounts.web.guards import for_people, or_404
from kyoso.apps.accounts.web.middleware import Request


@for_people
def account(request: Request) -> HttpResponse:
    """Show and change one's name and language; lead to password and organisations."""
    person = or_404(get_person(request.actor))
    form = PersonForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        changed = edit_person(actor=request.actor, **form.cleaned_data)
        response = redirect("account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, changed.language, samesite="Lax")
        with translation.override(changed.language):
            messages.success(request, _("Your account was saved."))
        return response
    context = {
        "form": form,
        "person": person,
        "members": list_memberships_of(request.actor.person_id),
        "claims": list_claims_of(request.actor),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@for_people
def organisation_leave(request: Request, code: str) -> HttpResponse:
    """Ask, then leave an organisation."""
    members = {member.code: member for member in list_memberships_of(request.actor.person_id)}
    member = or_404(members.get(code))
    if request.method != "POST":
        return render(request, "accounts/organisation_leave.html", {"member": member})
    try:
        leave_organisation(actor=request.actor, member=member)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("You left %(name)s.") % {"name": member.organisation.name})
    return redirect("account")
