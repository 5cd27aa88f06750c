"""The rules of disclosure on plain values (A3): no database, and an invariant for each."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.accounts.actors import ANONYMOUS, Actor
from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import (
    Clearance,
    GrantView,
    can_edit,
    can_grant,
    clearance,
    field_tier,
    own_tier,
    tiers_offered,
    views,
    visible_fields,
)

OWN, OTHER, THIRD = 1, 2, 3
RECORD = ("asset", 7)

tiers = st.sampled_from(list(Tier))
names = st.sampled_from(["summary", "ability", "evidence", "conditions"])
texts_of = st.dictionaries(names, st.sampled_from(["", "甲", "乙"]))
tiers_of = st.dictionaries(names, st.sampled_from([None, *Tier]))


def staff(role: Role = Role.MEMBER, *, in_network: bool = True, organisation_id: int = OWN) -> Actor:
    return Actor(person_id=5, organisation_id=organisation_id, role=role, in_network=in_network)


# Fields and views


@given(tiers, st.none() | tiers)
def test_field_is_never_looser_than_its_record(record_tier, given_tier):  # A3
    assert field_tier(record_tier, given_tier) >= record_tier
    assert field_tier(record_tier, given_tier) >= (given_tier or 0)


def test_field_without_a_tier_follows_its_record():  # A3
    assert [field_tier(tier, None) for tier in Tier] == list(Tier)


@given(tiers, tiers_of, texts_of, tiers)
def test_record_above_the_clearance_shows_nothing_at_all(record_tier, field_tiers, texts, viewer):  # A3
    shown = visible_fields(record_tier, field_tiers, texts, viewer)
    assert (shown is None) == (viewer < record_tier)


@given(tiers, tiers_of, texts_of)
def test_views_cover_every_tier_from_the_records_own_exactly_once(record_tier, field_tiers, texts):  # A3
    covered = [
        tier for view in views(record_tier, field_tiers, texts) for tier in range(view.tier_from, view.tier_to + 1)
    ]
    assert covered == list(range(record_tier, Tier.CORE + 1))


@given(tiers, tiers_of, texts_of)
def test_views_grow_with_the_clearance_and_each_differs_from_the_one_before(record_tier, field_tiers, texts):  # A3
    found = views(record_tier, field_tiers, texts)
    for looser, stricter in pairwise(found):
        assert looser.fields.items() < stricter.fields.items()


@given(tiers, tiers_of, texts_of)
def test_a_view_holds_what_its_tiers_may_see_and_no_empty_text(record_tier, field_tiers, texts):  # A3
    for view in views(record_tier, field_tiers, texts):
        for tier in range(view.tier_from, view.tier_to + 1):
            allowed = {
                name: text
                for name, text in texts.items()
                if text and max(record_tier, field_tiers.get(name) or 0) <= tier
            }
            assert view.fields == allowed


def test_empty_field_makes_no_view_of_its_own():  # A3
    found = views(Tier.PUBLIC, {"evidence": Tier.CORE}, {"summary": "甲", "evidence": ""})
    assert [(view.tier_from, view.tier_to, view.fields) for view in found] == [(0, 3, {"summary": "甲"})]


# Clearance: default deny, and a line for each right


def test_anonymous_sees_public_only():  # A3
    seen = clearance(ANONYMOUS, [])
    assert (seen.default, seen.owners, seen.records, seen.own_id) == (Tier.PUBLIC, {}, {}, None)


def test_signed_in_without_organisation_sees_public_only():  # A3
    assert clearance(Actor(person_id=5), []) == Clearance()


def test_approved_organisation_opens_the_network_tier_and_no_more():  # A3
    seen = clearance(staff(), [])
    assert seen.tier_for(OTHER, RECORD) == Tier.NETWORK


def test_pending_organisation_sees_its_own_and_else_public_only():  # A3
    seen = clearance(staff(Role.OWNER, in_network=False), [])
    assert seen.tier_for(OWN, RECORD) == Tier.CORE
    assert seen.tier_for(OTHER, RECORD) == Tier.PUBLIC


@pytest.mark.parametrize(
    ("role", "tier"),
    [(Role.OWNER, Tier.CORE), (Role.MANAGER, Tier.CORE), (Role.LEAD, Tier.NDA), (Role.MEMBER, Tier.NDA)],
)
def test_own_roles(role, tier):  # A3
    assert own_tier(role) == tier
    assert clearance(staff(role), []).tier_for(OWN, RECORD) == tier


@pytest.mark.parametrize("role", list(NetworkRole))
def test_operators_and_coordinators_see_the_network_tier_and_no_more(role):  # A3
    seen = clearance(Actor(person_id=5, network_roles=frozenset({role}), in_network=True), [])
    assert seen.tier_for(OTHER, RECORD) == Tier.NETWORK


def test_owner_wide_grant_opens_that_owner_alone():  # A3
    seen = clearance(staff(), [GrantView(OTHER, Tier.NDA)])
    assert seen.tier_for(OTHER, RECORD) == Tier.NDA
    assert seen.tier_for(THIRD, RECORD) == Tier.NETWORK


def test_record_grant_opens_that_record_alone():  # A3
    seen = clearance(staff(), [GrantView(OTHER, Tier.NDA, RECORD)])
    assert seen.tier_for(OTHER, RECORD) == Tier.NDA
    assert seen.tier_for(OTHER, ("need", 7)) == Tier.NETWORK
    assert seen.tier_for(OTHER, ("asset", 8)) == Tier.NETWORK


@given(
    st.lists(st.builds(GrantView, st.sampled_from([OTHER, THIRD]), tiers, st.none() | st.just(RECORD))),
    st.sampled_from(Role),
)
def test_no_grant_lifts_core_for_another_organisation(grants, role):  # A3
    seen = clearance(staff(role), grants)
    assert max(seen.tier_for(OTHER, RECORD), seen.tier_for(THIRD, RECORD)) <= Tier.NDA


def test_named_staff_see_core_of_what_they_are_named_for():  # A3
    seen = clearance(staff(Role.LEAD), [GrantView(OWN, Tier.CORE, RECORD)])
    assert seen.tier_for(OWN, RECORD) == Tier.CORE
    assert seen.tier_for(OWN, ("asset", 8)) == Tier.NDA


@given(st.lists(st.builds(GrantView, st.sampled_from([OWN, OTHER]), tiers, st.none() | st.just(RECORD))))
def test_a_grant_never_takes_away(grants):  # A3
    without, having = clearance(staff(), []), clearance(staff(), grants)
    for owner in (OWN, OTHER, THIRD):
        for record in (RECORD, ("need", 7)):
            assert having.tier_for(owner, record) >= without.tier_for(owner, record)


def test_best_of_several_grants_holds_in_any_order():  # A3
    grants = [GrantView(OTHER, Tier.NETWORK), GrantView(OTHER, Tier.NDA), GrantView(OTHER, Tier.PUBLIC)]
    assert clearance(staff(), grants).owners[OTHER] == clearance(staff(), grants[::-1]).owners[OTHER] == Tier.NDA


# Granting and editing


@pytest.mark.parametrize(
    ("role", "owner", "tier", "allowed"),
    [
        (Role.OWNER, OWN, Tier.NDA, True),
        (Role.MANAGER, OWN, Tier.CORE, True),
        (Role.LEAD, OWN, Tier.NDA, False),
        (Role.MEMBER, OWN, Tier.NDA, False),
        (Role.OWNER, OTHER, Tier.NDA, False),
        (Role.OWNER, OWN, Tier.NETWORK, False),
        (Role.OWNER, OWN, Tier.PUBLIC, False),
    ],
)
def test_who_may_grant_what(role, owner, tier, allowed):  # A3
    assert can_grant(staff(role), owner, tier) is allowed


def test_everybody_edits_their_own_organisation_and_nobody_another():  # A3
    assert all(can_edit(staff(role), OWN) for role in Role)
    assert not any(can_edit(staff(role), OTHER) for role in Role)
    assert not can_edit(ANONYMOUS, OWN)
    assert not can_edit(Actor(person_id=5, network_roles=frozenset(NetworkRole), in_network=True), OWN)


@given(st.sampled_from(Role), tiers)
def test_offered_tiers_are_never_stricter_than_what_one_sees(role, seen):  # A3
    assert all(tier <= seen for tier in tiers_offered(staff(role), seen))


def test_members_may_close_but_not_open():  # A3
    assert tiers_offered(staff(Role.MEMBER), Tier.NDA) == [Tier.NDA]
    assert tiers_offered(staff(Role.LEAD), Tier.NDA) == [Tier.PUBLIC, Tier.NETWORK, Tier.NDA]
    assert tiers_offered(staff(Role.OWNER), Tier.CORE) == list(Tier)
