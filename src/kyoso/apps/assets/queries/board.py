"""Reading for the board on which assets are sorted (A3): columns, what is chosen of them, what others see."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset, TierDecision
from kyoso.apps.assets.queries.assets import DECIDED, KIND, get_asset_for, list_own_assets
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import files_seen_with

MOST_AT_ONCE = 500
"""Assets that are shown of one column, or decided about at one go."""

UNDO_FOR = timedelta(days=1)
"""How long somebody is offered to take their last decision back."""

VIEWS = {"partner": Tier.NDA, "network": Tier.NETWORK, "public": Tier.PUBLIC}
"""Who looks, and how far they see."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the board shows of the inventory; `undecided`: only what nobody decided about yet."""

    text: str = ""
    kind: str = ""
    field: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An asset on the board: as its reader sees it, its version for saving, and the last decision about it."""

    asset: Projection
    version: int
    decision: TierDecision | None


@dataclass(frozen=True, slots=True)
class Choice:
    """All assets of a filter, to be decided about at one go: the first `MOST_AT_ONCE` of `total`."""

    rows: tuple[Projection, ...]
    pairs: tuple[tuple[str, int], ...]
    """Code and version of each."""
    total: int

    @property
    def mark(self) -> str:
        """What changes as soon as an asset joins, leaves or changes: to decide about nothing that was not shown."""
        return hashlib.sha256(repr(sorted(self.pairs)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What somebody decided last, and can take back."""

    batch: str
    tier: int
    number: int


def board_rows(actor: Actor, chosen: Filter, tier: int | None = None) -> ProjectionQuerySet:
    """Return the own assets in use that fit, at one tier or all, those that wait for a decision first, oldest first."""
    rows = _fitting(actor, chosen, tier).annotate(is_decided=DECIDED)
    return rows.order_by("is_decided", "record_id")


def count_columns_for(actor: Actor, chosen: Filter) -> dict[int, int]:
    """Return how many assets fit at each tier (one query)."""
    rows = _fitting(actor, chosen).order_by().values("record_tier").annotate(number=Count("pk"))
    counted = {row["record_tier"]: row["number"] for row in rows}
    return {int(tier): counted.get(tier, 0) for tier in Tier}


def board_columns(actor: Actor, chosen: Filter, shown: Mapping[int, slice]) -> dict[int, list[BoardRow]]:
    """Return a part of some columns, with versions and last decisions (two queries more than there are columns)."""
    columns = {tier: list(board_rows(actor, chosen, tier)[part]) for tier, part in shown.items()}
    ids = [row.record_id for rows in columns.values() for row in rows]
    versions = _versions(ids)
    decisions = last_decisions(ids)
    return {
        tier: [BoardRow(row, versions.get(row.record_id, 0), decisions.get(row.record_id)) for row in rows]
        for tier, rows in columns.items()
    }


def choose_all_for(actor: Actor, chosen: Filter, tier: int | None = None) -> Choice:
    """Return all assets that fit, with their versions (three queries)."""
    total = _fitting(actor, chosen, tier).count()
    rows = tuple(board_rows(actor, chosen, tier)[:MOST_AT_ONCE])
    versions = _versions([row.record_id for row in rows])
    return Choice(rows, tuple((row.code, versions.get(row.record_id, 0)) for row in rows), total)


def next_on_board(actor: Actor, chosen: Filter, codes: Collection[str]) -> str:
    """Return the code of the asset after the last of some that stand in one column; else the one before, or none."""
    rows = list(board_rows(actor, chosen).values_list("code", "record_tier"))
    tier = next((tier for code, tier in rows if code in codes), None)
    column = [code for code, one in rows if one == tier]
    places = [place for place, code in enumerate(column) if code in codes]
    after = column[places[-1] + 1 :] if places else []
    before = [code for code in column if code not in codes]
    return next(iter([*after, *reversed(before)]), "")


def last_decisions(ids: Collection[int]) -> dict[int, TierDecision]:
    """Return the last decision about each of some assets, with who made it (one query)."""
    rows = TierDecision.objects.filter(asset_id__in=ids, undone_at=None).select_related("decided_by").order_by("pk")
    return {decision.asset_id: decision for decision in rows}


def last_decision_of(actor: Actor) -> LastDecision | None:
    """Return what the actor decided last on the board of their organisation, if it can be taken back (one query)."""
    since = timezone.now() - UNDO_FOR
    own = TierDecision.objects.filter(decided_by=actor.person_id, asset__owner=actor.organisation_id, undone_at=None)
    rows = own.filter(decided_at__gte=since).exclude(batch="").order_by().values("batch", "tier")
    found = rows.annotate(number=Count("pk"), last=Max("pk")).order_by("-last").first()
    return LastDecision(found["batch"], found["tier"], found["number"]) if found else None


def preview_of_asset(actor: Actor, code: str) -> tuple[Projection, dict[str, Projection | None]]:
    """Return an own asset, and what a partner under NDA, the network and the public see of it: None for nothing.

    Raises Absent where the actor may not see the asset, or it belongs to others.
    """
    own = get_asset_for(actor, code)
    if own.owner_id != actor.organisation_id:
        raise Absent
    seen = {view: preview_of_organisation(actor, view).filter(code=code).first() for view in VIEWS}
    return own, seen


def preview_of_organisation(actor: Actor, view: str) -> ProjectionQuerySet:
    """Return the assets of the organisation acted for exactly as others see them, by title."""
    rows = Projection.objects.visible_with(_seen_by(actor, view)).filter(kind=KIND, owner_id=actor.organisation_id)
    return rows.order_by("title", "pk")


def preview_files(actor: Actor, view: str, assets: Iterable[int]) -> dict[int, list[File]]:
    """Return the photos and documents of own assets as others see them, by asset (one query)."""
    seen = files_seen_with(_seen_by(actor, view), [(KIND, number) for number in assets])
    return {number: files for (_kind, number), files in seen.items() if files[0].owner_id == actor.organisation_id}


def _fitting(actor: Actor, chosen: Filter, tier: int | None = None) -> ProjectionQuerySet:
    rows = list_own_assets(actor, text=chosen.text, kind=chosen.kind, field=chosen.field, tier=tier)
    return rows.filter(~DECIDED) if chosen.undecided else rows


def _versions(ids: Collection[int]) -> dict[int, int]:
    return dict(Asset.objects.filter(pk__in=ids).values_list("pk", "version"))


def _seen_by(actor: Actor, view: str) -> Clearance:
    """The clearance of somebody outside; never wider than what any member of the organisation sees."""
    if view == "public":
        return Clearance()
    opened = {actor.organisation_id: VIEWS[view]} if actor.organisation_id and view == "partner" else {}
    return Clearance(Tier.NETWORK, opened)
