"""Matches in words: the engine proposes, the door decides what is shown (D2)."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Q

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, visible_to
from kyoso.apps.matching.adapters import Found, IndexNotReady, find, indexed_text, query_text
from kyoso.apps.matching.enums import DeclineReason, Verdict
from kyoso.apps.matching.models import Judgement
from kyoso.apps.matching.queries import RecordKey, judgements_for, keys_of, list_shortlisted
from kyoso.apps.matching.services.phrases import open_questions, own_cautions, path_words, say_all
from kyoso.apps.matching.values import USUAL_FAR, Match, MatchList

TOP = 20
SPARE = 8
"""Asked for on top, because the door and earlier refusals take some away."""


def matches_for(actor: Actor, kind: str, code: str, far: float = USUAL_FAR) -> MatchList:
    """Return candidates for one of the actor's own needs or assets, with those declined apart; raises Absent.

    That the own industry is not stated is true of all of them alike, so none says it: the list does, once.
    """
    source = get_visible(actor, kind, code)
    if source.owner_id != actor.organisation_id:
        raise Absent
    try:
        judged = judgements_for(actor, kind, source.record_id)
        found = _find(actor, source, far, TOP + len(judged))
    except IndexNotReady:
        return MatchList(source, is_ready=False)
    matches = _through_the_door(actor, found, judged, unsaid={"home_industry"})
    kept = [match for match in matches if match.verdict != Verdict.DECLINED]
    declined = [match for match in matches if match.verdict == Verdict.DECLINED]
    return MatchList(source, _ranked(kept[:TOP]), declined)


def matches_for_text(actor: Actor, kind: str, text: str, *, far: float = USUAL_FAR, top: int = TOP) -> list[Match]:
    """Return candidates for a text that is written down nowhere: a need's or an asset's; raises IndexNotReady.

    Nobody was asked for an industry, so none of the candidates says that it is not known.
    """
    found = find(kind=kind, text=text, viewer=clearance_for(actor), far=far, top=top + SPARE)
    return _ranked(_through_the_door(actor, found, {}, unsaid={"home_industry"})[:top])


def matches_for_record(actor: Actor, kind: str, code: str, *, far: float = USUAL_FAR, top: int = TOP) -> list[Match]:
    """Return candidates for any record that the actor may see, by what they may see of it; raises Absent."""
    source = get_visible(actor, kind, code)
    return _ranked(_through_the_door(actor, _find(actor, source, far, top), {})[:top])


def _find(actor: Actor, source: Projection, far: float, top: int = TOP) -> list[Found]:
    return find(
        kind=source.kind,
        text=query_text(source),
        viewer=clearance_for(actor),
        far=far,
        top=top + SPARE,
        home=source.owner.industry,
        exclude=source.owner_id,
    )


def _through_the_door(
    actor: Actor, found: list[Found], judged: dict[RecordKey, Judgement], unsaid: Collection[str] = ()
) -> list[Match]:
    """Ask again what the actor may see now: the index may lag behind a grant taken back a second ago.

    A record whose text changed since is left out until the worker has indexed it: its score and quotes are of the old.
    """
    shown = records_by_key(actor, (one.key for one in found))
    shown = {one.key: shown[one.key] for one in found if one.key in shown and indexed_text(shown[one.key]) == one.text}
    return [_match(one, shown[one.key], judged.get(one.key), unsaid) for one in found if one.key in shown]


def records_by_key(actor: Actor, keys: Iterable[RecordKey]) -> dict[RecordKey, Projection]:
    """Return those of some records that the actor may see, in one query."""
    wanted = Q(pk__in=[])
    by_kind: dict[str, list[int]] = {}
    for kind, record_id in keys:
        by_kind.setdefault(kind, []).append(record_id)
    for kind, ids in by_kind.items():
        wanted |= Q(kind=kind, record_id__in=ids)
    return {(row.kind, row.record_id): row for row in visible_to(actor).filter(wanted)}


def _match(found: Found, shown: Projection, judgement: Judgement | None, unsaid: Collection[str]) -> Match:
    return Match(
        rank=0,
        score=found.score,
        shown=shown,
        reasons=say_all(found.why.reasons),
        cautions=own_cautions(shown) + say_all(found.why.cautions),
        unknown=say_all(found.why.unknown, unsaid) + open_questions(shown),
        path=path_words(found.path),
        verdict=judgement.verdict if judgement else "",
        decline_reason=str(DeclineReason(judgement.reason).label) if judgement and judgement.reason else "",
    )


def _ranked(matches: list[Match]) -> list[Match]:
    return [replace(match, rank=number) for number, match in enumerate(matches, start=1)]


def shortlisted_for(actor: Actor) -> list[dict[str, object]]:
    """Return what the actor's organisation shortlisted, by its own record, as far as it is still visible."""
    judgements = list_shortlisted(actor)
    shown = records_by_key(actor, keys_of(judgements))
    groups: dict[RecordKey, dict[str, object]] = {}
    for judgement in judgements:
        source = shown.get((judgement.query_kind, judgement.query_id))
        candidate = shown.get((judgement.candidate_kind, judgement.candidate_id))
        if source and candidate:
            group = groups.setdefault((source.kind, source.record_id), {"source": source, "rows": []})
            group["rows"].append({"candidate": candidate, "judgement": judgement})  # type: ignore[attr-defined]
    return list(groups.values())
