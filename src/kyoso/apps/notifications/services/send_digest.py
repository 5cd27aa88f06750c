"""Sending one mail: what may be said is asked at that very moment, and it is sent once or not at all."""

import logging
import smtplib
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from kyoso.apps.accounts.models import Person
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.notifications.enums import DigestState, Frequency
from kyoso.apps.notifications.models import Digest
from kyoso.apps.notifications.queries import frequencies_of, get_reader, last_told
from kyoso.apps.notifications.rules import OLDEST, next_try
from kyoso.apps.notifications.services._mail import mail_of
from kyoso.apps.notifications.topics import TOPICS, News, NotReady, Topic

logger = logging.getLogger(__name__)

FOR_GOOD = 500
"""From this code on a mail server means its no."""


@task()
def send_digest_task(code: str) -> None:
    """What the queue holds: the code alone."""
    send_digest(code)


def send_digest(code: str) -> None:
    """Send a mail that waits; any other is left alone.

    It is claimed before it goes out, and a claim is never undone but by a mail server's refusal: somebody whose mail
    was cut off in the middle by a power failure gets the news with the next one rather than this one twice.
    """
    digest = Digest.objects.filter(code=code, state=DigestState.WAITING).first()
    if digest is None:
        return
    topic, person = TOPICS.get(digest.topic), get_reader(digest.person_id)
    if topic is None or person is None or not _wants(topic, person):
        _end(digest, DigestState.STOPPED)
        return
    try:
        with translation.override(person.language):
            news = topic.news(person.pk, _since(digest))
    except NotReady:
        _later(digest)
        return
    if news.count:
        _send(digest, mail_of(topic, person, news), news)
    else:
        _end(digest, DigestState.EMPTY, told_until=news.until)


def _wants(topic: Topic, person: Person) -> bool:
    return frequencies_of(topic, [person.pk])[person.pk] != Frequency.NEVER


def _since(digest: Digest) -> datetime:
    oldest = timezone.now() - OLDEST
    return max(last_told(digest.person_id, digest.topic) or oldest, oldest)


def _send(digest: Digest, mail: EmailMessage, news: News) -> None:
    if not _move(digest, DigestState.WAITING, state=DigestState.SENDING):
        return
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail %s could not be sent: %s", digest, type(error).__name__)
        _move(digest, DigestState.SENDING, state=DigestState.WAITING)
        _later(digest, is_final=_means_no(error))
        return
    with transaction.atomic():
        told = {"sent_at": timezone.now(), "told_until": news.until, "count": news.count}
        _move(digest, DigestState.SENDING, state=DigestState.SENT, **told)
        record_event(
            "digest_sent",
            subject=("digest", digest.pk),
            person_id=digest.person_id,
            data={"topic": digest.topic, "count": news.count},
        )


def _means_no(error: Exception) -> bool:
    """The address is refused for good; a refusal of the sender or of the sign-in is the operator's to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _text in error.recipients.values())
    return False


def _later(digest: Digest, *, is_final: bool = False) -> None:
    attempts = digest.attempts + 1
    again = None if is_final else next_try(attempts, timezone.now())
    if again is None:
        _end(digest, DigestState.FAILED, attempts=attempts)
    else:
        _move(digest, DigestState.WAITING, attempts=attempts, try_at=again)


def _end(digest: Digest, state: DigestState, **values: object) -> None:
    _move(digest, DigestState.WAITING, state=state, **values)


def _move(digest: Digest, before: DigestState, **values: object) -> int:
    """Change a row only from the state that is known: whoever comes second changes nothing."""
    return Digest.objects.filter(pk=digest.pk, state=before).update(**values)
