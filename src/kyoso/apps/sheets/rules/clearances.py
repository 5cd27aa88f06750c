"""At which tiers somebody may print, and what is open at the tier they chose."""

from collections.abc import Mapping

from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import Clearance


def capped(viewer: Clearance, tier: Tier) -> Clearance:
    """Return what somebody sees who has the viewer's rights up to a tier only, and is nobody's own staff.

    Never wider than the viewer's own clearance; drafts and archive are left out, since nobody else sees them.
    """
    return Clearance(
        default=min(viewer.default, tier),
        owners={owner: min(given, tier) for owner, given in viewer.owners.items()},
        records={record: min(given, tier) for record, given in viewer.records.items()},
    )


def tiers_between(lowest: int, highest: int) -> list[Tier]:
    """Return the tiers at which something can be printed: from where it begins up to what the viewer may see."""
    return [tier for tier in Tier if lowest <= tier <= highest]


def is_confidential(tier: int) -> bool:
    """Above the network tier a sheet names its reader and says that it is secret."""
    return tier >= Tier.NDA


def worth(fields: Mapping[str, str]) -> tuple[int, int]:
    """Return how much an asset's texts tell: how many there are, and whether one holds a figure."""
    return len(fields), int(any(sign.isdigit() for sign in fields.get("ability", "")))
