"""Reading for the board on which assets are sorted (A3): columns, what others see, and what seems to give away."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset, DismissedWarning, TierDecision
from kyoso.apps.assets.queries.assets import DECIDED, KIND, get_asset_for, list_own_assets
from kyoso.apps.assets.rules.telling import Writing, find_telltales, writing
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.rules import Clearance

MOST_COMPARED = 500
"""Latest assets among which warnings are looked for."""

VIEWS = {"partner": Tier.NDA, "network": Tier.NETWORK, "public": Tier.PUBLIC}
"""Who looks, and how far they see."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An asset on the board: as its reader sees it, its version for saving, and the last decision about it."""

    asset: Projection
    version: int
    decision: TierDecision | None


@dataclass(frozen=True, slots=True)
class Warned:
    """An asset that seems to give another one away (or its own closed texts), with the words that both hold."""

    opened: Writing
    closed: Writing
    words: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether an asset gives its own closed texts away."""
        return self.opened.code == self.closed.code


def board_rows(actor: Actor, *, tier: int, kind: str = "", undecided: bool = False) -> ProjectionQuerySet:
    """Return the own assets in use at one tier; `undecided`: only those of which nobody decided yet."""
    rows = list_own_assets(actor, kind=kind, tier=tier)
    return rows.filter(~DECIDED) if undecided else rows


def board_columns(rows_by_tier: Mapping[int, Iterable[Projection]]) -> dict[int, list[BoardRow]]:
    """Return the columns with versions and last decisions (two queries for all of them)."""
    columns = {tier: list(rows) for tier, rows in rows_by_tier.items()}
    ids = [row.record_id for rows in columns.values() for row in rows]
    versions = dict(Asset.objects.filter(pk__in=ids).values_list("pk", "version"))
    decisions = last_decisions(ids)
    return {
        tier: [BoardRow(row, versions.get(row.record_id, 0), decisions.get(row.record_id)) for row in rows]
        for tier, rows in columns.items()
    }


def last_decisions(ids: Collection[int]) -> dict[int, TierDecision]:
    """Return the last decision about each of some assets, with who made it (one query)."""
    rows = TierDecision.objects.filter(asset_id__in=ids).select_related("decided_by").order_by("pk")
    return {decision.asset_id: decision for decision in rows}


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


def find_warnings_for(actor: Actor, known: Collection[str]) -> list[Warned]:
    """Return what seems to give something away and is not dismissed, among texts that the actor sees (two queries)."""
    rows = list_own_assets(actor)[:MOST_COMPARED]
    numbers: dict[str, int] = {}
    writings: dict[str, Writing] = {}
    for row in rows:
        numbers[row.code] = row.record_id
        writings[row.code] = writing(row.code, row.title, row.record_tier, row.fields, row.field_tiers)
    found = find_telltales(list(writings.values()), known)
    dismissed = _dismissed(numbers.values()) if found else set()
    return [
        Warned(writings[one.open_code], writings[one.closed_code], one.words)
        for one in found
        if (numbers[one.open_code], numbers[one.closed_code], mark_of(one.words)) not in dismissed
    ]


def mark_of(words: Iterable[str]) -> str:
    """Return what is kept of the words of a dismissed warning: enough to know them again, and not the words."""
    return hashlib.sha256("\n".join(sorted(words)).encode()).hexdigest()


def _dismissed(ids: Collection[int]) -> set[tuple[int, int, str]]:
    rows = DismissedWarning.objects.filter(open_asset_id__in=ids)
    return set(rows.values_list("open_asset_id", "closed_asset_id", "mark"))


def _seen_by(actor: Actor, view: str) -> Clearance:
    """The clearance of somebody outside; never wider than what any member of the organisation sees."""
    if view == "public":
        return Clearance()
    opened = {actor.organisation_id: VIEWS[view]} if actor.organisation_id and view == "partner" else {}
    return Clearance(Tier.NETWORK, opened)
