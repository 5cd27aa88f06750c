import math

import pytest
import yaml
from tests.engines.matching.helpers import technology, write_bridge

from kyoso.engines.matching import BridgeError, bridge_file


def test_the_bridge_of_the_package_keeps_every_rule():
    technologies = bridge_file.load()
    assert len({technology.id for technology in technologies}) == len(technologies) >= 12
    assert {technology.field for technology in technologies} == bridge_file.FIELDS


def test_an_empty_folder_is_an_empty_bridge(tmp_path):
    assert bridge_file.load(tmp_path) == ()


def test_a_technology_is_read_whole(tmp_path):
    (found,) = bridge_file.load(write_bridge(tmp_path, technology()))
    assert found.name.ja == "微細穴加工"
    assert found.function_of(found.applications[2]).wording.en == "thin holes"
    assert found.applications[0].outcome.ja == "カテーテルの先端が楽になる"


def changed(path: str, value: object) -> dict[str, object]:
    entry = technology()
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = entry
    for step in steps:
        place = place[step]
    place[last] = value
    return entry


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("id", "", r"-: technologies\[0\].id"),
        ("id", "Tiny", "id"),
        ("name.en", "  ", "tiny-holes: name.en"),
        ("name", "drilling", "tiny-holes: name: must be a mapping"),
        ("synonyms.ja", ["a", "b"], "tiny-holes: synonyms.ja: must list at least 3"),
        ("synonyms.en", "a", "synonyms.en"),
        ("synonyms.ja", ["a", "b", 3], "synonyms.ja"),
        ("functions", [], "functions"),
        ("functions.0.ja", "あ" * 81, r"functions\[0\].ja: longer than 80"),
        ("functions", [{"id": "holes", "ja": "a", "en": "a"}] * 2, "functions: ids must be unique"),
        ("applications.1.industry", "00", r"applications\[1\].industry: 00"),
        ("applications.1.function", "none", r"applications\[1\].function: none"),
        ("applications.2.industry", "83", "applications: must lie in at least two"),
        ("applications.0.words.ja", ["a"], r"applications\[0\].words.ja"),
        ("applications.0.words.en", [], r"applications\[0\].words.en"),
        ("applications.0.outcome.ja", None, r"applications\[0\].outcome.ja"),
    ],
)
def test_an_error_names_file_technology_and_field(tmp_path, path, value, field):
    with pytest.raises(BridgeError, match=r"machining.yaml: .*" + field):
        bridge_file.load(write_bridge(tmp_path, changed(path, value)))


def test_ids_are_unique_over_folders(tmp_path):
    one, two = (write_bridge(tmp_path / name, technology()) for name in "ab")
    with pytest.raises(BridgeError, match="used twice"):
        bridge_file.load(one, two)


def test_a_file_is_named_for_its_field(tmp_path):
    with pytest.raises(BridgeError, match="field: must be machining"):
        bridge_file.load(write_bridge(tmp_path, technology(), field="bio"))


@pytest.mark.parametrize("raw", [b"field: [", b"\xff\xfe\x00", b"- a"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, raw):
    (tmp_path / "machining.yaml").write_bytes(raw)
    with pytest.raises(BridgeError, match=r"machining.yaml: -: file"):
        bridge_file.load(tmp_path)


PROPERTY = {"name": {"ja": "穴径", "en": "hole diameter"}, "low": 0.01, "high": 1, "unit": "mm"}
PRECEDENT = {
    "ja": "針の先",
    "en": "needle tip",
    "source": {"ja": "自社発表、2020年", "en": "maker's announcement, 2020"},
}


def test_figures_and_precedents_are_kept(tmp_path):  # A4
    (found,) = bridge_file.load(write_bridge(tmp_path, technology(properties=[PROPERTY], precedents=[PRECEDENT])))
    (figure,), (precedent,) = found.properties, found.precedents
    assert (figure.name.en, figure.low, figure.high, figure.unit) == ("hole diameter", 0.01, 1.0, "mm")
    assert (precedent.wording.en, precedent.source.ja) == ("needle tip", "自社発表、2020年")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"low": 2}, r"properties\[0\].low: must not be more than high"),
        ({"low": True}, r"properties\[0\].low: must be a number"),
        ({"high": "1"}, r"properties\[0\].high: must be a number"),
        ({"high": math.inf}, r"properties\[0\].high: must be a number"),
        ({"unit": ""}, r"properties\[0\].unit: must be a text"),
        ({"unit": "parsec"}, r"properties\[0\].unit: parsec"),
        ({"name": {"ja": "穴径"}}, r"properties\[0\].name.en"),
    ],
)
def test_a_figure_at_fault_is_named(tmp_path, change, field):  # A4
    with pytest.raises(BridgeError, match=field):
        bridge_file.load(write_bridge(tmp_path, technology(properties=[PROPERTY | change])))


def test_a_precedent_needs_a_source(tmp_path):  # A4
    entry = technology(precedents=[{"ja": "針の先", "en": "needle tip"}])
    with pytest.raises(BridgeError, match=r"precedents\[0\].source"):
        bridge_file.load(write_bridge(tmp_path, entry))


def write_trade(folder, *technologies, trade="food"):
    text = yaml.safe_dump({"trade": trade, "technologies": list(technologies)}, allow_unicode=True)
    (folder / "food.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_trade_names_the_field_of_each_technology(tmp_path):  # A4
    (found,) = bridge_file.load(write_trade(tmp_path, technology(field="bio")))
    assert (found.field, found.trade) == ("bio", "food")


@pytest.mark.parametrize(
    ("entry", "trade", "field"),
    [
        (technology(), "food", "tiny-holes: field: must be a text"),
        (technology(field="cooking"), "food", "tiny-holes: field: cooking is not"),
        (technology(field="bio"), "drink", "-: trade: must be food"),
    ],
)
def test_a_trade_at_fault_is_named(tmp_path, entry, trade, field):  # A4
    with pytest.raises(BridgeError, match=f"food.yaml: {field}"):
        bridge_file.load(write_trade(tmp_path, entry, trade=trade))


def test_two_technologies_of_one_name_are_refused(tmp_path):  # A4
    with pytest.raises(BridgeError, match=r"other: name\.ja: the name of tiny-holes too"):
        bridge_file.load(write_bridge(tmp_path, technology(), technology("other")))
