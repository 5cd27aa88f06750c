"""The rules of disclosure as pure functions: what a tier means, and what each viewer's clearance opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.disclosure.enums import Tier

RecordKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class GrantView:
    """What a grant in force opens: an owner's content up to a tier, all of it or one record."""

    owner_id: int
    tier: Tier
    record: RecordKey | None = None


@dataclass(frozen=True, slots=True)
class Clearance:
    """The strictest tier that a viewer may see: of anyone, of certain owners, of certain records."""

    default: Tier = Tier.PUBLIC
    owners: Mapping[int, Tier] = field(default_factory=dict)
    records: Mapping[RecordKey, Tier] = field(default_factory=dict)
    own_id: int | None = None
    """The organisation acted for, whose drafts and archive are seen too."""

    def tier_for(self, owner_id: int, record: RecordKey) -> Tier:
        """Return the strictest tier open to the viewer for one record."""
        return max(self.default, self.owners.get(owner_id, Tier.PUBLIC), self.records.get(record, Tier.PUBLIC))


@dataclass(frozen=True, slots=True)
class View:
    """What viewers with a clearance between two tiers (both included) see of a record."""

    tier_from: Tier
    tier_to: Tier
    fields: Mapping[str, str]


def field_tier(record_tier: int, given: int | None) -> Tier:
    """A field may be stricter than its record, never looser."""
    return Tier(max(record_tier, given or Tier.PUBLIC))


def visible_fields(
    record_tier: int, tiers: Mapping[str, int], texts: Mapping[str, str], clearance: Tier
) -> dict[str, str] | None:
    """Return the fields open at a clearance, or None where the record itself is not."""
    if clearance < record_tier:
        return None
    return {name: text for name, text in texts.items() if field_tier(record_tier, tiers.get(name)) <= clearance}


def views(record_tier: int, tiers: Mapping[str, int], texts: Mapping[str, str]) -> list[View]:
    """Return the distinct views of a record from its own tier up to core; empty fields never make a view differ."""
    filled = {name: text for name, text in texts.items() if text}
    result: list[View] = []
    for tier in Tier:
        fields = visible_fields(record_tier, tiers, filled, tier)
        if fields is None:
            continue
        if result and result[-1].fields == fields:
            result[-1] = View(result[-1].tier_from, tier, fields)
        else:
            result.append(View(tier, tier, fields))
    return result


def clearance(actor: Actor, grants: Iterable[GrantView]) -> Clearance:
    """Work out what an actor may see. Default deny: public only, and each further right has its own line."""
    default = Tier.NETWORK if actor.in_network else Tier.PUBLIC
    owners: dict[int, Tier] = {}
    records: dict[RecordKey, Tier] = {}
    if actor.organisation_id is not None and actor.role is not None:
        owners[actor.organisation_id] = own_tier(actor.role)
    for grant in grants:
        tier = _grant_tier(actor, grant)
        if grant.record is None:
            owners[grant.owner_id] = max(tier, owners.get(grant.owner_id, Tier.PUBLIC))
        else:
            records[grant.record] = max(tier, records.get(grant.record, Tier.PUBLIC))
    return Clearance(default, owners, records, actor.organisation_id)


def own_tier(role: Role) -> Tier:
    """Core opens to owners and managers; the other staff see what a partner under NDA sees, unless named."""
    return Tier.CORE if role in {Role.OWNER, Role.MANAGER} else Tier.NDA


def _grant_tier(actor: Actor, grant: GrantView) -> Tier:
    """No grant lifts core for another organisation, whatever a row says."""
    if grant.owner_id == actor.organisation_id:
        return grant.tier
    return min(grant.tier, Tier.NDA)


def can_grant(actor: Actor, owner_id: int, tier: int) -> bool:
    """Owners and managers open their organisation's content; core to own staff only (checked elsewhere)."""
    return actor.organisation_id == owner_id and actor.is_manager and tier in {Tier.NDA, Tier.CORE}


def can_edit(actor: Actor, owner_id: int) -> bool:
    """Everybody in an organisation may write its records; what they see of them is another question."""
    return actor.organisation_id is not None and actor.organisation_id == owner_id


def tiers_offered(actor: Actor, seen: Tier) -> list[Tier]:
    """Return the tiers that a person may give a record: none that they could not see, open ones for leads and up."""
    may_open = actor.role in {Role.OWNER, Role.MANAGER, Role.LEAD}
    return [tier for tier in Tier if tier <= seen and (may_open or tier >= Tier.NDA)]


@dataclass(frozen=True, slots=True)
class Past:
    """A record as it was after one save: its tier then, the stricter tiers of its texts, and all its values."""

    tier: int
    tiers: Mapping[str, int]
    values: Mapping[str, Any]


def visible_past(
    past: Past, tier_now: int, tiers_now: Mapping[str, int], texts: Iterable[str], clearance: Tier
) -> dict[str, Any] | None:
    """Return what a viewer may see of an old version, at the stricter of its tiers then and now; None for none of it.

    `texts` names the values that have tiers of their own; all others are as open as the record.
    """
    strictest = max(past.tier, tier_now)
    if clearance < strictest:
        return None
    tiered = set(texts)
    tiers = {name: max(past.tiers.get(name, 0), tiers_now.get(name, 0)) for name in tiered}
    return {
        name: value
        for name, value in past.values.items()
        if name not in tiered or field_tier(strictest, tiers[name]) <= clearance
    }


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the values that differ between two versions as far as both are open; for a first one, what it holds."""
    if before is None:
        return {name: (None, value) for name, value in after.items() if value not in (None, "", [], {})}
    return {name: (before[name], value) for name, value in after.items() if name in before and before[name] != value}
