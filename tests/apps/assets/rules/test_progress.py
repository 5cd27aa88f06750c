"""What is missing, and what to do next (A1)."""

from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.rules.progress import GOOD_FIRST, PARTS, WANTED, KindCount, next_step

KINDS = list(AssetKind.values)
NOTHING = [KindCount(kind) for kind in KINDS]
FULL = [KindCount(kind, 2, 2, dict.fromkeys(PARTS, 2)) for kind in KINDS]
CALM = {"open_kinds": [], "passed": 0, "undecided": 0, "has_rule": True}


@st.composite
def counts(draw):
    total = draw(st.integers(0, 9))
    return KindCount("data", total, 0, {part: draw(st.integers(0, total)) for part in PARTS})


@given(counts())
def test_a_hundred_percent_means_that_nothing_is_missing(one):  # A1
    assert 0 <= one.percent <= 100
    assert (one.percent == 100) == (one.total > 0 and not one.missing)


def test_a_new_firm_begins_with_what_is_easiest():
    assert (next_step(NOTHING, **CALM).what, next_step(NOTHING, **CALM).kind) == ("begin", GOOD_FIRST[0])


def test_what_was_begun_comes_first_then_what_ran_out():
    assert next_step(NOTHING, **CALM | {"open_kinds": ["data"], "passed": 1}).what == "resume"
    assert next_step(NOTHING, **CALM | {"passed": 1}).what == "renew"


def test_after_enough_assets_no_kind_is_pressed_on_anybody():
    enough = [KindCount("technology", WANTED, WANTED, dict.fromkeys(PARTS, WANTED)), *NOTHING[1:]]
    assert next_step(enough, **CALM).what == "done"


def test_then_what_is_missing_the_board_and_the_rule():
    having = {**dict.fromkeys(PARTS, 2), "number": 1}
    lacking = [KindCount("technology", 2, 2, having), *FULL[1:]]
    step = next_step(lacking, **CALM)
    assert (step.what, step.kind, step.part) == ("complete", "technology", "number")
    assert next_step(FULL, **CALM | {"undecided": 1}).what == "decide"
    assert next_step(FULL, **CALM | {"has_rule": False}).what == "rule"
    assert next_step(FULL, **CALM).what == "done"
