"""Finding out which mails are due, once for each day or week, and handing them to the queue: run by the worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from kyoso.apps.notifications.enums import DigestState
from kyoso.apps.notifications.models import Digest
from kyoso.apps.notifications.queries import frequencies_of
from kyoso.apps.notifications.rules import KEPT, period_of
from kyoso.apps.notifications.services.send_digest import send_digest_task
from kyoso.apps.notifications.topics import TOPICS, Topic

AT_ONCE = 500
HANDED_OVER = timedelta(minutes=15)
"""How long the queue has for a mail before it is handed over again."""


def queue_digests(now: datetime | None = None) -> int:
    """Write down the mails that are due, hand over those whose time has come, forget old ones; return how many.

    However often this runs, and on however many hosts, a person has one mail a topic and period.
    """
    now = now or timezone.now()
    for topic in TOPICS.values():
        _write_due(topic, now)
    handed = _hand_over(now)
    Digest.objects.filter(created_at__lt=now - KEPT).delete()
    return handed


def _write_due(topic: Topic, now: datetime) -> None:
    local = timezone.localtime(now)
    people = frequencies_of(topic, set(topic.people()))
    due = {person: period for person, chosen in people.items() if (period := period_of(chosen, local))}
    written = Digest.objects.filter(topic=topic.name, period__in=set(due.values()))
    known = set(written.values_list("person_id", "period"))
    fresh: Iterator[Digest] = (
        Digest(person_id=person, topic=topic.name, period=period, try_at=now)
        for person, period in due.items()
        if (person, period) not in known
    )
    while batch := list(islice(fresh, AT_ONCE)):
        Digest.objects.bulk_create(batch, ignore_conflicts=True)


def _hand_over(now: datetime) -> int:
    waiting = Digest.objects.filter(state=DigestState.WAITING, try_at__lte=now).order_by("try_at", "pk")
    handed = 0
    for digest in waiting[:AT_ONCE]:
        mine = Digest.objects.filter(pk=digest.pk, state=DigestState.WAITING, try_at=digest.try_at)
        with transaction.atomic():
            if mine.update(try_at=now + HANDED_OVER):
                send_digest_task.enqueue(digest.code)
                handed += 1
    return handed
