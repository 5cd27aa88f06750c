"""Who finds a record by a caption, and when it is free (D1)."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from kyoso.apps.directory.rules import free_days, parts_of, wanted_days

TODAY = datetime.date(2026, 12, 10)
TIERS = st.integers(0, 3)


@given(st.tuples(TIERS, TIERS).map(sorted), st.lists(st.tuples(TIERS, st.text("ab", max_size=2)), max_size=4))
def test_each_tier_of_a_view_has_the_captions_that_it_opens(span, captions):  # A3
    parts = parts_of(*span, captions)
    tiers = [tier for part in parts for tier in range(part.tier_from, part.tier_to + 1)]
    assert tiers == list(range(span[0], span[1] + 1))
    for part in parts:
        for tier in range(part.tier_from, part.tier_to + 1):
            assert list(part.captions) == [text for shown_at, text in captions if shown_at <= tier]


def is_free(fields, *chosen):
    days, wanted = free_days(fields), wanted_days(chosen, TODAY)
    return days is not None and wanted is not None and days[0] <= wanted[1] and days[1] >= wanted[0]


def test_a_period_is_free_on_its_days():
    assert is_free({"period": "2026-12-01/2026-12-10 夜間"}, "now")
    assert not is_free({"period": "2026-12-01/2026-12-09"}, "now")
    assert not is_free({"period": "2026-12-01/2026-12-09"}, "soon")
    assert not is_free({"period": "2026-12-11/"}, "now")
    assert is_free({"period": "2026-12-11/"}, "now", "soon")
    assert not is_free({"period": "2027-04-01/2027-05-01"}, "soon")


def test_words_alone_and_a_price_alone_have_no_end():
    assert is_free({"period": "平日の夜"}, "now")
    assert is_free({"price": "8000 hour"}, "now")
    assert free_days({"summary": "2026-12-01/2026-12-10"}) is None
    assert wanted_days(["never"], TODAY) is None
