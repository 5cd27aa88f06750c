import pytest

from kyoso.engines.matching.industries import distance, division


@pytest.mark.parametrize(
    ("group", "letter"),
    [
        ("01", "A"),
        ("09", "E"),
        ("32", "E"),
        ("33", "F"),
        ("83", "P"),
        ("99", "T"),
        ("00", ""),
        ("", ""),
        ("x1", ""),
        ("８３", ""),
    ],
)
def test_divisions(group, letter):
    assert division(group) == letter


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("24", "24", 0.0), ("24", "31", 0.5), ("24", "83", 1.0), ("", "83", None), ("24", "", None), ("24", "00", None)],
)
def test_distances(one, other, apart):
    assert distance(one, other) == apart
