"""Sorting assets on the board (A3): who may see each, decided for many at once, each on its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset, TierDecision
from kyoso.apps.assets.queries import get_asset_to_edit
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.services.save import save_record
from kyoso.shared.codes import new_code
from kyoso.shared.locking import Conflict
from kyoso.shared.text import clean_line

REASON_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one asset: its title where the actor may read it, and why it was refused, if it was."""

    code: str
    title: str
    refused: str = ""


def decide_tier(*, actor: Actor, code: str, version: int, tier: int, reason: str = "", batch: str = "") -> Asset:
    """Give an asset that was read at `version` a tier, or confirm the one it has, and keep who decided so and why.

    Decisions of one `batch` can be taken back together. Raises Absent, ValidationError where the role does not allow
    the tier or the reason is too long, Conflict when somebody saved first.
    """
    reason = clean_line(reason)
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("Keep the reason within %(most)d characters.") % {"most": REASON_LENGTH}})
    asset, _opened = get_asset_to_edit(actor, code)
    before = asset.tier
    with transaction.atomic():
        save_record(actor=actor, record=asset, values={"tier": tier}, verb="asset_tier_decided", seen=version)
        TierDecision.objects.create(
            asset=asset, tier=tier, before=before, batch=batch, reason=reason, decided_by_id=actor.person_id
        )
    return asset


def decide_tiers(*, actor: Actor, chosen: Iterable[tuple[str, int]], tier: int, reason: str = "") -> list[Decided]:
    """Decide about several assets, as pairs of code and version, each in a transaction of its own; tell of each."""
    batch = new_code()
    return [_decide(actor, code, version, tier, reason, batch) for code, version in chosen]


def undo_decisions(*, actor: Actor, batch: str) -> list[Decided]:
    """Take back what the actor decided at one go: each asset gets the tier it had and waits for a decision again.

    Assets that were changed since keep what they have. Raises Absent where there is nothing of theirs to take back.
    """
    own = TierDecision.objects.filter(decided_by_id=actor.person_id, asset__owner_id=actor.organisation_id)
    rows = list(own.filter(batch=batch, undone_at=None).exclude(batch="").select_related("asset").order_by("pk"))
    if not rows:
        raise Absent
    return [_undo(actor, decision) for decision in rows]


def _undo(actor: Actor, decision: TierDecision) -> Decided:
    try:
        asset, _opened = get_asset_to_edit(actor, decision.asset.code)
        is_last = not TierDecision.objects.filter(asset=asset, undone_at=None, pk__gt=decision.pk).exists()
        if asset.tier != decision.tier or not is_last:
            return Decided(asset.code, asset.title, _("It was changed since, and stays as it is."))
        with transaction.atomic():
            values = {"tier": decision.before if decision.before is not None else asset.tier}
            save_record(actor=actor, record=asset, values=values, verb="asset_tier_undone", seen=asset.version)
            decision.undone_at = timezone.now()
            decision.save(update_fields=["undone_at"])
    except Absent:
        return Decided(decision.asset.code, "", _("It is not there for you any more."))
    except Conflict:
        return Decided(asset.code, asset.title, _("It was changed since, and stays as it is."))
    except ValidationError as error:
        return Decided(asset.code, asset.title, " ".join(error.messages))
    return Decided(asset.code, asset.title)


def _decide(actor: Actor, code: str, version: int, tier: int, reason: str, batch: str) -> Decided:
    try:
        asset = decide_tier(actor=actor, code=code, version=version, tier=tier, reason=reason, batch=batch)
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
