import pytest

from kyoso.engines.matching.units import is_unit


@pytest.mark.parametrize("text", ["mm", "1/min", "kg/m**3", "W/(m*K)", "CFU/g", "count", "m**2", "delta_degC", "N*m"])
def test_units_are_known(text):  # A4
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", "1", "mm2", "parsec", "mm/", "kg/m*s", "mm s", "1/1", "mm\n", "mm**-1"])
def test_others_are_not(text):  # A4
    assert not is_unit(text)
