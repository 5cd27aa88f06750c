"""Who sees which file, asked of the database (A3, E2)."""

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.apps.files.samples import picture
from tests.factories import acting, actor, asset, grant, member, need, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.assets.services.save_asset import archive_asset, edit_asset, restore_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.disclosure.rules import Clearance
from kyoso.apps.disclosure.services.grants import revoke_grant
from kyoso.apps.files.enums import MediaType
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import (
    files_of,
    files_visible_to,
    get_file_for,
    get_file_to_edit,
    get_record_to_fill,
    list_files_for,
    main_photos_for,
)
from kyoso.apps.files.rules import is_open
from kyoso.apps.files.services.edit_file import move_file
from kyoso.apps.needs.enums import NeedStatus

FILE = {"name": "a.txt", "media_type": MediaType.TEXT, "size": 1, "sha256": "0" * 64}


def seen_by(viewer, record) -> set[int]:
    return {file.tier for file in list_files_for(viewer, record.KIND, record.pk)}


@pytest.mark.parametrize(("record_tier", "file_tier"), list(product(Tier, Tier)))
def test_everybody_sees_what_both_tiers_open(maker, attach, record_tier, file_tier):  # A3
    record = asset(maker, tier=record_tier)
    attach(record, tier=file_tier)
    firm, partner = Organisation.objects.get(pk=maker.organisation_id), member()
    grant(maker, partner)
    viewers = {
        Tier.PUBLIC: [ANONYMOUS, actor(organisation(status=OrganisationStatus.PENDING))],
        Tier.NETWORK: [actor(), network_actor()],
        Tier.NDA: [acting(partner), actor(firm, Role.LEAD), actor(firm, Role.MEMBER)],
        Tier.CORE: [maker, actor(firm, Role.MANAGER)],
    }
    for cleared, people in viewers.items():
        for viewer in people:
            assert bool(seen_by(viewer, record)) == (cleared >= max(record_tier, file_tier)), (cleared, viewer)


def test_a_stricter_record_closes_its_files_at_once(maker, attach):  # A3
    record = asset(maker, tier=Tier.PUBLIC)
    file = attach(record)
    assert get_file_for(ANONYMOUS, file.code).shown_tier == Tier.PUBLIC
    edit_asset(actor=maker, code=record.code, version=record.version, values={"tier": Tier.NDA})
    for viewer in (ANONYMOUS, actor()):
        with pytest.raises(Absent):
            get_file_for(viewer, file.code)
    assert get_file_for(maker, file.code).shown_tier == Tier.NDA


def test_a_file_stays_closed_when_its_record_opens_again(maker, attach):  # A3
    record = asset(maker, tier=Tier.CORE)
    file = attach(record, tier=Tier.NDA)
    edit_asset(actor=maker, code=record.code, version=record.version, values={"tier": Tier.PUBLIC})
    assert get_file_for(maker, file.code).shown_tier == Tier.NDA
    assert seen_by(actor(), record) == set()


def test_files_of_the_archive_and_of_drafts_follow_their_record(maker, attach):  # A1, C2
    kept, draft = asset(maker, tier=Tier.PUBLIC), need(maker, tier=Tier.PUBLIC, status=NeedStatus.DRAFT)
    attach(kept)
    attach(draft)
    archive_asset(actor=maker, code=kept.code)
    for record in (kept, draft):
        assert (seen_by(ANONYMOUS, record), seen_by(actor(), record)) == (set(), set())
        assert seen_by(maker, record) == {Tier.PUBLIC}
    restore_asset(actor=maker, code=kept.code)
    assert seen_by(ANONYMOUS, kept) == {Tier.PUBLIC}


def test_files_of_an_unapproved_organisation_are_its_own(attach):  # A3
    pending = actor(organisation(status=OrganisationStatus.PENDING))
    record = asset(pending, tier=Tier.PUBLIC)
    attach(record, by=pending)
    assert seen_by(actor(), record) == seen_by(network_actor(), record) == set()
    assert seen_by(pending, record) == {Tier.PUBLIC}


def test_a_grant_on_one_record_opens_the_files_of_that_one(maker, attach):  # E2
    partner, records = member(), [asset(maker), asset(maker, title="ほか")]
    for record in records:
        attach(record, tier=Tier.NDA)
    given_ = grant(maker, partner, records[0])
    assert [seen_by(acting(partner), record) for record in records] == [{Tier.NDA}, set()]
    revoke_grant(actor=maker, code=given_.code)
    assert seen_by(acting(partner), records[0]) == set()


