"""Shortlisting, declining with a reason, and taking either back (D2); known to one's own organisation alone."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import Absent, get_visible
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.matching.enums import DeclineReason, Verdict
from kyoso.apps.matching.models import Judgement
from kyoso.shared.text import clean_line

Named = tuple[str, str]
"""A record by kind and code."""


def shortlist_candidate(*, actor: Actor, query: Named, candidate: Named) -> Judgement:
    """Keep a candidate for one of the actor's own records; raises Absent for what the actor may not see."""
    return _judge(actor, query, candidate, Verdict.SHORTLISTED, "", "")


def decline_candidate(*, actor: Actor, query: Named, candidate: Named, reason: str, note: str = "") -> Judgement:
    """Pass a candidate over, saying why; raises Absent, or ValidationError for a reason that is none."""
    if reason not in DeclineReason.values:
        raise ValidationError({"reason": _("Choose why this candidate does not fit.")})
    return _judge(actor, query, candidate, Verdict.DECLINED, reason, clean_line(note))


def undo_judgement(*, actor: Actor, query: Named, candidate: Named) -> None:
    """Take a judgement back; nothing happens when there is none."""
    asked, offered = _both(actor, query, candidate)
    with transaction.atomic():
        removed, _rows = Judgement.objects.filter(**_pair(actor, asked, offered)).delete()
        if removed:
            _log("judgement_undone", actor, asked, offered)


def _judge(actor: Actor, query: Named, candidate: Named, verdict: Verdict, reason: str, note: str) -> Judgement:
    asked, offered = _both(actor, query, candidate)
    with transaction.atomic():
        judgement, _created = Judgement.objects.update_or_create(
            **_pair(actor, asked, offered),
            defaults={"verdict": verdict, "reason": reason, "note": note, "person_id": actor.person_id},
        )
        _log(f"candidate_{verdict}", actor, asked, offered)
    return judgement


def _both(actor: Actor, query: Named, candidate: Named) -> tuple[Projection, Projection]:
    if actor.organisation_id is None:
        raise PermissionDenied
    asked, offered = get_visible(actor, *query), get_visible(actor, *candidate)
    if asked.owner_id != actor.organisation_id or offered.kind == asked.kind:
        raise Absent
    return asked, offered


def _pair(actor: Actor, asked: Projection, offered: Projection) -> dict[str, Any]:
    return {
        "organisation_id": actor.organisation_id,
        "query_kind": asked.kind,
        "query_id": asked.record_id,
        "candidate_kind": offered.kind,
        "candidate_id": offered.record_id,
    }


def _log(verb: str, actor: Actor, asked: Projection, offered: Projection) -> None:
    record_event(
        verb,
        subject=(asked.kind, asked.record_id),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"candidate": offered.kind, "candidate_id": offered.record_id},
    )
