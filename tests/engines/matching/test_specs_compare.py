"""Asked and offered, with the direction of each quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching import Spec, compare, read_specs
from kyoso.engines.matching.specs_names import covers

CASES = [
    ("公差0.01mm", "公差±0.005mm", "meets"),
    ("公差±0.01mm", "±10µm", "meets"),
    ("公差0.01mm以下", "公差0.02mm", "short"),
    ("公差±0.01mm", "公差±0.005〜0.05mm", "meets"),
    ("公差±0.01mm", "誤差±3%", "not_stated"),
    ("公差±0.01mm", "板厚3mm", "not_stated"),
    ("Ra0.4", "Ra0.2", "meets"),
    ("Ra0.1", "Ra0.2", "short"),
    ("φ5〜20", "φ3〜50", "meets"),
    ("φ5〜80", "φ3〜50", "short"),
    ("φ1mm以下", "φ0.5mm以上", "meets"),
    ("φ0.3mm以下", "φ0.5〜3mm", "short"),
    ("板厚2mm", "板厚0.1〜3.2t", "meets"),
    ("板厚2mm", "板厚2mm", "meets"),
    ("板厚1mm", "板厚2mm", "short"),
    ("板厚0.1mm以下", "板厚0.05〜1mm", "meets"),
    ("板厚5mm以上", "板厚3mmまで", "short"),
    ("500mm角まで", "600mm角", "meets"),
    ("500mm角まで", "400mmまで", "short"),
    ("長さ2m", "長さ3,000mm", "meets"),
    ("幅2m", "幅1,300mm", "short"),
    ("1000℃以上", "1200℃", "meets"),
    ("1000℃以上", "800℃まで", "short"),
    ("-100℃まで", "-196℃", "meets"),
    ("-196℃まで", "-100℃", "short"),
    ("-30〜100℃", "-40〜120℃", "meets"),
    ("引張強度500MPa以上", "引張強度600MPa", "meets"),
    ("引張強度500MPa以上", "引張強度400〜450MPa", "short"),
    ("引張強度500MPa以上", "引張強度600MPa以上", "meets"),
    ("ロット1個から", "1個から", "meets"),
    ("ロット1個から", "ロット100個から", "short"),
    ("ロット100個から", "ロット1個〜1,000個", "meets"),
    ("ロット10〜5,000個", "ロット1個〜1,000個", "short"),
    ("ロット10個", "ロット1個", "meets"),
    ("ロット10個", "500個まで", "not_stated"),
    ("ロット10個", "ロット500個以下", "meets"),
    ("月産5万個", "年間120万本", "meets"),
    ("月産20万個", "年間120万本", "short"),
    ("月産5万個", "月産20トン", "not_stated"),
    ("納期10日", "納期1週間", "meets"),
    ("納期3日以内", "納期1週間", "short"),
    ("納期3日以内", "最短翌日", "meets"),
    ("歩留まり95%", "歩留まり99%", "meets"),
    ("不良率1%以下", "不良率0.5%", "meets"),
    ("HRC58", "HV700", "not_stated"),
    ("SUS304", "SUS304、SUS316", "meets"),
    ("ステンレス", "SUS304", "meets"),
    ("SUS304", "ステンレス", "not_stated"),
    ("アルミ", "A5052", "meets"),
    ("JIS Q 9100", "AS9100", "meets"),
    ("EN 9100", "AS9100取得", "meets"),
    ("ISO 9001", "IATF16949", "meets"),
    ("ISO 9001", "ISO 13485", "not_stated"),
    ("JIS Q 9100", "ISO 9001:2015", "not_stated"),
]


@pytest.mark.parametrize(("asked", "offered", "verdict"), CASES)
def test_verdict(asked, offered, verdict):  # A2
    (wanted,) = read_specs(asked)
    assert compare(wanted, read_specs(offered)).verdict == verdict


def test_says_both_figures_in_the_unit_asked():  # A2
    (asked,) = read_specs("公差±0.01mm")
    assert compare(asked, read_specs("±5µm")).summary == "meets: ≤ 0.005 mm asked ≤ 0.01 mm"
    assert compare(asked, ()).summary == "not stated: asked ≤ 0.01 mm"


def test_the_first_that_meets_is_told():  # A2
    (asked,) = read_specs("φ5〜20")
    found = compare(asked, read_specs("φ1〜2、φ3〜50、φ0.1〜90"))
    assert found.offered is not None
    assert found.offered.quote == "φ3〜50"


def test_families_and_equals():  # A2
    assert covers("フッ素樹脂", "PTFE")
    assert not covers("PEEK", "PTFE")
    assert covers("ISO/TS 16949", "IATF 16949")


bounds = st.none() | st.floats(-1e6, 1e6)


@given(
    st.sampled_from(["size", "tolerance", "lot", "temperature", "share", "capacity"]),
    bounds,
    st.floats(-1e6, 1e6),
    st.booleans(),
)
def test_what_is_asked_meets_itself(quantity, low, high, swapped):  # A2
    ends = (high, low) if swapped else (low, high)
    if None not in ends:
        ends = (min(ends), max(ends))
    spec = Spec(quantity, *ends, unit="mm")
    assert compare(spec, [spec]).verdict == "meets"
