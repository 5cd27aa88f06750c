"""What the imported registries know: industries by words, municipalities by spelling, corporate numbers (H5)."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import RegisterClosing
from kyoso.apps.accounts.models import (
    IndustryClass,
    KeptValue,
    Municipality,
    Organisation,
    RegisterChange,
    RegisterEntry,
)
from kyoso.apps.accounts.registries import INDUSTRIES, industry_label
from kyoso.apps.accounts.registries.compare import Suggestion, suggestions
from kyoso.apps.accounts.registries.municipalities import municipality_key, without_prefecture
from kyoso.apps.accounts.rules import can_edit_organisation, can_see_queue, clean_corporate_number
from kyoso.shared.japanese import fold
from kyoso.shared.text import clean_line

MOST_INDUSTRIES = 30
MOST_MUNICIPALITIES = 50
MOST_WORDS = 8
MOST_CHANGES = 20
PART = re.compile(r"[ァ-ヺー]{2,}|[一-鿿々]{2,}|[ぁ-ゖ]{3,}|[a-z0-9]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Industry:
    """A choice: its code, its name in the language of the reader, and the major group above it."""

    code: str
    label: str
    above: str


def search_industries(text: str, most: int = MOST_INDUSTRIES) -> list[Industry]:
    """Return the classes, groups and major groups that fit words of one's trade, the best first (one query).

    All words together come first; where a word of several parts is not found whole (プレス加工), its parts count.
    """
    words = [fold(word) for word in clean_line(unicodedata.normalize("NFKC", text)).split()[:MOST_WORDS]]
    if not words:
        return []
    parts = {fold(part) for part in PART.findall(unicodedata.normalize("NFKC", text))[:MOST_WORDS]} | set(words)
    known = [(code, entry.label, fold(f"{code} {entry.ja} {entry.en}")) for code, entry in INDUSTRIES.items()]
    known += [(row.code, row.ja, row.search_text) for row in _rows_with(parts)]
    scored = [(_score(words, parts, found), len(found), code, label) for code, label, found in known]
    best = sorted((-score, length, code, label) for score, length, code, label in scored if score)
    return [Industry(code, label, industry_label(code[:2]) if len(code) > 2 else "") for *_, code, label in best[:most]]


def has_industry_classes() -> bool:
    """Say whether the full list of JSIC was imported."""
    return IndustryClass.objects.filter(is_current=True).exists()


def has_industry_class(code: str) -> bool:
    """Say whether the imported list has this group or class."""
    return IndustryClass.objects.filter(code=code, is_current=True).exists()


def industry_class_label(code: str) -> str:
    """Return the name of a group or class, also of one that the newest list no longer has; empty where unknown."""
    row = IndustryClass.objects.filter(code=code).first() if code else None
    return row.ja if row else ""


def find_municipality(prefecture: str, text: str) -> str:
    """Return the official name behind a usual spelling (鎌ヶ谷市, 高座郡寒川町, 愛知県岡崎市); empty where unclear."""
    typed = without_prefecture(text, prefecture)
    if not (prefecture and typed):
        return ""
    names = Municipality.objects.filter(prefecture=prefecture, key=municipality_key(typed)).values_list(
        "name", flat=True
    )
    found = set(names[:2])
    return found.pop() if len(found) == 1 else ""


def has_municipalities(prefecture: str) -> bool:
    """Say whether the ministry's list was imported for this prefecture."""
    return Municipality.objects.filter(prefecture=prefecture).exists()


def list_municipalities(prefecture: str, text: str = "") -> list[Municipality]:
    """Return the municipalities of a prefecture that hold what was typed, in the order of their codes."""
    rows = Municipality.objects.filter(prefecture=prefecture)
    typed = without_prefecture(clean_line(text), prefecture)
    if typed:
        rows = rows.filter(Q(key__contains=municipality_key(typed)) | Q(kana__startswith=_katakana(typed)))
    return list(rows.order_by("code")[:MOST_MUNICIPALITIES])


def find_in_register(text: str) -> RegisterEntry | None:
    """Return what the register says of a corporate number, however it was typed; ValidationError where it is none.

    None where it is not known here, or asked the tax agency to be left out of searches.
    """
    number = clean_corporate_number(text)
    return RegisterEntry.objects.filter(number=number, is_hidden=False).first() if number else None


def _rows_with(parts: set[str]) -> list[IndustryClass]:
    wanted = Q()
    for part in sorted(parts):
        wanted |= Q(search_text__contains=part)
    return list(IndustryClass.objects.filter(wanted, is_current=True).defer("en"))


def _score(words: list[str], parts: set[str], found: str) -> int:
    whole = sum(word in found for word in words)
    return whole * 10 + sum(part in found for part in parts) + (100 if whole == len(words) else 0)


def _katakana(text: str) -> str:
    return "".join(
        chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in unicodedata.normalize("NFKC", text)
    )


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What the register says of an organisation, for its own people and the network's staff."""

    entry: RegisterEntry | None
    suggestions: list[Suggestion]
    changes: list[RegisterChange]

    @property
    def cause(self) -> str:
        """Why the registration was closed, in words."""
        known = self.entry is not None and self.entry.close_cause in RegisterClosing.values
        return str(RegisterClosing(self.entry.close_cause).label) if known and self.entry else ""


def register_view_for(actor: Actor, organisation: Organisation) -> RegisterView | None:
    """Return what the register says, for who may edit the organisation and for operators (three queries at most)."""
    may_edit = can_edit_organisation(actor, organisation.pk)
    if not organisation.corporate_number or not (may_edit or can_see_queue(actor)):
        return None
    entry = RegisterEntry.objects.filter(number=organisation.corporate_number).first()
    changes = RegisterChange.objects.filter(number=organisation.corporate_number).order_by("-updated_on", "-pk")
    differing = _differing(organisation, entry) if entry and may_edit else []
    return RegisterView(entry, differing, list(changes[:MOST_CHANGES]))


def suggestions_of(organisation: Organisation) -> list[Suggestion]:
    """Return where the register differs from the profile, without what the organisation chose to keep."""
    entry = RegisterEntry.objects.filter(number=organisation.corporate_number).first()
    return _differing(organisation, entry) if entry else []


def _differing(organisation: Organisation, entry: RegisterEntry) -> list[Suggestion]:
    found = suggestions(organisation, entry)
    kept = set(KeptValue.objects.filter(organisation=organisation).values_list("field", "value")) if found else set()
    return [one for one in found if (one.field, one.theirs) not in kept]
