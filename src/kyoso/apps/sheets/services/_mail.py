"""Mails of this app: links only, never what somebody wrote; sent once the inquiry is safe in the database."""

import logging
import smtplib
from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

logger = logging.getLogger(__name__)


def site_link(path: str) -> str:
    """Return the full address of a page, for a mail or a QR code."""
    return settings.OPTIONS.base_url.rstrip("/") + path


def send_later(template: str, *, to: str, language: str, context: Mapping[str, str]) -> None:
    """Send `sheets/mail/<template>_{subject,body}.txt` after the commit; a failure is noted, not raised."""
    with translation.override(language):
        subject = " ".join(render_to_string(f"sheets/mail/{template}_subject.txt", dict(context)).split())
        body = render_to_string(f"sheets/mail/{template}_body.txt", dict(context)).strip() + "\n"
    mail = EmailMessage(subject, body, None, [to], headers={"Auto-Submitted": "auto-generated"})
    transaction.on_commit(partial(_send, mail, template))


def _send(mail: EmailMessage, template: str) -> None:
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail %s could not be sent: %s", template, type(error).__name__)
