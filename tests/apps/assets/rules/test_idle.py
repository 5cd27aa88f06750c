"""Periods and prices of idle capacity as text (A1)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.assets.rules.idle import (
    Period,
    Price,
    is_past,
    read_period,
    read_price,
    write_period,
    write_price,
)

DAYS = st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31))
HOURS = st.text("平日の18時から22まで 、", max_size=20).map(str.strip)


@given(DAYS, DAYS, HOURS)
def test_what_is_written_is_read_again(first, last, hours):  # A1
    period = Period(first, last, hours)
    if first or last:
        assert read_period(write_period(period)) == period
    else:
        assert write_period(period) == hours


@given(st.decimals(0, 10**10, places=2), st.sampled_from(["hour", "square_metre"]))
def test_a_price_is_read_again(amount, unit):  # A1
    assert read_price(write_price(str(amount), unit)) == Price(amount, unit)


@pytest.mark.parametrize("typed", ["8000", "8,000", "８，０００円", "¥8,000", " 8000 円 "])
def test_a_price_may_be_typed_as_people_do(typed):  # A1
    assert write_price(typed, "day") == "8000 day"


@pytest.mark.parametrize("typed", ["", "要相談", "-5", "8千円", "1e9", "٣", "8000.123"])
def test_words_for_a_price_are_kept_as_they_are(typed):  # A1
    assert write_price(typed, "day") == typed
    assert read_price(write_price(typed, "day")) is None


@pytest.mark.parametrize("text", ["", "冬", "2026-13-01/2026-12-31", "2026-02-01", "8000円", "2026-02-30/"])
def test_other_texts_are_neither(text):  # A1
    assert read_period(text) is None
    assert read_price(text) is None
    assert not is_past(text, datetime.date(2999, 1, 1))


def test_the_last_day_still_counts():  # A1
    text = write_period(Period(None, datetime.date(2026, 2, 28), "午後"))
    assert not is_past(text, datetime.date(2026, 2, 28))
    assert is_past(text, datetime.date(2026, 3, 1))
    assert not is_past(write_period(Period(datetime.date(2020, 1, 1))), datetime.date(2026, 3, 1))
