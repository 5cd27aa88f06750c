"""The canary harness covers what there is: new models, texts and routes fail here until somebody covers them."""

import random

import pytest
from tests.canary.cast import EVERYBODY, LEVELS
from tests.canary.records import OWN_NOTES, PLAIN_COLUMNS, STATES, combinations, text_columns, tiered_models
from tests.canary.routes import all_routes, filler
from tests.canary.surfaces import sheets

from kyoso.apps.disclosure.models import Projection


def test_every_kind_of_record_has_its_states():
    assert set(tiered_models()) == set(STATES) == set(OWN_NOTES)


@pytest.mark.parametrize("model", tiered_models(), ids=lambda model: model.KIND)
def test_every_text_of_every_record_holds_a_token(model):
    assert text_columns(model) == {"title", *model.TIERED, *OWN_NOTES[model], *PLAIN_COLUMNS}


@pytest.mark.parametrize("model", tiered_models(), ids=lambda model: model.KIND)
def test_every_text_occurs_at_every_tier_in_a_record_of_every_tier(model):
    occurring = {
        (name, tier, tier + (number + shift) % (4 - tier))
        for tier, shift in combinations()
        for number, name in enumerate(model.TIERED)
    }
    assert occurring == {
        (name, record, text) for name in model.TIERED for record in range(4) for text in range(record, 4)
    }


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.name)
def test_every_parameter_of_every_route_is_filled(route):
    assert filler(route), f"tests/canary/routes.py does not say what fills {route}"


def test_names_of_routes_are_used_once():
    names = [route.name for route in all_routes()]
    assert sorted(set(names)) == names


def test_the_world_holds_what_the_cast_says(world):
    assert set(world.viewers) == set(LEVELS) == EVERYBODY
    listed = Projection.objects.filter(owner=world.organisations["maker"], listed=True, kind="asset")
    assert {row.record_tier for row in listed} == {0, 1, 2, 3}


def test_tokens_are_found_whatever_their_case(world):
    token = random.Random(1).choice(list(world.tokens.known.values()))
    assert world.tokens.found_in(f"…{token.word.upper()}…") == {token}


def test_sheets_are_read_as_they_would_be_drawn(world):
    """Without this the surface of sheets could be all 404 and pass."""
    seen = {token for output in sheets(world, "own_owner") for token in world.tokens.found_in(output.text)}
    assert {tier for tier in range(4) if any(token.where.endswith(f"at {tier}") for token in seen)} == {0, 1, 2, 3}
