"""What is read from texts as factories write them, and what is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.matching.specs_phrases import NOTHING, PHRASES

from kyoso.engines.matching import read_specs
from kyoso.engines.matching.specs import QUANTITIES
from kyoso.engines.matching.specs_units import QUANTITY, TOLD_IN, UNITS, period, unit_of
from kyoso.engines.matching.units import is_unit

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LENGTHS = ("mm", "cm", "m", "um", "nm")
MARKS = (
    "±φ⌀〜～-−0123456789.,万億千百十一二三mμ㎜㎡℃ %t個本月日年産円ロット納期最短公差板厚径Ra以下上から×/²①½ﾐﾘｸﾞ\n 、。"
)


def short(text):
    return [(spec.quantity, spec.figure) for spec in read_specs(text)]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase_is_read(text, expected):  # A2
    assert [f"{quantity} {figure}" for quantity, figure in short(text)] == expected.split(" | ")


@pytest.mark.parametrize("text", NOTHING)
def test_no_spec_is_invented(text):  # A2
    assert short(text) == []


def test_tables_are_large_enough():  # A2
    assert len(PHRASES) >= 120
    assert len(NOTHING) >= 40


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_full_width_says_the_same(text, expected):  # A2
    wide = text.translate(WIDE | {0x2D: 0x2D})
    assert short(wide) == short(text)


@pytest.mark.parametrize(
    ("text", "about", "strict"),
    [
        ("約0.5mm", True, False),
        ("10kg未満", False, True),
        ("5mm", False, False),
        ("100℃程度", True, False),
        ("1000℃超", False, True),
        ("less than 5 mm", False, True),
    ],
)
def test_bounds_are_told_apart(text, about, strict):  # A2
    (spec,) = read_specs(text)
    assert (spec.about, spec.strict) == (about, strict)


def test_quote_names_what_it_is_of():  # A2
    text = "自慢は　板厚０．１〜３．２ｔ　です。"
    (spec,) = read_specs(text, "ja")
    assert spec.quote == "板厚０．１〜３．２ｔ"
    assert text[slice(*spec.span)] == spec.quote
    assert spec.raw == "0.1~3.2t"


def test_units_are_those_of_one_list():  # A2
    told = {unit for units in TOLD_IN.values() for unit in units}
    assert all(is_unit(unit) for unit in told)
    assert all(is_unit(each.unit) for each in UNITS if each.unit != "percent10")
    assert set(TOLD_IN) | set(QUANTITY.values()) <= set(QUANTITIES)


def test_period_and_unit():  # A2
    assert [period(each) for each in ("か月", "days", "分", "annual")] == ["month", "day", "min", "year"]
    assert unit_of("3 g/cm3", 2, 7).unit == "g/cm**3"


@given(st.text(alphabet=MARKS, max_size=40) | st.text(max_size=60))
def test_any_text_is_taken_and_quoted_exactly(text):  # A2
    for spec in read_specs(text):
        assert text[slice(*spec.span)] == spec.quote != ""
        assert spec.quantity in QUANTITIES
        assert spec.name or is_unit(spec.unit)
        assert spec.low is None or spec.high is None or spec.low <= spec.high
        assert spec.name or (spec.low, spec.high) != (None, None)


@given(st.integers(1, 99_999), st.sampled_from([1, 10, 100, 1000]), st.sampled_from(LENGTHS))
def test_one_figure_goes_round(number, parts, unit):  # A2
    value = number / parts
    scale = {"mm": 1, "cm": 10, "m": 1000, "um": 1e-3, "nm": 1e-6}[unit]
    for text in (f"幅{value}{unit}", f"幅{value:,} {unit}です", f"width {value} {unit}"):
        (spec,) = read_specs(text)
        assert (spec.quantity, spec.unit) == ("width", "mm")
        assert spec.low == spec.high == pytest.approx(value * scale)


thousandths = st.integers(1, 900_000).map(lambda value: value / 1_000)


@given(
    thousandths,
    thousandths,
    st.sampled_from(["〜", "～", "-", "から", "–"]),
)
def test_a_range_goes_round(low, more, sign):  # A2
    high = round(low + more, 3)
    (spec,) = read_specs(f"板厚{low:.3f}{sign}{high:.3f}mm")
    assert (spec.quantity, spec.low, spec.high) == ("thickness", low, high)


@given(st.integers(1, 99), st.sampled_from([("万", 10**4), ("千", 10**3), ("億", 10**8)]))
def test_kanji_scales_go_round(number, scale):  # A2
    (spec,) = read_specs(f"月産{number}{scale[0]}個")
    assert spec.low == number * scale[1]


@pytest.mark.parametrize("text", ["1" * 4000, "1," * 2000, "千" * 4000, "a1-" * 1500, "1×" * 2000 + "3mm", "A." * 2000])
def test_long_rows_are_read_in_no_time(text):  # A2
    began = time.monotonic()
    read_specs(text)
    assert time.monotonic() - began < 5
