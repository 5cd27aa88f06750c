"""A firm's public page with the form to its one window (A6): the same for everybody, as a visitor sees it."""

from email.utils import parseaddr
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.web.guards import denied_as_404, or_404
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.files.queries import logo_of
from kyoso.apps.sheets.queries.public import (
    Listed,
    get_public_asset,
    get_public_organisation,
    list_public_records,
    public_photos,
)
from kyoso.apps.sheets.queries.window import contact_of
from kyoso.apps.sheets.services.send_inquiry import TooMany, send_inquiry
from kyoso.apps.sheets.web.forms import InquiryForm


@require_http_methods(["GET", "HEAD", "POST"])
@denied_as_404
def public_page(request: Request, code: str) -> HttpResponse:
    """Show a firm as visitors see it, and take inquiries to its window."""
    organisation = or_404(get_public_organisation(code))
    assets, needs = (list_public_records(organisation, kind) for kind in ("asset", "need"))
    form = _form(request, organisation, assets) if organisation.is_claimed else None
    status = 200
    if request.method == "POST":
        status = _send(request, organisation, or_404(form))
        if status == 200:
            return redirect("public_page_sent", organisation.code)
    context = _context(organisation, assets, needs) | {"form": form}
    return render(request, "sheets/public_page.html", context, status=status)


@require_safe
@denied_as_404
def public_page_sent(request: Request, code: str) -> HttpResponse:
    """Say that an inquiry arrived, at an address that can be loaded again."""
    organisation = or_404(get_public_organisation(code))
    if not organisation.is_claimed:
        raise PermissionDenied
    return render(request, "sheets/public_sent.html", {"organisation": organisation})


def _form(request: Request, organisation: Organisation, assets: Listed) -> InquiryForm:
    asked = str(request.POST.get("asset") or request.GET.get("asset") or "").replace("\x00", "")[:12]
    rows = list(assets.rows)
    if asked and asked not in {row.code for row in rows} and (found := get_public_asset(organisation, asked)):
        rows.append(found)
    about = asked if asked in {row.code for row in rows} else ""
    return InquiryForm(request.POST if request.method == "POST" else None, assets=rows, about=about)


def _send(request: Request, organisation: Organisation, form: InquiryForm) -> int:
    """Send what the form holds; return the status of the answer, the form saying what is wrong."""
    if not form.is_valid():
        return 422
    try:
        send_inquiry(
            organisation=organisation,
            values=form.texts(),
            asset=form.cleaned_data["asset"],
            language=(get_language() or "ja")[:2],
            ticket=form.cleaned_data["ticket"],
            address=get_client_ip_address(request) or "",
        )
    except ValidationError as error:
        form.add_errors(error)
        return 422
    except TooMany:
        form.add_error(None, _("Many inquiries came within an hour. Nothing is lost: wait a while, then send again."))
        return 429
    return 200


def _context(organisation: Organisation, assets: Listed, needs: Listed) -> dict[str, Any]:
    photos = public_photos(assets.rows)
    return {
        "organisation": organisation,
        "contact": contact_of(organisation.pk),
        "logo": logo_of(ANONYMOUS, organisation.pk),
        "days": settings.OPTIONS.inquiry_days,
        "assets": [
            {"shown": row, "kind": AssetKind(row.category).label, "photo": photos.get(row.record_id)}
            for row in assets.rows
        ],
        "has_photos": bool(photos),
        "more_assets": assets.total - len(assets.rows),
        "needs": needs.rows,
        "more_needs": needs.total - len(needs.rows),
        "operator": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
