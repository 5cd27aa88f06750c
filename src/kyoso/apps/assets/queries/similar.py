"""What similar firms also have: only what five of them show, and never from what is hidden."""

from dataclasses import dataclass

from django.db.models import Count

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.registries.industries import DIVISIONS, expand_industry
from kyoso.apps.disclosure.queries import visible_to

FEWEST = 5
"""Organisations that must have a thing before it is told that such firms have it."""

MOST = 12


@dataclass(frozen=True, slots=True)
class Had:
    """A kind of asset, perhaps in a field of technology, and how many similar organisations have it."""

    kind: str
    field: str
    organisations: int


@dataclass(frozen=True, slots=True)
class Similar:
    """What organisations of one industry have: a JSIC major group, or a division where a group tells nothing."""

    industry: str
    had: tuple[Had, ...] = ()


def similar_firms_have(actor: Actor) -> Similar:
    """Return what five or more other approved organisations of the same industry list for everybody like the actor.

    Grants open nothing here: it is counted what the whole network sees, or the public where the actor is not in it.
    """
    own = Organisation.objects.filter(pk=actor.organisation_id or 0).values_list("industry", flat=True).first() or ""
    if not own:
        return Similar("")
    found = Similar(own, _had(actor, (own,)))
    if found.had:
        return found
    division = next((one.code for one in DIVISIONS if own in expand_industry(one.code)), "")
    return Similar(division, _had(actor, expand_industry(division)) if division else ())


def _had(actor: Actor, groups: tuple[str, ...]) -> tuple[Had, ...]:
    anybody = Actor(in_network=actor.in_network)
    rows = visible_to(anybody, "asset").filter(owner__industry__in=groups).exclude(owner_id=actor.organisation_id)
    counted = rows.order_by().values("category", "field").annotate(firms=Count("owner_id", distinct=True))
    frequent = counted.filter(firms__gte=FEWEST).order_by("-firms", "category", "field")
    return tuple(Had(row["category"], row["field"], row["firms"]) for row in frequent[:MOST])
