import pytest

from kyoso.engines.matching.units import convert, is_unit


@pytest.mark.parametrize("text", ["mm", "1/min", "kg/m**3", "W/(m*K)", "CFU/g", "count", "m**2", "delta_degC", "N*m"])
def test_units_are_known(text):  # A4
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", "1", "mm2", "parsec", "mm/", "kg/m*s", "mm s", "1/1", "mm\n", "mm**-1"])
def test_others_are_not(text):  # A4
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("value", "unit", "into", "expected"),
    [
        (3, "mm", "mm", 3),
        (0.3, "um", "mm", 0.0003),
        (212, "degF", "degC", 100),
        (1_200_000, "count/year", "count/month", 100_000),
        (1, "mm", "kg", None),
        (60, "HRC", "HV", None),
    ],
)
def test_conversion(value, unit, into, expected):  # A2
    assert convert(value, unit, into) == expected
