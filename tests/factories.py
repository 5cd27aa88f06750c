"""People, organisations and records to test with, made by the services that pages use."""

import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import NetworkRole, OrganisationStatus, Role
from kyoso.apps.accounts.models import Membership, Organisation, Person
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.accounts.services.add_member import add_member, make_operator
from kyoso.apps.accounts.services.register_person import register_person
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.services.save_asset import archive_asset, create_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant, TieredRecord
from kyoso.apps.disclosure.services.grants import give_grant
from kyoso.apps.journal.services.record import enqueue_change
from kyoso.apps.needs.enums import CloseReason, NeedStatus
from kyoso.apps.needs.models import Need
from kyoso.apps.needs.services.save_need import close_need, create_need, publish_need

_numbers = count(1)


def person(name: str = "", **values: Any) -> Person:
    """Someone without an organisation."""
    number = next(_numbers)
    return register_person(email=f"person{number}@example.jp", name=name or f"人物{number}", verified=True, **values)


def organisation(name: str = "", status: str = OrganisationStatus.APPROVED, **values: Any) -> Organisation:
    """An organisation in any state; the services that move it there have tests of their own."""
    made = Organisation.objects.create(name=name or f"組織{next(_numbers)}", status=status, **values)
    enqueue_change("organisation", made.pk)
    return made


def member(of: Organisation | None = None, role: Role = Role.OWNER, who: Person | None = None) -> Membership:
    """A membership of a new person, in a new organisation unless one is given."""
    joining = who or person()
    return add_member(organisation=of or organisation(), email=joining.email, role=role)


def acting(membership: Membership) -> Actor:
    """The member as an actor for that very organisation."""
    return actor_for(membership.person_id, membership.organisation_id)


def actor(of: Organisation | None = None, role: Role = Role.OWNER) -> Actor:
    """A new member as an actor."""
    return acting(member(of, role))


def network_actor(role: NetworkRole = NetworkRole.OPERATOR) -> Actor:
    """An operator or coordinator without an organisation."""
    one = person()
    return actor_for(make_operator(email=one.email, role=role).pk)


def manager_of(owner: Organisation) -> Actor:
    """An owner of the organisation, the one it has or a new one."""
    found = Membership.objects.filter(organisation=owner, role=Role.OWNER, ended_at=None).first()
    return acting(found) if found else actor(owner)


def asset(by: Actor | None = None, *, archived: bool = False, **values: Any) -> Asset:
    """An asset of the actor's organisation, at the network tier unless told otherwise."""
    by = by or actor()
    made = create_asset(actor=by, values={"title": "深絞り", "tier": Tier.NETWORK, **values})
    return archive_asset(actor=by, code=made.code) if archived else made


def need(by: Actor | None = None, *, status: str = NeedStatus.PUBLISHED, note: str = "", **values: Any) -> Need:
    """A need of the actor's organisation, published unless told otherwise."""
    by = by or actor()
    made = create_need(actor=by, values={"title": "検査の手間", "tier": Tier.NETWORK, "problem": "目視", **values})
    if status != NeedStatus.DRAFT:
        made = publish_need(actor=by, code=made.code)
    if status == NeedStatus.CLOSED:
        made = close_need(actor=by, code=made.code, reason=CloseReason.POSTPONED, note=note)
    return made


def grant(
    by: Actor, to: Membership, record: TieredRecord | None = None, *, tier: Tier = Tier.NDA, days: int = 30
) -> Grant:
    """A grant by the actor's organisation; `days` below zero make one that ran out (as time does, not a service)."""
    given = give_grant(
        actor=by,
        membership=to,
        purpose="試作の相談",
        last_day=timezone.localdate() + datetime.timedelta(days=max(days, 0)),
        tier=tier,
        record=(record.KIND, record.pk) if record else None,
    )
    if days < 0:
        Grant.objects.filter(pk=given.pk).update(last_day=timezone.localdate() + datetime.timedelta(days=days))
    return given
