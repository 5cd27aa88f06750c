"""How complete the inventory is, counted over what the reader sees of it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.queries.assets import DECIDED, having, list_own_assets
from kyoso.apps.assets.rules.progress import PARTS, KindCount


def count_kinds_for(actor: Actor) -> list[KindCount]:
    """Count the assets of each kind, how many can be used, and how many have each part (one query)."""
    counted = {part: Count("pk", filter=having(part)) for part in PARTS}
    usable = Count("pk", filter=Q(fields__has_key="summary") | Q(fields__has_key="ability"))
    rows = list_own_assets(actor).order_by().values("category").annotate(total=Count("pk"), usable=usable, **counted)
    found = {row["category"]: row for row in rows}
    return [_count(kind, found.get(kind)) for kind in AssetKind.values]


def count_undecided_for(actor: Actor) -> int:
    """Count the own assets in use of which nobody decided yet who may see them."""
    return list_own_assets(actor).filter(~DECIDED).count()


def count_decided_for(actor: Actor) -> tuple[int, int]:
    """Return of how many own assets in use somebody decided who may see them, and how many there are (one query)."""
    rows = list_own_assets(actor).order_by().annotate(is_decided=DECIDED)
    counted = rows.aggregate(decided=Count("pk", filter=Q(is_decided=True)), total=Count("pk"))
    return counted["decided"], counted["total"]


def _count(kind: str, row: Mapping[str, Any] | None) -> KindCount:
    if row is None:
        return KindCount(kind)
    return KindCount(kind, row["total"], row["usable"], {part: row[part] for part in PARTS})
