"""What goes onto a sheet: projections and photos as somebody with the chosen tier sees them."""

from dataclasses import dataclass

from kyoso.apps.accounts.actors import ANONYMOUS, Actor
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries import get_organisation_for
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.files.enums import IMAGES
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import logo_of
from kyoso.apps.sheets.rules.clearances import capped, tiers_between, worth

ASSET = "asset"
MOST_ASSETS = 6
LOOKED_AT = 100
"""So many of the latest assets compete for a place on the sheet of a firm."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its owner, the tier it is made for, and what is open there."""

    organisation: Organisation
    tier: Tier
    tiers: list[Tier]
    """Those that the viewer may choose from."""
    assets: list[Projection]
    total: int
    """Of the assets open at the tier, of which a firm's sheet shows the best."""
    photo: File | None = None
    asset: Projection | None = None
    """On the sheet of an asset."""

    logo: File | None = None
    """Of the firm, as everybody sees it."""


def asset_sheet_for(actor: Actor, code: str, tier: int | None = None) -> Sheet:
    """Return the sheet of an asset at a tier, the most open one where none is given.

    Raises Absent where the actor may not see the asset, or as much as they ask for, or nobody at that tier sees it.
    """
    seen, viewer = get_visible(actor, ASSET, code), clearance_for(actor)
    tiers = tiers_between(seen.record_tier, viewer.tier_for(seen.owner_id, (ASSET, seen.record_id)))
    chosen = _chosen(tiers, tier)
    below = capped(viewer, chosen)
    shown = Projection.objects.visible_with(below).select_related("owner").filter(pk__in=_views_of(seen)).first()
    if shown is None:
        raise Absent
    logo = logo_of(ANONYMOUS, shown.owner_id)
    return Sheet(shown.owner, chosen, tiers, [shown], 1, _photo(below, [shown]), shown, logo)


def organisation_sheet_for(actor: Actor, code: str, tier: int | None = None) -> Sheet:
    """Return the sheet of an approved firm at a tier with its best assets there; Absent as for an asset."""
    organisation = get_organisation_for(actor, code)
    if organisation is None or not organisation.is_approved:
        raise Absent
    viewer = clearance_for(actor)
    highest = max(viewer.default, viewer.owners.get(organisation.pk, Tier.PUBLIC))
    tiers = tiers_between(Tier.PUBLIC, highest)
    chosen = _chosen(tiers, tier)
    below = capped(viewer, chosen)
    rows = _assets_of(organisation.pk, below)
    latest = list(rows.order_by("-changed_at", "pk")[:LOOKED_AT])
    best = sorted(latest, key=lambda row: worth(row.fields), reverse=True)[:MOST_ASSETS]
    logo = logo_of(ANONYMOUS, organisation.pk)
    return Sheet(organisation, chosen, tiers, best, rows.count(), _photo(below, best), logo=logo)


def _chosen(tiers: list[Tier], wanted: int | None) -> Tier:
    if not tiers or (wanted is not None and wanted not in tiers):
        raise Absent
    return tiers[0] if wanted is None else Tier(wanted)


def _views_of(seen: Projection) -> ProjectionQuerySet:
    return Projection.objects.filter(kind=seen.kind, record_id=seen.record_id)


def _assets_of(organisation_id: int, viewer: Clearance) -> ProjectionQuerySet:
    return Projection.objects.visible_with(viewer).filter(kind=ASSET, owner_id=organisation_id)


def _photo(viewer: Clearance, rows: list[Projection]) -> File | None:
    """The first picture of the first of the records that has one (one query)."""
    place = {row.record_id: number for number, row in enumerate(rows)}
    pictures = File.objects.visible_with(viewer).of_records([(ASSET, number) for number in place])
    found = list(pictures.filter(media_type__in=IMAGES).order_by("position", "pk")[:LOOKED_AT])
    return min(found, key=lambda file: (place[file.record_id], file.position, file.pk), default=None)
