"""A search with mail, what worker and queue do, and a mail server that refuses, at the edge of the network."""

import datetime

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.services.keep_search import ask_for_mail, save_search
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.notifications.enums import DigestState
from kyoso.apps.notifications.models import Digest
from kyoso.apps.notifications.services.queue_digests import queue_digests
from kyoso.apps.notifications.services.send_digest import send_digest


class RefusingMail(BaseEmailBackend):
    """Raises what a test put here instead of sending."""

    error: BaseException = ConnectionRefusedError()

    def send_messages(self, email_messages: object) -> int:
        raise self.error


def keep(who, text="金型", **chosen):
    kept = save_search(actor=who, kind="asset", text=text, chosen=chosen)
    ask_for_mail(actor=who, code=kept.code, wanted=True)
    SavedSearch.objects.filter(pk=kept.pk).update(seen_at=timezone.now() - datetime.timedelta(minutes=1))
    return kept


def deliver(days=0):
    """Do what worker and queue do, some days later; return the mails that this sends."""
    refresh_search()
    before = len(mail.outbox)
    queue_digests(timezone.now() + datetime.timedelta(days=days))
    for digest in Digest.objects.filter(state=DigestState.WAITING):
        send_digest(digest.code)
    return mail.outbox[before:]


def everything(message):
    return f"{message.subject}\n{message.body}\n{message.alternatives[0][0]}\n{message.extra_headers}"


def states():
    return list(Digest.objects.order_by("pk").values_list("state", flat=True))
