"""Reading interviews: raw answers, for people of the own organisation who may read that far, and for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Answer, Asset, Interview
from kyoso.apps.disclosure.queries import Absent, clearance_for
from kyoso.apps.disclosure.rules import own_tier

MOST = 100
"""Interviews looked at for an overview; a firm holds a few a year."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An answer as it stands now, where that is not what a page shows: the question, the words, by whom and when."""

    question: str
    text: str
    version: int
    by: str
    at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What became of an interview since a page of it was shown."""

    kind: str
    answered: frozenset[str]
    arrived: tuple[Arrived, ...]


def get_interview_for(actor: Actor, code: str) -> Interview:
    """Return an interview of the organisation acted for, or raise Absent: one for managers is absent to other staff."""
    found = Interview.objects.filter(code=code, owner_id=actor.organisation_id).select_related("started_by").first()
    if found is None or actor.role is None or found.tier > reads_up_to(actor):
        raise Absent
    return found


def list_interviews_for(actor: Actor) -> list[Interview]:
    """Return the latest interviews that the actor may read, each with `answered`, those under way first (one query)."""
    if actor.organisation_id is None or actor.role is None:
        return []
    rows = Interview.objects.filter(owner_id=actor.organisation_id, tier__lte=reads_up_to(actor))
    counted = rows.annotate(answered=Count("answers", filter=~Q(answers__text="")))
    return list(counted.order_by(F("finished_at").desc(nulls_first=True), "-started_at", "-pk")[:MOST])


def reads_up_to(actor: Actor) -> int:
    """Return how strict a text of the own organisation may be for the actor to read it; records opened singly apart."""
    owner_id = actor.organisation_id
    if owner_id is None or actor.role is None:
        return -1
    return max(own_tier(actor.role), clearance_for(actor).owners.get(owner_id, 0))


def answers_of(interview: Interview) -> dict[str, Answer]:
    """Return the answers given so far, by the key of the question, with who wrote them (one query)."""
    rows = Answer.objects.filter(interview=interview).select_related("written_by")
    return {answer.question: answer for answer in rows}


def meanwhile_in(actor: Actor, code: str, known: Mapping[str, int]) -> Meanwhile:
    """Return which answers were written since a page showed those versions (1 where it names none); one query.

    Raises Absent as `get_interview_for` does.
    """
    rows = Interview.objects.filter(
        code=code, owner_id=actor.organisation_id, tier__lte=reads_up_to(actor) if actor.role else -1
    ).values_list(
        "kind",
        "answers__question",
        "answers__text",
        "answers__version",
        "answers__written_by__name",
        "answers__updated_at",
        "answers__written_by",
    )
    found = list(rows.order_by("answers__pk"))
    if not found:
        raise Absent
    given = [row[1:] for row in found if row[1]]
    return Meanwhile(
        kind=found[0][0],
        answered=frozenset(question for question, text, *_rest in given if text),
        arrived=tuple(
            Arrived(question, text, version, name or "", at, writer == actor.person_id)
            for question, text, version, name, at, writer in given
            if version > known.get(question, 1)
        ),
    )


def count_assets_from(interview: Interview) -> int:
    """Return how many assets were made from an interview."""
    return Asset.objects.filter(interview=interview).count()
