"""Sorting assets on the board (A3): who may see each, decided for many at once, each on its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset, TierDecision
from kyoso.apps.assets.queries import get_asset_to_edit
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.services.save import save_record
from kyoso.shared.locking import Conflict
from kyoso.shared.text import clean_line

REASON_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one asset: its title where the actor may read it, and why it was refused, if it was."""

    code: str
    title: str
    refused: str = ""


def decide_tier(*, actor: Actor, code: str, version: int, tier: int, reason: str = "") -> Asset:
    """Give an asset that was read at `version` a tier, or confirm the one it has, and keep who decided so and why.

    Raises Absent, ValidationError where the role does not allow the tier or the reason is too long, Conflict when
    somebody saved first.
    """
    reason = clean_line(reason)
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("Keep the reason within %(most)d characters.") % {"most": REASON_LENGTH}})
    asset, _opened = get_asset_to_edit(actor, code)
    with transaction.atomic():
        save_record(actor=actor, record=asset, values={"tier": tier}, verb="asset_tier_decided", seen=version)
        TierDecision.objects.create(asset=asset, tier=tier, reason=reason, decided_by_id=actor.person_id)
    return asset


def decide_tiers(*, actor: Actor, chosen: Iterable[tuple[str, int]], tier: int, reason: str = "") -> list[Decided]:
    """Decide about several assets, as pairs of code and version, each in a transaction of its own; tell of each."""
    return [_decide(actor, code, version, tier, reason) for code, version in chosen]


def _decide(actor: Actor, code: str, version: int, tier: int, reason: str) -> Decided:
    try:
        asset = decide_tier(actor=actor, code=code, version=version, tier=tier, reason=reason)
    except Absent:
        return Decided(code, "", _("It is not there for you any more."))
    except Conflict:
        return Decided(code, _title(actor, code), _("Somebody else changed it meanwhile. Look again, then decide."))
    except ValidationError as error:
        return Decided(code, _title(actor, code), " ".join(error.messages))
    return Decided(code, asset.title)


def _title(actor: Actor, code: str) -> str:
    try:
        asset, _opened = get_asset_to_edit(actor, code)
    except Absent:
        return ""
    return asset.title
