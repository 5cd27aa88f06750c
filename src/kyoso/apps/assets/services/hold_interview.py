"""Holding the interview (A1): begun, answered bit by bit by several people, finished or thrown away."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.models import Answer, Interview
from kyoso.apps.assets.queries import get_interview_for, reads_up_to
from kyoso.apps.assets.question_file import questions_of
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.services.record import Plain, record_event
from kyoso.shared.locking import Conflict, claim_version
from kyoso.shared.text import clean_text

LONGEST = 2000
READERS = {Tier.NDA, Tier.CORE}
"""All members, or owners and managers; nobody outside in either case."""


def start_interview(*, actor: Actor, kind: str, tier: int = Tier.NDA) -> Interview:
    """Begin the questions about one kind of asset for the actor's organisation.

    Raises PermissionDenied without an organisation or where the actor could not read the answers, ValidationError for
    an unknown kind.
    """
    if actor.organisation_id is None or tier not in READERS or tier > reads_up_to(actor):
        raise PermissionDenied
    if kind not in AssetKind.values:
        raise ValidationError({"kind": kind})
    with transaction.atomic():
        interview = Interview.objects.create(
            owner_id=actor.organisation_id, kind=kind, tier=tier, started_by_id=actor.person_id
        )
        _log("interview_started", actor, interview, {"kind": kind, "tier": int(tier)})
    return interview


def set_readers(*, actor: Actor, code: str, tier: int) -> Interview:
    """Say who in the organisation reads the answers. Raises Absent, or PermissionDenied for who does not manage it."""
    interview = get_interview_for(actor, code)
    if not actor.is_manager or tier not in READERS:
        raise PermissionDenied
    with transaction.atomic():
        if interview.tier != tier:
            interview.tier = tier
            interview.save(update_fields=["tier"])
            _log("interview_readers_set", actor, interview, {"tier": int(tier)})
    return interview


def save_answer(*, actor: Actor, code: str, question: str, text: str, version: int) -> Answer:
    """Write what somebody answered to a question that they read at `version` (1 while nobody answered).

    The same words again change nothing. Raises Absent for an interview or question that is not there for the actor,
    ValidationError for a text too long, Conflict when somebody else answered meanwhile.
    """
    interview = get_interview_for(actor, code)
    if question not in {one.key for one in questions_of(interview.kind)}:
        raise Absent
    text = clean_text(text)
    MaxLengthValidator(LONGEST)(text)
    with transaction.atomic():
        answer, _made = Answer.objects.get_or_create(interview=interview, question=question)
        if answer.text == text:
            return answer
        claim_version(answer, version)
        answer.text, answer.written_by_id = text, actor.person_id
        answer.save()
        _log("interview_answered", actor, interview, {"question": question, "version": answer.version})
    return answer


def save_answers(
    *, actor: Actor, code: str, given: Mapping[str, tuple[str, int]]
) -> dict[str, Conflict | ValidationError]:
    """Write several answers, each text with its version, and return what is wrong with those that could not be kept."""
    faults: dict[str, Conflict | ValidationError] = {}
    for question, (text, version) in given.items():
        try:
            save_answer(actor=actor, code=code, question=question, text=text, version=version)
        except (Conflict, ValidationError) as fault:
            faults[question] = fault
    return faults


def finish_interview(*, actor: Actor, code: str) -> Interview:
    """Say that an interview has given what it can; its answers stay for those who may read them."""
    interview = get_interview_for(actor, code)
    with transaction.atomic():
        if interview.finished_at is None:
            interview.finished_at = timezone.now()
            interview.save(update_fields=["finished_at"])
            _log("interview_finished", actor, interview)
    return interview


def discard_interview(*, actor: Actor, code: str) -> None:
    """Throw an interview away with all its answers; assets made from it stay."""
    interview = get_interview_for(actor, code)
    with transaction.atomic():
        _log("interview_discarded", actor, interview)
        interview.delete()


def _log(verb: str, actor: Actor, interview: Interview, data: Mapping[str, Plain] | None = None) -> None:
    record_event(
        verb,
        subject=("interview", interview.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data=data,
    )
