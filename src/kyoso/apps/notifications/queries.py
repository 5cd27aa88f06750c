"""Reading who wants which mail, and who may get any."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Person
from kyoso.apps.accounts.queries import has_unproven_address
from kyoso.apps.notifications.enums import DigestState, Frequency
from kyoso.apps.notifications.models import Choice, Digest
from kyoso.apps.notifications.topics import TOPICS, Topic


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic with what a person chose for it, and when they got the last mail."""

    topic: Topic
    frequency: Frequency
    last_sent: datetime | None


def list_choices_for(actor: Actor) -> list[TopicChoice]:
    """Return every topic with the actor's choice (two queries)."""
    chosen = dict(Choice.objects.filter(person_id=actor.person_id or 0).values_list("topic", "frequency"))
    sent = Digest.objects.filter(person_id=actor.person_id or 0, state=DigestState.SENT).order_by("sent_at")
    last = dict(sent.values_list("topic", "sent_at"))
    return [
        TopicChoice(topic, Frequency(chosen.get(topic.name, topic.usual)), last.get(topic.name))
        for topic in TOPICS.values()
    ]


def get_frequency_for(actor: Actor, topic: str) -> Frequency:
    """Return how often the actor wants mail on a topic (one query)."""
    chosen = (
        Choice.objects.filter(person_id=actor.person_id or 0, topic=topic).values_list("frequency", flat=True).first()
    )
    return Frequency(chosen or TOPICS[topic].usual)


def frequencies_of(topic: Topic, people: Collection[int]) -> dict[int, str]:
    """Return how often each of some persons wants mail on a topic (one query)."""
    chosen = dict(Choice.objects.filter(topic=topic.name).values_list("person_id", "frequency"))
    return {person: chosen.get(person, topic.usual) for person in people}


def get_reader(person_id: int) -> Person | None:
    """Return a person who may get mail: active, with an address that was not left unproven; else None."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return None if person is None or has_unproven_address(person) else person


def last_told(person_id: int, topic: str) -> datetime | None:
    """Return up to which moment a person was told of a topic."""
    told = Digest.objects.filter(person_id=person_id, topic=topic, told_until__isnull=False)
    return told.order_by("-told_until").values_list("told_until", flat=True).first()
