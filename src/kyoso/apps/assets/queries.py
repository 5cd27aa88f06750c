"""Reading assets: lists and pages through their projections, the raw record for its own people's form alone."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.models import Asset
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, redact, visible_to
from kyoso.apps.disclosure.rules import can_edit
from kyoso.shared.japanese import fold

KIND = Asset.KIND


def get_asset_for(actor: Actor, code: str) -> Projection:
    """Return an asset as the actor may see it, or raise Absent."""
    return get_visible(actor, KIND, code)


def list_own_assets(
    actor: Actor, *, text: str = "", kind: str = "", tier: int | None = None, status: str = AssetStatus.ACTIVE
) -> ProjectionQuerySet:
    """Return the assets of the organisation that the actor acts for, latest change first, narrowed by what is given."""
    rows = visible_to(actor, KIND).filter(owner_id=actor.organisation_id, status=status)
    for word in fold(text).split():
        rows = rows.filter(search_text__contains=word)
    if kind:
        rows = rows.filter(category=kind)
    if tier is not None:
        rows = rows.filter(record_tier=tier)
    return rows.order_by("-changed_at", "pk")


def get_asset_to_edit(actor: Actor, code: str) -> tuple[Asset, dict[str, str]]:
    """Return the raw record and those of its texts that the actor may see; Absent for all but the owner's people."""
    asset = Asset.objects.filter(code=code, owner_id=actor.organisation_id).first()
    opened = redact(asset, clearance_for(actor)) if asset and can_edit(actor, asset.owner_id) else None
    if asset is None or opened is None:
        raise Absent
    return asset, opened
