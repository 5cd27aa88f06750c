"""The columns of each kind of record, with the headers and words of both languages."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import override

from kyoso.apps.accounts.enums import OrganisationKind
from kyoso.apps.accounts.registries import INDUSTRIES, PREFECTURES
from kyoso.apps.assets.enums import AssetKind, AssetStatus, TechnologyField
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.exchange.reading.cells import word_key
from kyoso.apps.exchange.reading.columns import Column, Holds
from kyoso.apps.needs.enums import CloseReason, Direction, NeedSource, NeedStatus

FOLDER = Path(__file__).parent
KNOWN: Mapping[str, Any] = yaml.safe_load((FOLDER / "words.yaml").read_text(encoding="utf-8"))
TITLE, REFERENCE = 120, 40
SAME = "same"

ASSET_TEXTS = ("summary", "ability", "evidence", "conditions", "period", "price")
NEED_TEXTS = ("problem", "requirements", "success", "offer")


@lru_cache
def asset_columns(texts: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of assets, given the names of their tiered texts."""
    return (
        *_begin(),
        _choice("kind", AssetKind),
        _choice("field", TechnologyField),
        _column("trl", "level"),
        _choice("tier", Tier, holds="tier"),
        *_tiered(texts),
        _choice("status", AssetStatus, words="asset_status"),
        _column("faults", "note"),
    )


@lru_cache
def need_columns(texts: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of needs, given the names of their tiered texts."""
    return (
        *_begin(),
        _choice("direction", Direction),
        _choice("tier", Tier, holds="tier"),
        *_tiered(texts),
        _choice("partner_kinds", OrganisationKind, holds="choices", words="organisation_kind"),
        _column("due", "date"),
        _choice("source", NeedSource),
        _choice("status", NeedStatus, words="need_status"),
        _choice("close_reason", CloseReason),
        _column("close_note", "text", limit=1000),
        _column("faults", "note"),
    )


@lru_cache
def organisation_columns() -> tuple[Column, ...]:
    """Return the columns of a profile."""
    industries = {code: ((entry.ja, entry.en), (code, entry.ja, entry.en)) for code, entry in INDUSTRIES.items()}
    prefectures = {
        code: ((entry.ja, entry.en), (code, entry.ja, entry.en, entry.ja.rstrip("県府都")))
        for code, entry in PREFECTURES.items()
    }
    return (
        _column("name", "line", limit=120, required=True),
        *(_column(name, "line", limit=160) for name in ("kana", "name_en")),
        _column("corporate_number", "line", limit=20),
        _choice("organisation_kind", OrganisationKind),
        _registry("industry", industries),
        _column("industry_class", "line", limit=8),
        _registry("prefecture", prefectures),
        _column("municipality", "line", limit=40),
        _column("street", "line", limit=160),
        _column("employees", "number"),
        _column("capital", "number"),
        _column("website", "line", limit=200),
        _column("wants", "text"),
        _column("faults", "note"),
    )


@lru_cache
def file_columns() -> tuple[Column, ...]:
    """Return what an export says of each photo and document."""
    return (
        _column("file", "line", limit=120, required=True),
        _column("record", "line", limit=TITLE),
        _column("caption", "line", limit=200),
        _choice("tier", Tier, holds="tier"),
    )


MAIN = {"profile": "name", "file": "file"}
"""The column that says which record a row is about, where it is not the title."""


def main_column(kind: str) -> str:
    """Return the column without which no row of a kind can be imported."""
    return MAIN.get(kind, "title")


def _begin() -> tuple[Column, ...]:
    return (
        _column("code", "reference", limit=REFERENCE),
        _column("reference", "reference", limit=REFERENCE),
        _column("title", "line", limit=TITLE, required=True),
    )


def _tiered(texts: Iterable[str]) -> Iterable[Column]:
    for name in texts:
        yield _column(name, "text")
        headers = [form.format(header) for header in _headers(name) for form in KNOWN["tier_of"]]
        japanese, english = (KNOWN["tier_of"][n].format(_headers(name)[n]) for n in (0, 1))
        words, labels = _words(Tier, "tier")
        yield Column(f"tier_{name}", (japanese, english, *headers), "tier", words=words, labels=labels)


def _headers(name: str) -> tuple[str, ...]:
    known = KNOWN["headers"].get(name, [name, name])
    return tuple(str(header) for header in known)


def _column(name: str, holds: Holds, *, limit: int = 2000, required: bool = False) -> Column:
    return Column(name, _headers(name), holds, limit, required=required)


def _choice(name: str, enum: Any, *, holds: Holds = "choice", words: str = "") -> Column:
    known, labels = _words(enum, words or name)
    return Column(name, _headers(name), holds, words=known, labels=labels)


def _registry(name: str, entries: Mapping[str, tuple[tuple[str, str], tuple[str, ...]]]) -> Column:
    words = {word_key(word): code for code, (_labels, texts) in entries.items() for word in texts}
    labels = {code: labels for code, (labels, _texts) in entries.items()}
    return Column(name, _headers(name), "choice", words=words, labels=labels)


def _words(enum: Any, name: str) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    labels = {str(value): (_said(label, "ja"), _said(label, "en")) for value, label in enum.choices}
    words: dict[str, str] = {}
    for value, more in KNOWN["words"].get(name, {}).items():
        words |= {word_key(str(word)): str(value) for word in more}
    for value, pair in labels.items():
        words |= {word_key(word): value for word in (value, *pair)}
    return words, labels


def _said(label: Any, language: str) -> str:
    with override(language):
        return str(label)
