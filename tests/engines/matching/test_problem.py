import pytest

from kyoso.engines.matching import Chunk, Clearance, Query


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"record": ""}, "record"),
        ({"record": 7}, "record"),
        ({"text": None}, "text"),
        ({"kind": "idea"}, "kind"),
        ({"owner": "x"}, "owner"),
        ({"tier_from": 4}, "tier_from"),
        ({"tier_from": True}, "tier_from"),
        ({"tier_from": 2, "tier_to": 1}, "tier_to"),
        ({"tier_to": 9}, "tier_to"),
        ({"industry": 24}, "industry"),
        ({"lang": "fr"}, "lang"),
    ],
)
def test_a_chunk_names_the_attribute_at_fault(changes, fault):
    with pytest.raises(ValueError, match=fault):
        Chunk(**({"record": "asset:1", "text": "穴"} | changes))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": None}, "text"),
        ({"kinds": {"idea"}}, "kinds"),
        ({"far": 1.2}, "far"),
        ({"home_industry": None}, "home_industry"),
        ({"top": 0}, "top"),
    ],
)
def test_a_query_names_the_attribute_at_fault(changes, fault):
    with pytest.raises(ValueError, match=fault):
        Query(**({"text": "穴"} | changes))


def test_a_clearance_refuses_unknown_tiers_and_cannot_be_changed_later():
    with pytest.raises(ValueError, match="tiers"):
        Clearance(0, {1: 4})
    owners = {1: 2}
    clearance = Clearance(0, owners)
    owners[1] = 3
    assert clearance.tier_for(1, "asset:1") == 2


@pytest.mark.parametrize(
    ("clearance", "tier"),
    [
        (Clearance(), 0),
        (Clearance(1), 1),
        (Clearance(1, {7: 2}), 2),
        (Clearance(1, {7: 0}), 1),
        (Clearance(0, {7: 1}, {"asset:1": 3}), 3),
        (Clearance(0, {8: 3}, {"asset:2": 3}), 0),
    ],
)
def test_the_highest_entry_of_a_clearance_applies(clearance, tier):
    assert clearance.tier_for(7, "asset:1") == tier
    assert clearance.sees(Chunk("asset:1", "穴", owner=7, tier_from=tier, tier_to=tier))
    assert not clearance.sees(Chunk("asset:1", "穴", owner=7, tier_from=tier + 1, tier_to=3)) if tier < 3 else True
