"""Reading the written rule of what an organisation opens: for its own people."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import OpeningRule


def current_rule_for(actor: Actor) -> OpeningRule | None:
    """Return the version that counts in the organisation acted for, or None while none is written (one query)."""
    return next(iter(list_rules_for(actor, most=1)), None)


def list_rules_for(actor: Actor, most: int = 20) -> list[OpeningRule]:
    """Return the versions of the rule of the organisation acted for, newest first (one query)."""
    if actor.organisation_id is None or actor.role is None:
        return []
    rows = OpeningRule.objects.filter(owner_id=actor.organisation_id).select_related("written_by", "approved_by")
    return list(rows.order_by("-number")[:most])
