"""Units in which the bridge tells typical figures: spelled as the Python library pint spells them, to be read later."""

from __future__ import annotations

import re

_LISTED = """
    nm um mm cm m km uL mL L ug mg g kg t us ms s min h day week month year Hz kHz MHz GHz rpm N kN gf kgf
    Pa kPa MPa GPa bar degC K delta_degC J kJ kWh W kW MW mV V kV uA mA A Ah ohm pF nF uF uH mH T mT lx lm dB
    degree arcmin arcsec Gy kGy percent ppm bit byte kB MB GB pixel dpi tex dtex denier count
"""
SCALES = frozenset({"HV", "HRC", "pH", "CFU", "IP"})
"""Figures of a trade that are no units of pint: hardness, acidity, colony-forming units, protection of a housing."""

_NAMES = SCALES.union(_LISTED.split())
_UNIT = r"[A-Za-z_]+(?:\*\*[2-4])?"
_PRODUCT = rf"{_UNIT}(?:\*{_UNIT})*"
_FORM = re.compile(rf"(?:1|{_PRODUCT})/(?:{_UNIT}|\({_PRODUCT}\))|{_PRODUCT}")
_NAME = re.compile("[A-Za-z_]+")


def is_unit(text: str) -> bool:
    """Whether a text is a unit known here: ``mm``, ``1/min``, ``kg/m**3``, ``W/(m*K)``, ``CFU/g``."""
    return _FORM.fullmatch(text) is not None and _NAMES.issuperset(_NAME.findall(text))
