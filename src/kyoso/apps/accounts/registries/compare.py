"""A profile beside the register of corporate numbers: what to fill, and what differs in more than spelling."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kyoso.apps.accounts.registries.municipalities import municipality_key
from kyoso.apps.accounts.registries.prefectures import prefecture_name
from kyoso.apps.accounts.rules import LENGTHS, clean_kana
from kyoso.shared.japanese import fold

SHORT_FORMS = {"(株)": "株式会社", "(有)": "有限会社", "(同)": "合同会社", "(資)": "合資会社", "(名)": "合名会社"}
SPOKEN_FORMS = re.compile("かぶしきが[いう]*しゃ|かぶしきかいしゃ|ゆうげんが[いう]*しゃ|ごうどうが[いう]*しゃ")
NOT_LETTERS = re.compile(r"[\W_]+")
BLOCKS = re.compile(r"丁目|番地の|番地|番|号|の(?=\d)|[-‐‑–—−ー]")
PLACE = ("prefecture", "municipality", "street")


class Registered(Protocol):
    """What is compared of a register entry."""

    name: str
    kana: str
    name_en: str
    prefecture: str
    city: str
    street: str


class Profile(Protocol):
    """What is compared of a profile."""

    name: str
    kana: str
    name_en: str
    prefecture: str
    municipality: str
    street: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The register says something else: of which field (`place` for the whole address), what, and what to store."""

    field: str
    ours: str
    theirs: str
    values: dict[str, str]


def registered_values(entry: Registered) -> dict[str, str]:
    """Return what the register says in the form of a profile; what would not fit into a column is left out."""
    said = {
        "name": entry.name,
        "kana": clean_kana(entry.kana),
        "name_en": entry.name_en,
        "prefecture": entry.prefecture,
        "municipality": unicodedata.normalize("NFKC", entry.city),
        "street": unicodedata.normalize("NFKC", entry.street) if entry.prefecture else "",
    }
    return {name: value if len(value) <= LENGTHS.get(name, len(value)) else "" for name, value in said.items()}


def values_to_fill(profile: Profile, entry: Registered) -> dict[str, str]:
    """Return what the register adds to a profile: empty fields alone, an address only where it is no other one."""
    said = registered_values(entry)
    wanted = ["name", "kana", "name_en"]
    for name in PLACE:
        wanted.append(name)
        if getattr(profile, name) and not _same(name, getattr(profile, name), said[name]):
            break  # another place: what follows belongs to that one
    return {name: said[name] for name in wanted if said[name] and not getattr(profile, name)}


def suggestions(profile: Profile, entry: Registered) -> list[Suggestion]:
    """Return where a filled profile differs from the register in more than spelling."""
    said = registered_values(entry)
    found = [
        Suggestion(name, getattr(profile, name), said[name], {name: said[name]})
        for name in ("name", "kana", "name_en")
        if said[name] and getattr(profile, name) and not _same(name, getattr(profile, name), said[name])
    ]
    ours = {name: getattr(profile, name) for name in PLACE}
    if said["prefecture"] and any(ours[name] and not _same(name, ours[name], said[name]) for name in PLACE):
        place = {name: said[name] for name in PLACE}
        found.append(Suggestion("place", _written(ours), _written(place), place))
    return found


def _same(field: str, one: str, other: str) -> bool:
    return COMPARED[field](one) == COMPARED[field](other)


def _name(text: str) -> str:
    folded = "".join(fold(text).split())
    for short, long in SHORT_FORMS.items():
        folded = folded.replace(fold(short), fold(long))
    return folded


def _kana(text: str) -> str:
    return SPOKEN_FORMS.sub("", NOT_LETTERS.sub("", fold(text)))


def _street(text: str) -> str:
    return BLOCKS.sub("-", "".join(fold(text).split())).strip("-")


def _written(place: dict[str, str]) -> str:
    return f"{prefecture_name(place['prefecture'])}{place['municipality']}{place['street']}"


COMPARED: dict[str, Callable[[str], str]] = {
    "name": _name,
    "kana": _kana,
    "name_en": lambda text: NOT_LETTERS.sub("", fold(text)),
    "prefecture": str,
    "municipality": municipality_key,
    "street": _street,
}
