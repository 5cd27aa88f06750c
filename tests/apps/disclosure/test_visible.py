"""The door against an oracle (A3): whatever the world looks like, each actor sees exactly what a plain reading says."""

import datetime
import random
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from tests.factories import member, network_actor, organisation, person

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import NetworkRole, OrganisationStatus, Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.models import Asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant, TieredRecord
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, redact, visible_to
from kyoso.apps.disclosure.services.project import project
from kyoso.apps.needs.enums import NeedStatus
from kyoso.apps.needs.models import Need

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A small network drawn at random, every combination of which may occur."""

    dice: random.Random
    organisations: list[Organisation] = field(default_factory=list)
    members: list[Membership] = field(default_factory=list)
    records: list[TieredRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        statuses = [OrganisationStatus.APPROVED] * 2 + list(OrganisationStatus)
        self.organisations = [organisation(status=status) for status in statuses]
        for each in self.organisations:
            self.members += [member(each, self.dice.choice(list(Role))) for _ in range(2)]
        traveller = person()
        self.members += [member(each, who=traveller) for each in self.organisations[:2]]
        returning = person()
        self.members += [left(member(each, who=returning)) for each in self.organisations[:2]]
        self.members += [member(each, who=returning) for each in self.organisations[:2]]
        self.records = [self._record() for _ in range(24)]
        for _ in range(24):
            self._grant()

    def _record(self) -> TieredRecord:
        model, states = self.dice.choice([(Asset, list(AssetStatus)), (Need, list(NeedStatus))])
        record = model(
            owner=self.dice.choice(self.organisations),
            tier=self.dice.choice(list(Tier)),
            title=f"題{self.dice.random()}",
            status=self.dice.choice(states),
        )
        for name in model.TIERED:
            setattr(record, name, self.dice.choice(["", f"文{self.dice.random()}"]))
        stricter = {name: int(self.dice.choice(list(Tier))) for name in model.TIERED if self.dice.random() < 0.6}
        record.field_tiers = {name: tier for name, tier in stricter.items() if tier > record.tier}
        record.save()
        project(record)
        return record

    def _grant(self) -> None:
        to, record = self.dice.choice(self.members), self.dice.choice([None, self.dice.choice(self.records)])
        owner = self.dice.choice(self.organisations)
        if record and self.dice.random() < 0.8:
            owner = record.owner
        Grant.objects.create(
            owner=owner,
            membership=to,
            tier=self.dice.choice(list(Tier)),
            record_kind=record.KIND if record else "",
            record_id=record.pk if record else None,
            purpose="試験",
            last_day=timezone.localdate() + datetime.timedelta(days=self.dice.choice([-1, 0, 0, 9])),
            revoked_at=self.dice.choice([None, None, None, timezone.now()]),
        )

    def actors(self) -> list[Actor]:
        acting = [actor_for(each.person_id, each.organisation_id) for each in self.members]
        return [Actor(), actor_for(person().pk), *map(network_actor, NetworkRole), *acting]


def left(membership: Membership) -> Membership:
    """A membership that ended; its person may come back."""
    Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    membership.refresh_from_db()
    return membership


def oracle(actor: Actor, record: TieredRecord) -> dict[str, str] | None:
    """What an actor sees of a record, said as plainly as the design says it: its title and texts, or None."""
    own = actor.organisation_id == record.owner_id
    listed = record.status in {AssetStatus.ACTIVE, NeedStatus.PUBLISHED}
    approved = record.owner.status == OrganisationStatus.APPROVED
    if not own and not (listed and approved):
        return None
    seen = 1 if actor.in_network else 0
    if own:
        seen = 3 if actor.role in (Role.OWNER, Role.MANAGER) else 2
    for grant in Grant.objects.all():
        to = grant.membership
        in_force = grant.revoked_at is None and grant.last_day >= timezone.localdate() and to.ended_at is None
        to_actor = (to.person_id, to.organisation_id) == (actor.person_id, actor.organisation_id)
        on_record = grant.record_kind == "" or (grant.record_kind, grant.record_id) == (record.KIND, record.pk)
        if in_force and to_actor and on_record and grant.owner_id == record.owner_id:
            seen = max(seen, grant.tier if own else min(grant.tier, 2))
    if seen < record.tier:
        return None
    texts = {name: getattr(record, name) for name in record.TIERED}
    open_texts = {name: text for name, text in texts.items() if text and record.field_tiers.get(name, 0) <= seen}
    return {"title": record.title, **open_texts}


@pytest.mark.parametrize("seed", range(8))
def test_everyone_sees_what_the_plain_reading_says_and_each_record_once(seed):  # A3
    world = World(random.Random(seed))
    for actor in world.actors():
        rows = list(visible_to(actor))
        keys = [(row.kind, row.record_id) for row in rows]
        assert len(keys) == len(set(keys))
        seen = {(row.kind, row.record_id): {"title": row.title, **row.fields} for row in rows}
        expected = {(one.KIND, one.pk): oracle(actor, one) for one in world.records}
        assert seen == {key: shown for key, shown in expected.items() if shown is not None}, actor


@pytest.mark.parametrize("seed", range(3))
def test_the_single_record_and_the_raw_columns_agree_with_the_list(seed):  # A3
    world = World(random.Random(100 + seed))
    for actor in world.actors():
        rows = {(row.kind, row.record_id): row for row in visible_to(actor)}
        viewer = clearance_for(actor)
        for record in world.records:
            row = rows.get((record.KIND, record.pk))
            if row is None:
                with pytest.raises(Absent):
                    get_visible(actor, record.KIND, record.code)
                continue
            assert get_visible(actor, record.KIND, record.code) == row
            opened = redact(record, viewer)
            assert opened is not None
            assert {name: text for name, text in opened.items() if text} == row.fields


def test_scenarios_are_not_all_the_same():
    """The generator must produce what it is there for: records seen, hidden, and seen in part."""
    world = World(random.Random(0))
    outcomes = [oracle(actor, record) for actor in world.actors() for record in world.records]
    sizes = {len(shown) for shown in outcomes if shown is not None}
    assert None in outcomes
    assert len(sizes) > 2


def test_visibility_asks_two_questions_whatever_the_number_of_records(django_assert_num_queries):  # A3
    world = World(random.Random(1))
    actor = next(each for each in world.actors() if each.organisation_id)
    with django_assert_num_queries(2):
        [row.owner.name for row in visible_to(actor)]
