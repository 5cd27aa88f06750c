"""Reading assets: lists and pages through their projections, the raw record for its own people's form alone."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetKind, AssetStatus, Part
from kyoso.apps.assets.models import Asset, TierDecision
from kyoso.apps.assets.rules.idle import is_past
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, redact, visible_to
from kyoso.apps.disclosure.rules import can_edit
from kyoso.shared.japanese import fold

KIND = Asset.KIND
DECIDED = Exists(TierDecision.objects.filter(asset_id=OuterRef("record_id"), undone_at=None))


def get_asset_for(actor: Actor, code: str) -> Projection:
    """Return an asset as the actor may see it, or raise Absent."""
    return get_visible(actor, KIND, code)


def list_own_assets(
    actor: Actor,
    *,
    text: str = "",
    kind: str = "",
    field: str = "",
    tier: int | None = None,
    status: str = AssetStatus.ACTIVE,
    missing: str = "",
) -> ProjectionQuerySet:
    """Return the assets of the organisation that the actor acts for, latest change first, narrowed by what is given."""
    rows = visible_to(actor, KIND).filter(owner_id=actor.organisation_id, status=status)
    for word in fold(text).split():
        rows = rows.filter(search_text__contains=word)
    if kind:
        rows = rows.filter(category=kind)
    if field:
        rows = rows.filter(field=field)
    if tier is not None:
        rows = rows.filter(record_tier=tier)
    if missing:
        rows = rows.filter(~having(missing))
    return rows.order_by("-changed_at", "pk")


def having(part: str) -> Q:
    """Return the condition that a projection has a part, as far as its reader sees: `number` is any figure in it."""
    if part == Part.NUMBER:
        return Q(fields__has_key="ability") & Q(fields__ability__regex=r"[0-9０-９]")
    return Q(fields__has_key=part)


def list_passed_assets(actor: Actor) -> list[Projection]:
    """Return the own idle capacity in use whose period ended, as far as the actor sees the period (one query)."""
    today = timezone.localdate()
    idle = list_own_assets(actor, kind=AssetKind.IDLE_CAPACITY).filter(fields__has_key="period")
    return [row for row in idle if is_past(row.fields["period"], today)]


def own_titles(actor: Actor, titles: Iterable[str]) -> set[str]:
    """Return those of the titles that own assets in use have already, as far as the actor sees them (one query)."""
    rows = list_own_assets(actor).filter(title__in=list(titles))
    return set(rows.order_by().values_list("title", flat=True))


def get_asset_to_edit(actor: Actor, code: str) -> tuple[Asset, dict[str, str]]:
    """Return the raw record and those of its texts that the actor may see; Absent for all but the owner's people."""
    asset = Asset.objects.filter(code=code, owner_id=actor.organisation_id).first()
    opened = redact(asset, clearance_for(actor)) if asset and can_edit(actor, asset.owner_id) else None
    if asset is None or opened is None:
        raise Absent
    return asset, opened
