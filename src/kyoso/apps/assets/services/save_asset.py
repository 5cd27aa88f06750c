"""Taking an asset into the inventory, changing it, putting it away (A1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.models import Asset, Interview, TierDecision
from kyoso.apps.assets.queries import get_asset_to_edit, own_titles
from kyoso.apps.assets.rules.drafting import MOST_TITLES, TITLE_LENGTH
from kyoso.apps.assets.services.hold_interview import finish_interview
from kyoso.apps.disclosure.services.save import save_record
from kyoso.shared.text import clean_line


def create_asset(*, actor: Actor, values: Mapping[str, Any], interview: Interview | None = None) -> Asset:
    """Add an asset to the actor's organisation: title, kind, tier, and any other column with its tier.

    `interview` is the one whose answers it was made from. Raises PermissionDenied without an organisation,
    ValidationError naming the fields at fault.
    """
    if actor.organisation_id is None:
        raise PermissionDenied
    asset = Asset(owner_id=actor.organisation_id, interview=interview)
    save_record(actor=actor, record=asset, values=values, verb="asset_created")
    return asset


def create_assets(
    *, actor: Actor, titles: Iterable[str], kind: str, tier: int, interview: Interview | None = None
) -> tuple[list[Asset], list[str]]:
    """Add an asset for each title, all or none, and return them with the titles that were there already.

    Raises ValidationError naming the line at fault.
    """
    wanted = list(dict.fromkeys(filter(None, map(clean_line, titles))))
    _check_titles(wanted)
    known = own_titles(actor, wanted)
    with transaction.atomic():
        made = [
            create_asset(actor=actor, values={"title": title, "kind": kind, "tier": tier}, interview=interview)
            for title in wanted
            if title not in known
        ]
    return made, [title for title in wanted if title in known]


def create_from_interview(
    *, actor: Actor, interview: Interview, values: Mapping[str, Any], more: Iterable[str] = ()
) -> tuple[Asset, int]:
    """Make an asset of the answers of an interview, and of each further name one with its title alone; all or none.

    The interview is finished then. Returns the first asset and how many were made in all.
    """
    names = list(more)
    with transaction.atomic():
        asset = create_asset(actor=actor, values=values, interview=interview)
        made: list[Asset] = []
        if names:
            kind, tier = values.get("kind", interview.kind), values["tier"]
            made, _known = create_assets(actor=actor, titles=names, kind=kind, tier=tier, interview=interview)
        finish_interview(actor=actor, code=interview.code)
    return asset, 1 + len(made)


def edit_asset(*, actor: Actor, code: str, version: int, values: Mapping[str, Any]) -> Asset:
    """Change an asset that was read at `version`; texts closed to the actor stay as they are.

    Choosing another tier is a decision, and kept as one. Raises Absent, ValidationError, or Conflict when somebody
    saved first.
    """
    asset, _opened = get_asset_to_edit(actor, code)
    before = asset.tier
    with transaction.atomic():
        save_record(actor=actor, record=asset, values=values, verb="asset_edited", seen=version)
        if asset.tier != before:
            TierDecision.objects.create(asset=asset, tier=asset.tier, decided_by_id=actor.person_id)
    return asset


def archive_asset(*, actor: Actor, code: str) -> Asset:
    """Take an asset out of every list but the owner's archive."""
    return _set_status(actor, code, AssetStatus.ARCHIVED, "asset_archived")


def restore_asset(*, actor: Actor, code: str) -> Asset:
    """Bring an archived asset back into use, at the tier it had."""
    return _set_status(actor, code, AssetStatus.ACTIVE, "asset_restored")


def _set_status(actor: Actor, code: str, status: AssetStatus, verb: str) -> Asset:
    asset, _opened = get_asset_to_edit(actor, code)
    save_record(actor=actor, record=asset, values={"status": status}, verb=verb, seen=asset.version)
    return asset


def _check_titles(titles: list[str]) -> None:
    if not titles:
        raise ValidationError({"titles": _("Write at least one name.")})
    if len(titles) > MOST_TITLES:
        raise ValidationError({"titles": _("At most %(most)d at once; the rest can follow.") % {"most": MOST_TITLES}})
    for number, title in enumerate(titles, start=1):
        if len(title) > TITLE_LENGTH:
            raise ValidationError(
                {
                    "titles": _("Name %(number)d is too long: keep it within %(most)d characters.")
                    % {"number": number, "most": TITLE_LENGTH}
                }
            )
