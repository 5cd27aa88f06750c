"""Taking an asset into the inventory, changing it, putting it away (A1)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.queries import get_asset_to_edit
from kyoso.apps.disclosure.services.save import save_record


def create_asset(*, actor: Actor, values: Mapping[str, Any]) -> Asset:
    """Add an asset to the actor's organisation: title, kind, tier, and any other column with its tier.

    Raises PermissionDenied without an organisation, ValidationError naming the fields at fault.
    """
    if actor.organisation_id is None:
        raise PermissionDenied
    asset = Asset(owner_id=actor.organisation_id)
    save_record(actor=actor, record=asset, values=values, verb="asset_created")
    return asset


def edit_asset(*, actor: Actor, code: str, version: int, values: Mapping[str, Any]) -> Asset:
    """Change an asset that was read at `version`; texts closed to the actor stay as they are.

    Raises Absent, ValidationError, or Conflict when somebody saved first.
    """
    asset, _ = get_asset_to_edit(actor, code)
    save_record(actor=actor, record=asset, values=values, verb="asset_edited", seen=version)
    return asset


def archive_asset(*, actor: Actor, code: str) -> Asset:
    """Take an asset out of every list but the owner's archive."""
    return _set_status(actor, code, AssetStatus.ARCHIVED, "asset_archived")


def restore_asset(*, actor: Actor, code: str) -> Asset:
    """Bring an archived asset back into use, at the tier it had."""
    return _set_status(actor, code, AssetStatus.ACTIVE, "asset_restored")


def _set_status(actor: Actor, code: str, status: AssetStatus, verb: str) -> Asset:
    asset, _ = get_asset_to_edit(actor, code)
    save_record(actor=actor, record=asset, values={"status": status}, verb=verb, seen=asset.version)
    return asset
