"""How units are written in texts, and which unit each quantity is told in."""

from __future__ import annotations

import re
from typing import NamedTuple

LATIN_ENDS = r"(?![A-Za-z0-9²³])"


class Written(NamedTuple):
    """A unit as written (a pattern), as pint spells it, and what it measures."""

    pattern: str
    unit: str
    measures: str


_TABLE = (
    # length
    (r"mm|ミリメートル|ミリ(?!リットル|グラム|秒)|mms?|millimet(?:er|re)s?", "mm", "length"),
    (r"cm|センチメートル|センチ|centimet(?:er|re)s?", "cm", "length"),
    (r"km|キロメートル", "km", "length"),
    (r"μm|um|ミクロン|マイクロメートル|マイクロ(?=[^ァ-ヶー]|$)|microns?|micromet(?:er|re)s?", "um", "length"),
    (r"nm|ナノメートル|ナノ(?=[^ァ-ヶー]|$)|nanomet(?:er|re)s?", "nm", "length"),
    (r"m(?!2|3|²|³)|メートル|met(?:er|re)s?", "m", "length"),
    (r"インチ|inch(?:es)?", "inch", "length"),
    # area, volume
    (r"mm[2²]", "mm**2", "area"),
    (r"cm[2²]", "cm**2", "area"),
    (r"m[2²]|平方メートル|平米", "m**2", "area"),
    (r"cm[3³]|cc", "cm**3", "volume"),
    (r"m[3³]|立方メートル|立米", "m**3", "volume"),
    (r"μL|μl|uL|マイクロリットル", "uL", "volume"),
    (r"mL|ml|ミリリットル", "mL", "volume"),
    (r"L|リットル|lit(?:er|re)s?", "L", "volume"),
    # mass
    (r"μg|マイクログラム", "ug", "mass"),
    (r"mg|ミリグラム", "mg", "mass"),
    (r"kg|キログラム|キロ(?=[^ァ-ヶー]|$)|kilograms?|kilos?", "kg", "mass"),
    (r"g|グラム|grams?", "g", "mass"),
    (r"kg/m[2²]", "kg/m**2", "areal"),
    (r"g/m[2²]", "g/m**2", "areal"),
    (r"kg/m[3³]", "kg/m**3", "density"),
    (r"g/cm[3³]|g/cc", "g/cm**3", "density"),
    (r"(?:t|トン)(?=\s*(?:プレス|の?プレス|機の射出|型締))", "tf", "force"),
    (r"t|トン|ton(?:ne)?s?", "t", "mass"),
    (r"lbs?|ポンド", "lb", "mass"),
    (r"mg/L", "mg/L", "trace"),
    (r"g/L", "g/L", "density"),
    (r"W/m[・･·]?K|W/\(m[・･·]K\)", "W/(m*K)", "conduction"),
    # temperature, pressure, force, energy, electricity, waves
    (r"°C|度C|deg\s?C|degrees\sC(?:elsius)?", "degC", "temperature"),
    (r"°F", "degF", "temperature"),
    (r"GPa", "GPa", "pressure"),
    (r"MPa|メガパスカル|N/mm[2²]", "MPa", "pressure"),
    (r"kPa", "kPa", "pressure"),
    (r"Pa|パスカル", "Pa", "pressure"),
    (r"bar|気圧", "bar", "pressure"),
    (r"psi", "psi", "pressure"),
    (r"kN", "kN", "force"),
    (r"N|ニュートン", "N", "force"),
    (r"kgf", "kgf", "force"),
    (r"N/mm", "N/mm", "stiffness"),
    (r"kWh", "kWh", "energy"),
    (r"kW|キロワット", "kW", "power"),
    (r"MW", "MW", "power"),
    (r"W|ワット", "W", "power"),
    (r"kV", "kV", "voltage"),
    (r"mV", "mV", "voltage"),
    (r"V|ボルト(?!・)", "V", "voltage"),
    (r"mA", "mA", "current"),
    (r"A|アンペア", "A", "current"),
    (r"GHz|ギガヘルツ", "GHz", "frequency"),
    (r"MHz|メガヘルツ", "MHz", "frequency"),
    (r"kHz", "kHz", "frequency"),
    (r"Hz|ヘルツ", "Hz", "frequency"),
    (r"rpm|回転/分|min-1", "rpm", "rotation"),
    (r"dB|デシベル", "dB", "level"),
    (r"lx|ルクス", "lx", "light"),
    (r"ppm", "ppm", "trace"),
    (r"mPa[・･·]?s", "mPa*s", "viscosity"),
    (r"Pa[・･·]s", "Pa*s", "viscosity"),
    (r"dtex|デシテックス", "dtex", "fineness"),
    (r"デニール", "denier", "fineness"),
    (r"%|パーセント|percent", "percent", "share"),
    (r"割(?!引|安|高)", "percent10", "share"),
    (r"°|度(?=[^CＣ目々のに]|$)|degrees?", "degree", "angle"),
    # scales
    (r"HRC", "HRC", "hardness"),
    (r"HV|Hv", "HV", "hardness"),
    (r"HBW?", "HB", "hardness"),
    # time
    (r"ms|ミリ秒", "ms", "time"),
    (r"s|秒間?|secs?|seconds?", "s", "time"),
    (r"min|分間?(?!の|野|析|解|布|類|散|岐|割|画|別|け)|minutes?|mins?", "min", "time"),
    (r"h|hr|hrs|時間|hours?", "h", "time"),
    (r"営業日|(?:business|working)\sdays?|日間?(?!本|目|常|程)|days?", "day", "calendar"),
    (r"週間?|weeks?", "week", "calendar"),
    (r"[かヶカケヵ箇]月|months?", "month", "calendar"),
    (r"年間?|years?", "year", "calendar"),
    # pieces
    (
        r"個|本(?!目)|枚|台(?!風)|着|足|冊|部(?!屋|品|門|分)|箱|袋|セット"
        r"|組(?!み|合)|点|粒|瓶|缶|丁|脚|膳|玉|双|反(?!り)|式|ロット",
        "count",
        "count",
    ),
    (r"食(?!品)|ピース|ピン|ケース|pcs?\.?|pieces?|parts|units?|items|ea", "count", "count"),
)
UNITS = tuple(sorted((Written(*row) for row in _TABLE), key=lambda each: "/" not in each.unit and "*" not in each.unit))
"""Made units before simple ones, so that g/cm3 is not read as g."""


