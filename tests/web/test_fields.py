"""Label, mark, help, error and control are tied together (H4)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django import forms

Show = Callable[..., str]


class SampleForm(forms.Form):
    title = forms.CharField(label="題名", help_text="短く。", max_length=40)
    body = forms.CharField(label="本文", max_length=10, required=False, widget=forms.Textarea)
    tolerance = forms.DecimalField(label="精度", required=False, widget=forms.NumberInput(attrs={"data-unit": "mm"}))
    due = forms.DateField(label="期限", required=False)
    kind = forms.ChoiceField(label="種類", choices=[("a", "技術"), ("b", "設備")], widget=forms.RadioSelect)
    uses = forms.MultipleChoiceField(
        label="用途", choices=[("x", "医療"), ("y", "航空")], widget=forms.CheckboxSelectMultiple, required=False
    )
    tier = forms.TypedChoiceField(label="範囲", choices=[(n, str(n)) for n in range(4)], coerce=int)
    agree = forms.BooleanField(label="同意します")
    photo = forms.FileField(label="写真", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def empty() -> SampleForm:
    return SampleForm(initial={"due": date(2026, 4, 1), "tier": 2, "body": "十字まで"})


@pytest.fixture
def wrong() -> SampleForm:
    return SampleForm({"title": "", "tier": "9"})


def described(html: str, name: str) -> list[str]:
    found = re.search(rf'<[^>]*\bid="id_{name}"[^>]*>', html)
    assert found, html
    ids = re.search(r'aria-describedby="([^"]*)"', found[0])
    return ids[1].split() if ids else []


@pytest.mark.parametrize("name", [name for name in SampleForm.base_fields if name != "secret"])
@pytest.mark.parametrize("state", ["empty", "wrong"])
def test_every_id_that_describes_exists_once(show: Show, name: str, state: str, request: Any) -> None:
    html = show("{% field bound %}", bound=request.getfixturevalue(state)[name])
    for part in described(html, name):
        assert html.count(f'id="{part}"') == 1


def test_help_comes_before_error_and_both_describe(show: Show, wrong: SampleForm) -> None:
    html = show("{% field bound %}", bound=wrong["title"])
    assert described(html, "title") == ["id_title_help", "id_title_error"]
    assert 'aria-invalid="true"' in html
    assert html.index("id_title_help") < html.index("<input")


@pytest.mark.parametrize(("language", "required", "optional"), [("ja", "必須", "任意"), ("en", "Required", "Optional")])
def test_marks(show: Show, empty: SampleForm, language: str, required: str, optional: str) -> None:
    assert required in show("{% field bound %}", language, bound=empty["title"])
    assert optional in show("{% field bound %}", language, bound=empty["due"])


def test_required_control_says_so(show: Show, empty: SampleForm) -> None:
    assert re.search(r"<input[^>]*\brequired\b", show("{% field bound %}", bound=empty["title"]))
    assert not re.search(r"<input[^>]*\brequired\b", show("{% field bound %}", bound=empty["due"]))


def test_long_text_has_a_counter(show: Show, empty: SampleForm) -> None:
    html = show("{% field bound %}", bound=empty["body"])
    assert "10字以内" in html
    assert described(html, "body") == ["id_body_counter"]


def test_unit_is_read_out_with_the_number(show: Show, empty: SampleForm) -> None:
    assert described(show("{% field bound %}", bound=empty["tolerance"]), "tolerance") == ["id_tolerance_unit"]
    assert ">µm<" in show('{% field bound unit="µm" %}', bound=empty["tolerance"])


def test_dates_get_a_picker_with_an_iso_value(show: Show, empty: SampleForm) -> None:
    html = show("{% field bound %}", bound=empty["due"])
    assert 'type="date"' in html
    assert 'value="2026-04-01"' in html


@pytest.mark.parametrize(("name", "kind"), [("kind", "radio"), ("uses", "checkbox")])
def test_groups_are_fieldsets_with_a_legend(show: Show, empty: SampleForm, name: str, kind: str) -> None:
    html = show("{% field bound %}", bound=empty[name])
    assert "<fieldset" in html
    assert "<legend" in html
    assert len(re.findall(rf'<input type="{kind}"', html)) == 2


def test_tier_field_explains_each_tier_and_keeps_the_choice(show: Show, empty: SampleForm) -> None:
    html = show("{% tier_field bound %}", bound=empty["tier"])
    assert html.count('type="radio"') == 4
    assert re.search(r'value="2"[^>]* checked', html)
    assert "だれでも見られます" in html


def test_summary_links_to_the_first_control_of_each_wrong_field(show: Show, wrong: SampleForm) -> None:
    summary = show("{% form_errors form %}", form=wrong)
    fields = show("{% form_fields form %}", form=wrong)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_title", "id_kind_0", "id_tier", "id_agree"]
    for target in targets:
        assert f'id="{target}"' in fields


def test_no_summary_before_sending(show: Show, empty: SampleForm) -> None:
    assert "error-summary" not in show("{% form_errors form %}", form=empty)


def test_hidden_fields_have_no_label(show: Show, empty: SampleForm) -> None:
    html = show("{% form_fields form %}", form=empty)
    assert 'type="hidden" name="secret"' in html
    assert 'for="id_secret"' not in html
