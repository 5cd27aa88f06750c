"""Choosing how often one wants mail, on the page or by the link in a mail."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.notifications.enums import Frequency
from kyoso.apps.notifications.models import Choice
from kyoso.apps.notifications.topics import TOPICS, Topic


def choose_frequency(*, actor: Actor, topic: str, frequency: str) -> None:
    """Keep how often the actor wants mail on a topic. Raises PermissionDenied for visitors, ValidationError."""
    if actor.person_id is None:
        raise PermissionDenied
    if topic not in TOPICS or frequency not in Frequency.values:
        raise ValidationError({topic: _("Choose one of the answers.")})
    _keep(actor.person_id, topic, frequency)


def stop_key(person_id: int, topic: Topic) -> str:
    """Return what stands in the link that ends a person's mails on a topic: always the same, told to them alone."""
    usual = {"frequency": topic.usual}
    return Choice.objects.get_or_create(person_id=person_id, topic=topic.name, defaults=usual)[0].key


def topic_of_key(key: str) -> Topic | None:
    """Return the topic whose mails a link would end; None where the link is nobody's."""
    found = _with_key(key)
    return TOPICS[found.topic] if found else None


def stop_by_key(key: str) -> Topic | None:
    """End the mails that a link stands for, without signing in; once more changes nothing. None as above."""
    found = _with_key(key)
    if found is None:
        return None
    _keep(found.person_id, found.topic, Frequency.NEVER)
    return TOPICS[found.topic]


def _with_key(key: str) -> Choice | None:
    if "\x00" in key:  # PostgreSQL refuses to look for it
        return None
    return Choice.objects.filter(key=key, topic__in=TOPICS).first()


def _keep(person_id: int, topic: str, frequency: str) -> None:
    with transaction.atomic():
        chosen = Choice.objects.filter(person_id=person_id, topic=topic, frequency=frequency)
        if chosen.exists():
            return
        Choice.objects.update_or_create(person_id=person_id, topic=topic, defaults={"frequency": frequency})
        data = {"topic": topic, "frequency": str(frequency)}
        record_event("mail_frequency_chosen", subject=("person", person_id), person_id=person_id, data=data)