def _closed(pattern: str) -> str:
    """Let a Latin unit end where its letters end: m is not the beginning of mold."""
    return "|".join(f"(?:{each}){LATIN_ENDS}" if re.match(r"[A-Za-zμ(]", each) else each for each in _branches(pattern))


def _branches(pattern: str) -> list[str]:
    """Return the alternatives of a pattern that stand outside of its brackets."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


_CLOSED = [(re.compile(_closed(each.pattern)), each) for each in UNITS]
UNIT = "(?:" + "|".join(_closed(each.pattern) for each in UNITS) + ")"
"""A unit as written; which one it is tells ``unit_of``."""

_PERIODS = (
    ("year", r"年|[Yy]ears?|annual|yearly"),
    ("month", r"[かヶカケヵ箇]?月|[Mm]onth(?:s|ly)?"),
    ("week", r"週間?|[Ww]eek(?:s|ly)?"),
    ("day", r"日|[Dd]a(?:ys?|ily)"),
    ("h", r"時間?|[Hh]ours?|hr?"),
    ("min", r"分|[Mm]in(?:ute)?s?"),
    ("s", r"秒|s(?:ec(?:ond)?s?)?"),
)
_PERIOD = "|".join(pattern for _, pattern in _PERIODS)
RATE = re.compile(rf"\s?(?:/\s?|\b(?:per|an?|each)\s)(?P<per>{_PERIOD})(?![A-Za-z])")
"""What makes a rate of the unit before it: /分, per month, a day."""
_HEDGE = r"\s*:?\s*(?:約|およそ|平均|延べ|最大|最高|about\s|up\sto\s|max\.?\s)?\s*$"
PREFIX = re.compile(
    r"(?:(?<![\d一二三四五六七八九十])(?P<a>[年月日週])(?:産|間|量)?|毎(?P<b>[年月週日時分秒])|(?P<c>[時分秒])速|[1一]\s?(?P<d>年|[かヶカケヵ箇]月|日|時間|分|秒)"
    r"|(?P<e>[Mm]onthly|[Aa]nnual|[Yy]early|[Dd]aily|[Ww]eekly)\s(?:capacity|output|production)(?:\sof)?)"
    r"(?:間?に|間?あたり|当たり)?(?:の?生産(?:数|量|能力)?)?は?" + _HEDGE
)
"""What makes a rate of the number that follows: 月産, 毎分, 1日に."""


def period(written: str) -> str:
    """Return the pint spelling of a period as written: 月 → month."""
    return next(unit for unit, pattern in _PERIODS if re.fullmatch(pattern, written))


def unit_of(text: str, place: int, end: int) -> Written:
    """Return which unit stands at a place of the text, as far as ``end``."""
    return next(each for pattern, each in _CLOSED if (found := pattern.match(text, place)) and found.end() == end)


QUANTITY = {
    "length": "size",
    "mass": "weight",
    "temperature": "temperature",
    "pressure": "pressure",
    "hardness": "hardness",
}
QUANTITY |= {"share": "share", "flow": "flow", "speed": "speed", "capacity": "capacity"}
"""What a figure is of when no word beside it says more."""
TOLD_IN = {
    "tolerance": ("mm",),
    "thickness": ("mm",),
    "diameter": ("mm",),
    "length": ("mm",),
    "width": ("mm",),
    "size": ("mm",),
    "roughness": ("um",),
    "temperature": ("degC",),
    "pressure": ("MPa",),
    "strength": ("MPa", "N"),
    "weight": ("kg",),
    "flow": ("kg/h", "L/min"),
    "speed": ("m/min", "rpm"),
    "lot": ("count", "kg", "m", "m**2"),
    "capacity": ("count/month", "kg/month", "m/month", "m**2/month", "L/month"),
    "lead_time": ("day",),
    "other": ("kN",),
}
"""The units that a quantity is told in: the first of the same dimension; none listed: as written."""
