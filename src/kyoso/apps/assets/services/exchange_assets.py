"""What import and export need of assets: all of them as their own people may read them, and taking one back (H2)."""

from collections.abc import Collection, Iterator

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.queries import get_asset_to_edit
from kyoso.apps.disclosure.queries import own_records
from kyoso.apps.disclosure.services.remove import remove_record

TEXTS = Asset.TIERED


def assets_to_edit(actor: Actor, codes: Collection[str] | None = None) -> Iterator[tuple[Asset, dict[str, str]]]:
    """Yield the organisation's assets, or those with some codes, that the actor may see, each with its open texts."""
    return own_records(actor, Asset, codes)


def remove_asset(*, actor: Actor, code: str, version: int) -> None:
    """Remove an asset that nobody touched since `version`; Conflict otherwise, Absent for all but its people."""
    asset, _opened = get_asset_to_edit(actor, code)
    remove_record(actor=actor, record=asset, verb="asset_removed", seen=version)
