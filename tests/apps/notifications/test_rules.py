"""When mails are due, when they are tried again, what they may name (H1)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.notifications.rules import MOST_LINES, named_lines, next_try, period_of
from kyoso.apps.notifications.topics import Line, Section

MONDAY = datetime.datetime(2026, 11, 23, 7)


@pytest.mark.parametrize(
    ("frequency", "hours", "period"),
    [
        ("daily", 0, "2026-11-23"),
        ("daily", -0.1, "2026-11-22"),
        ("daily", 23.9, "2026-11-23"),
        ("weekly", 0, "2026-W48"),
        ("weekly", -0.1, "2026-W47"),
        ("weekly", 24 * 7 - 0.1, "2026-W48"),
        ("never", 0, ""),
    ],
)
def test_a_mail_is_due_from_seven_o_clock_of_its_day_or_monday(frequency, hours, period):  # H1
    assert period_of(frequency, MONDAY + datetime.timedelta(hours=hours)) == period


def test_the_week_around_new_year_is_one():
    days = [datetime.datetime(2026, 12, 28, 8) + datetime.timedelta(days=day) for day in range(7)]
    assert {period_of("weekly", day) for day in days} == {"2026-W53"}


def test_attempts_come_later_and_later_and_end():
    waits = [next_try(attempts, MONDAY) for attempts in range(1, 6)]
    assert waits[:4] == sorted(waits[:4])
    assert waits[4] is None


@given(st.lists(st.integers(0, 3), max_size=12))
def test_nothing_closer_than_the_network_is_named(tiers):  # A3
    lines = [Line(f"題{number}", "/", tier) for number, tier in enumerate(tiers)]
    named = named_lines(Section("検索", "/", len(lines), lines))
    assert all(line.tier <= 1 for line in named)
    assert len(named) == min(MOST_LINES, sum(tier <= 1 for tier in tiers))


def test_a_line_that_does_not_say_its_tier_is_not_named():
    assert named_lines(Section("検索", "/", 1, [Line("題", "/")])) == []
