"""Units: the names that the bridge and the specs tell figures in, spelled as pint spells them, and their conversion."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_LISTED = """
    nm um mm cm m km inch uL mL L ug mg g kg t lb us ms s min h day week month year Hz kHz MHz GHz rpm N kN gf kgf
    tf mPa Pa kPa MPa GPa bar psi degC degF K delta_degC J kJ kWh W kW MW mV V kV uA mA A Ah ohm pF nF uF uH mH T mT
    lx lm dB degree arcmin arcsec Gy kGy percent ppm bit byte kB MB GB pixel dpi tex dtex denier count
"""
SCALES = frozenset({"HV", "HRC", "HB", "HS", "pH", "CFU", "IP", "class"})
"""Figures of a trade that are no units of pint: hardness, acidity, colony-forming units, housings, clean rooms."""

_NAMES = SCALES.union(_LISTED.split())
_UNIT = r"[A-Za-z_]+(?:\*\*[2-4])?"
_PRODUCT = rf"{_UNIT}(?:\*{_UNIT})*"
_FORM = re.compile(rf"(?:1|{_PRODUCT})/(?:{_UNIT}|\({_PRODUCT}\))|{_PRODUCT}")
_NAME = re.compile("[A-Za-z_]+")


def is_unit(text: str) -> bool:
    """Whether a text is a unit known here: ``mm``, ``1/min``, ``kg/m**3``, ``W/(m*K)``, ``CFU/g``."""
    return _FORM.fullmatch(text) is not None and _NAMES.issuperset(_NAME.findall(text))


def convert(value: float, unit: str, into: str) -> float | None:
    """Return a value of one unit in another, or None where there is no way from one to the other (mm → kg, HRC → HV).

    Both must be units that ``is_unit`` knows. The same unit needs no conversion and does not load pint.
    """
    if unit == into:
        return value
    line = _line(unit, into)
    return None if line is None else _round(value * line[0] + line[1])


@lru_cache(maxsize=1_024)
def _line(unit: str, into: str) -> tuple[float, float] | None:
    """Return slope and offset of the conversion, so that pint is asked once for a pair."""
    if not SCALES.isdisjoint(_NAME.findall(f"{unit} {into}")):
        return None
    registry = _registry()
    if registry.Unit(unit).dimensionality != registry.Unit(into).dimensionality:
        return None
    zero, ten = (registry.Quantity(value, unit).to(into).magnitude for value in (0.0, 10.0))
    return (ten - zero) / 10, zero


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Return pint's registry, loaded only when a conversion is wanted: it takes a third of a second."""
    import pint

    return pint.UnitRegistry()


def _round(value: float) -> float:
    """Return a value without the dust of floating-point conversion: 0.30000000000000004 → 0.3."""
    return float(f"{value:.10g}")
