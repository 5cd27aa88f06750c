"""An inquiry to a firm's one window: kept, told to its keepers, confirmed to its sender."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.sheets.models import Inquiry
from kyoso.apps.sheets.queries.inquiries import too_many_lately, window_keepers
from kyoso.apps.sheets.queries.public import get_public_asset
from kyoso.apps.sheets.rules.inquiries import clean_inquiry, digest
from kyoso.apps.sheets.services._mail import send_later, site_link


class TooMany(Exception):
    """This sender, or all senders to this firm together, wrote as much as an hour may bring."""


def send_inquiry(
    *, organisation: Organisation, values: Mapping[str, str], asset: str, language: str, ticket: str, address: str
) -> Inquiry:
    """Keep an inquiry, write to the firm's owners and managers and to the sender; the same form sent twice counts once.

    `ticket` is the form's own, `address` the sender's network address, kept as a digest. An asset that is not public is
    passed over. Raises ValidationError naming fields, TooMany, PermissionDenied where the firm has no window.
    """
    if not (organisation.is_approved and organisation.is_claimed):
        raise PermissionDenied
    cleaned = clean_inquiry(values)
    kept_ticket = digest(organisation.code, ticket)
    if sent := Inquiry.objects.filter(ticket=kept_ticket).first():
        return sent
    sender = salted_hmac("inquiry sender", address).hexdigest()
    if too_many_lately(organisation.pk, sender, cleaned["email"]):
        raise TooMany
    about = get_public_asset(organisation, asset)
    inquiry = Inquiry(
        organisation=organisation,
        asset_code=about.code if about else "",
        language=language,
        ticket=kept_ticket,
        sender=sender,
        **cleaned,
    )
    try:
        _keep(inquiry)
    except IntegrityError:  # the same form, a moment ago
        return Inquiry.objects.get(ticket=kept_ticket)
    return inquiry


def _keep(inquiry: Inquiry) -> None:
    with transaction.atomic():
        inquiry.save()
        record_event("inquiry_received", subject=("inquiry", inquiry.pk), data={"owner": inquiry.organisation_id})
        link = site_link(reverse("inquiry_detail", args=[inquiry.code]))
        for keeper in window_keepers(inquiry.organisation_id):
            send_later("received", to=keeper.person.email, language=keeper.person.language, context={"link": link})
        page = site_link(reverse("public_page", args=[inquiry.organisation.code]))
        context = {"organisation": inquiry.organisation.name, "link": page}
        send_later("confirmed", to=inquiry.email, language=inquiry.language, context=context)
