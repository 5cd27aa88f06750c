"""What import and export need of assets: all of them as their own people may read them, and taking one back (H2)."""

from collections.abc import Collection, Iterator

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.queries import get_asset_to_edit
from kyoso.apps.disclosure.queries import clearance_for, redact
from kyoso.apps.disclosure.services.remove import remove_record

TEXTS = Asset.TIERED
CHUNK = 500


def assets_to_edit(actor: Actor, codes: Collection[str] | None = None) -> Iterator[tuple[Asset, dict[str, str]]]:
    """Yield the raw assets of the actor's organisation that they may see, oldest first, each with its open texts."""
    viewer = clearance_for(actor)
    rows = Asset.objects.filter(owner_id=actor.organisation_id or 0).order_by("pk")
    for asset in (rows if codes is None else rows.filter(code__in=codes)).iterator(CHUNK):
        opened = redact(asset, viewer)
        if opened is not None:
            yield asset, opened


def remove_asset(*, actor: Actor, code: str, version: int) -> None:
    """Remove an asset that nobody touched since `version`; Conflict otherwise, Absent for all but its people."""
    asset, _opened = get_asset_to_edit(actor, code)
    remove_record(actor=actor, record=asset, verb="asset_removed", seen=version)
