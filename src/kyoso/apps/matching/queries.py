"""What an organisation thought of its candidates."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.matching.enums import Verdict
from kyoso.apps.matching.models import Judgement

RecordKey = tuple[str, int]


def judgements_for(actor: Actor, kind: str, record_id: int) -> dict[RecordKey, Judgement]:
    """Return the actor's organisation's judgements on candidates for one of its records, by candidate."""
    rows = _own(actor).filter(query_kind=kind, query_id=record_id)
    return {(row.candidate_kind, row.candidate_id): row for row in rows}


def list_shortlisted(actor: Actor) -> list[Judgement]:
    """Return what the actor's organisation shortlisted, newest first."""
    rows = _own(actor).filter(verdict=Verdict.SHORTLISTED)
    return list(rows.select_related("person").order_by("-made_at", "pk"))


def keys_of(judgements: Iterable[Judgement]) -> set[RecordKey]:
    """Return the keys of both ends of some judgements."""
    rows = list(judgements)
    return {(row.query_kind, row.query_id) for row in rows} | {(row.candidate_kind, row.candidate_id) for row in rows}


def _own(actor: Actor) -> QuerySet[Judgement]:
    if actor.organisation_id is None:
        return Judgement.objects.none()
    return Judgement.objects.filter(organisation_id=actor.organisation_id)
