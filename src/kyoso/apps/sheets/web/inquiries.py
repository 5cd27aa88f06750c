"""The one-window inbox of a firm: for its owners, managers and open-innovation leads (A6)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.queries import own_organisation
from kyoso.apps.accounts.web.guards import for_members, or_404
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.sheets.enums import InquiryState
from kyoso.apps.sheets.models import Inquiry
from kyoso.apps.sheets.queries.inquiries import get_inquiry_for, list_inquiries_for
from kyoso.apps.sheets.queries.public import get_public_asset
from kyoso.apps.sheets.rules.inquiries import may_read_inbox
from kyoso.apps.sheets.services.delete_inquiry import delete_inquiry
from kyoso.apps.sheets.services.move_inquiry import move_inquiry
from kyoso.apps.sheets.web.forms import InboxForm

PAGE = 30
TONES = {InquiryState.NEW: "accent", InquiryState.ANSWERED: "success", InquiryState.CLOSED: "neutral"}


@require_safe
@for_members
def inquiry_list(request: Request) -> HttpResponse:
    """List what came to the window, newest first."""
    if not may_read_inbox(request.actor):
        raise PermissionDenied
    form = InboxForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = Paginator(list_inquiries_for(request.actor, state), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(inquiry) for inquiry in page.object_list],
        "narrowed": bool(state),
        "organisation": own_organisation(request.actor),
        "days": settings.OPTIONS.inquiry_days,
    }
    return render(request, "sheets/inquiry_list.html", context)


@require_safe
@for_members
def inquiry_detail(request: Request, code: str) -> HttpResponse:
    """Show an inquiry, with how to answer it."""
    inquiry = or_404(get_inquiry_for(request.actor, code))
    about = get_public_asset(inquiry.organisation, inquiry.asset_code)
    subject = _("Re: your inquiry to %(name)s") % {"name": inquiry.organisation.name}
    return render(request, "sheets/inquiry_detail.html", _row(inquiry) | {"about": about, "subject": subject})


@require_POST
@for_members
def inquiry_move(request: Request, code: str) -> HttpResponse:
    """Note that an inquiry was answered or closed, or open it again."""
    try:
        move_inquiry(actor=request.actor, code=code, state=request.POST.get("state", ""))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Where the inquiry stands was saved."))
    return redirect("inquiry_detail", code)


@for_members
def inquiry_delete(request: Request, code: str) -> HttpResponse:
    """Ask, and then delete an inquiry for good."""
    inquiry = or_404(get_inquiry_for(request.actor, code))
    if request.method != "POST":
        return render(request, "sheets/inquiry_delete.html", {"inquiry": inquiry})
    delete_inquiry(actor=request.actor, code=code)
    messages.success(request, _("The inquiry was deleted."))
    return redirect("inquiry_list")


def _row(inquiry: Inquiry) -> dict[str, Any]:
    state = InquiryState(inquiry.state)
    until = inquiry.created_at + timedelta(days=settings.OPTIONS.inquiry_days)
    return {"inquiry": inquiry, "state": state.label, "tone": TONES[state], "until": until}
