"""Mails of this app: links only, in the reader's language, sent once the change is safe in the database."""

import logging
import smtplib
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivery:
    """What became of a mail; known once the transaction is over."""

    failed: bool = False


def site_link(path: str) -> str:
    """Return the full address of a page, for a mail."""
    return settings.OPTIONS.base_url.rstrip("/") + path


def send_later(template: str, *, to: str, language: str, context: dict[str, object]) -> Delivery:
    """Send `accounts/mail/<template>_{subject,body}.txt` after the commit; a failure is noted, not raised."""
    with translation.override(language):
        subject = " ".join(render_to_string(f"accounts/mail/{template}_subject.txt", context).split())
        body = render_to_string(f"accounts/mail/{template}_body.txt", context).strip() + "\n"
    delivery = Delivery()
    transaction.on_commit(partial(_send, delivery, template, subject, body, to))
    return delivery


def _send(delivery: Delivery, template: str, subject: str, body: str, to: str) -> None:
    try:
        send_mail(subject, body, None, [to])
    except (OSError, smtplib.SMTPException) as error:
        delivery.failed = True
        logger.warning("mail %s could not be sent: %s", template, type(error).__name__)