def test_only_the_owners_people_change_files_and_only_those_they_see(maker, attach):  # A3
    record, partner = asset(maker), member()
    file = attach(record, tier=Tier.CORE)
    grant(maker, partner)
    colleague = actor(Organisation.objects.get(pk=maker.organisation_id), Role.MEMBER)
    assert get_file_to_edit(maker, file.code) == file
    for viewer in (colleague, acting(partner), actor(), ANONYMOUS):
        with pytest.raises(Absent):
            get_file_to_edit(viewer, file.code)
    for viewer in (acting(partner), actor(), ANONYMOUS):
        with pytest.raises(Absent):
            get_record_to_fill(viewer, "asset", record.code)
    with pytest.raises(Absent):
        get_record_to_fill(maker, "organisation", record.code)


def test_a_file_whose_record_changed_hands_is_nobodys(maker, attach):  # A3
    record = asset(maker, tier=Tier.PUBLIC)
    attach(record)
    Projection.objects.filter(record_id=record.pk).update(owner_id=actor().organisation_id)
    assert not files_visible_to(maker).exists()
    assert not files_visible_to(ANONYMOUS).exists()


def test_all_files_of_an_organisation_are_those_that_the_actor_sees(maker, attach):  # H2
    one, other = asset(maker), need(maker)
    for record in (other, one):
        attach(record)
        attach(record, "b.txt", tier=Tier.CORE)
    foreign = actor()
    attach(asset(foreign), by=foreign)
    assert [(file.kind, file.tier) for file in files_of(maker, maker.organisation_id)] == [
        ("asset", 0),
        ("asset", 3),
        ("need", 0),
        ("need", 3),
    ]
    assert {file.tier for file in files_of(foreign, maker.organisation_id)} == {0}


# The first picture


def test_the_first_picture_that_one_sees_stands_for_the_record(maker, attach, django_assert_num_queries):  # A1
    records = [asset(maker, title=str(number)) for number in range(3)]
    attach(records[0], "a.txt")
    hidden = attach(records[0], "b.jpg", tier=Tier.CORE)
    shown = attach(records[0], "c.png", picture("PNG"))
    attach(records[1], "a.txt")
    keys = [("asset", record.pk) for record in records]
    assert main_photos_for(maker, keys) == {keys[0]: hidden}
    other = actor()
    with django_assert_num_queries(2):  # grants, pictures
        assert main_photos_for(other, keys) == {keys[0]: shown}
    move_file(actor=maker, code=shown.code, step=-1)
    assert main_photos_for(maker, keys) == {keys[0]: shown}
    assert main_photos_for(maker, []) == {}


# The database and the rule say the same


class SameAsRule(TestCase):
    """Whatever clearance somebody has, the query finds what the rule opens."""

    @hypothesis_settings(max_examples=25)
    @given(st.data())
    def test_the_query_says_what_the_rule_says(self, data):  # A3
        tier, tiers = st.sampled_from(Tier), {}
        owners = [organisation(f"組織{number}") for number in range(2)]
        for number, (owner, record_tier) in enumerate(product(owners, Tier)):
            key = ("asset", number + 1)
            Projection.objects.create(
                kind="asset",
                record_id=key[1],
                code=f"R{number}",
                owner=owner,
                tier_from=record_tier,
                tier_to=Tier.CORE,
                record_tier=record_tier,
                title="題",
                listed=True,
                changed_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            )
            for file_tier in Tier:
                name = f"{number}-{file_tier}"
                made = File.objects.create(
                    kind="asset", record_id=key[1], owner=owner, tier=file_tier, stored=name, **FILE
                )
                tiers[made.pk] = (file_tier, record_tier, owner.pk, key)
        viewer = Clearance(
            data.draw(tier),
            data.draw(st.dictionaries(st.sampled_from([one.pk for one in owners]), tier)),
            data.draw(st.dictionaries(st.tuples(st.just("asset"), st.integers(1, 8)), tier, max_size=4)),
        )
        found = {file.pk: file.record_tier for file in File.objects.visible_with(viewer)}
        assert found == {pk: values[1] for pk, values in tiers.items() if is_open(*values, viewer)}


@pytest.mark.once
def test_a_projection_is_found_by_its_record(maker, attach):  # A3
    """SQLite, left to itself, goes through all records of the owner; PostgreSQL plans by what its tables hold."""
    record, partner = asset(maker), member()
    attach(record)
    grant(maker, partner)
    plan = files_visible_to(acting(partner)).filter(kind="asset", record_id=record.pk).explain()
    assert "projection_owner" not in plan
