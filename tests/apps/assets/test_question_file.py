"""The file of questions (A1): complete, in both languages, and refused when it is not."""

import pytest
import yaml
from django.utils import translation

from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.question_file import FILE, all_questions, minutes_for, parse, questions_of


def test_every_kind_is_asked_about():  # A1
    assert set(all_questions()) == set(AssetKind)
    assert all(3 <= len(asked) <= 6 for asked in all_questions().values())


def test_questions_speak_both_languages():  # H4
    asked = questions_of("technology")[0]
    with translation.override("ja"):
        assert (asked.text, asked.example) == (asked.ja, asked.example_ja)
    with translation.override("en"):
        assert (asked.text, asked.example) == (asked.en, asked.example_en)


def test_ten_kinds_take_twenty_minutes():  # A1
    assert sum(minutes_for(len(asked)) for asked in all_questions().values()) <= 20


def changed(change):
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    change(raw)
    return yaml.safe_dump(raw, allow_unicode=True)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda raw: raw.pop("brand"), "brand"),
        (lambda raw: raw.update(spirit=raw["brand"]), "spirit"),
        (lambda raw: raw["brand"].clear(), "brand"),
        (lambda raw: raw["brand"][0].update(into="price"), "into"),
        (lambda raw: raw["brand"][0].pop("en"), "en"),
        (lambda raw: raw["brand"][0].update(key="name"), "key of its own"),
        (lambda raw: raw["brand"].pop(), "title"),
    ],
)
def test_a_faulty_file_is_refused_by_name(change, named):  # A1
    with pytest.raises(ValueError, match=named):
        parse(changed(change))
