"""What holds for every template of the project (H4)."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import kyoso

SOURCE = Path(kyoso.__file__).parent
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
STYLE_ELEMENT = re.compile(r"<style\b", re.IGNORECASE)


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_inline_that_the_security_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in (INLINE_STYLE, INLINE_HANDLER, STYLE_ELEMENT):
        assert not pattern.search(text)
    for script in INLINE_SCRIPT.findall(text):
        assert "nonce=" in script
        assert "application/json" in script


@pytest.mark.parametrize("sample", ['<p class="a" style="x">', "<p\nstyle='x'>"])
def test_the_pattern_for_styles_finds_them(sample: str) -> None:
    assert INLINE_STYLE.search(sample)


@pytest.mark.parametrize("sample", ['<a onclick="x">', '<a hx-on:click="x">', '<a hx-on--after-request="x">'])
def test_the_pattern_for_handlers_finds_them(sample: str) -> None:
    assert INLINE_HANDLER.search(sample)


@pytest.fixture
def visit() -> HttpRequest:
    request = RequestFactory().get("/nowhere/")
    request.user = type("Visitor", (), {"is_authenticated": False})()  # type: ignore[assignment]
    return request


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html"])
def test_error_pages_say_what_to_do(name: str, language: str, visit: HttpRequest) -> None:
    with translation.override(language):
        html = render_to_string(name, request=None, context={"request": visit})
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert "<li>" in html


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_last_resort_pages_need_nothing(name: str) -> None:
    html = render_to_string(name)
    source = (SOURCE / "web" / "templates" / name).read_text(encoding="utf-8")
    assert html == source.rstrip("\n") or html == source
    assert "{%" not in source


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_base_has_landmarks_and_a_skip_link(signed_in: bool, visit: HttpRequest) -> None:
    visit.user = type("Person", (), {"is_authenticated": signed_in, "name": "佐藤 恵子"})()  # type: ignore[assignment]
    values: dict[str, Any] = {
        "request": visit,
        "navigation": [{"label": "探す", "url": "/search/", "icon": "search", "current": True}],
        "organisation_switcher": {
            "current": "みさと製作所",
            "url": "/switch/",
            "items": [{"value": 1, "label": "みさと製作所", "current": True}, {"value": 2, "label": "商工会議所"}],
        },
    }
    with translation.override("ja"):
        html = render_to_string("base.html", values)
    for part in ("<header", "<nav", "<main", "<footer", 'href="#main"', 'id="main"', "みさと製作所"):
        assert part in html
    assert ("佐藤 恵子" in html) == signed_in
    assert 'aria-current="page"' in html


def test_the_style_guide_shows_everything(visit: HttpRequest) -> None:
    with translation.override("ja"):
        html = render_to_string("design/guide.html", {"request": visit})
    for name in ("tier--core", "match", "error-summary", "facets", "pagination", "steps", "dialog", "empty", "toast"):
        assert f'"{name}' in html or f" {name}" in html


def test_every_text_is_translated() -> None:
    catalogue = (SOURCE / "web/locale/ja/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert not re.findall(r'msgid "[^"]+"\nmsgstr ""\n(?!")', catalogue)
    assert "fuzzy" not in catalogue
