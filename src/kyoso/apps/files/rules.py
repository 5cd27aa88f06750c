"""Who sees a file, which tiers it may get, what it is called: pure functions on values."""

import unicodedata
from pathlib import PurePosixPath

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import Clearance, RecordKey, tiers_offered
from kyoso.apps.files.enums import EXTENSIONS, MediaType
from kyoso.shared.text import clean_line

KINDS = ("asset", "need")
"""The kinds of record that take files."""

LOGO = "organisation"
"""The kind of the one picture that stands for a firm: public as its profile is, kept by its owners and managers."""

MOST_NAME = 120
MOST_CAPTION = 200
MEGABYTE = 1024 * 1024
RESERVED = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
KNOWN_EXTENSIONS = {extension for extensions in EXTENSIONS.values() for extension in extensions} | {".gif"}


# Disclosure


def shown_tier(file_tier: int, record_tier: int) -> Tier:
    """A file may be stricter than its record, never looser: the record's tier counts as it is now."""
    return Tier(max(file_tier, record_tier))


def is_open(file_tier: int, record_tier: int, owner_id: int, record: RecordKey, viewer: Clearance) -> bool:
    """Say whether a clearance opens a file of a record. (That drafts and archive are for their owner comes on top.)"""
    return viewer.tier_for(owner_id, record) >= shown_tier(file_tier, record_tier)


def tiers_to_give(actor: Actor, seen: Tier, record_tier: int) -> list[Tier]:
    """Return the tiers at which a person may show a file of a record, by the rules of records themselves."""
    return [tier for tier in tiers_offered(actor, seen) if tier >= record_tier]


def may_give(actor: Actor, seen: Tier, record_tier: int, given: int) -> bool:
    """Say whether a person may put a file at a tier (below the record's: as open as the record)."""
    return shown_tier(given, record_tier) in tiers_to_give(actor, seen, record_tier)


# Names


def clean_name(given: str, media_type: MediaType) -> str:
    """Return a name that is safe to show and to save on any system, with the ending of what the file really is."""
    name = unicodedata.normalize("NFC", clean_line(given)).translate(RESERVED)
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cf", "Co"}).strip(" .")
    stem, extension = _split(name)
    right = EXTENSIONS[media_type]
    if extension.lower() not in right:
        stem, extension = (stem, right[0]) if extension.lower() in KNOWN_EXTENSIONS else (name, right[0])
    stem = stem[: MOST_NAME - len(extension)].strip(" .")
    return (stem or "file") + extension.lower()


def _split(name: str) -> tuple[str, str]:
    suffix = PurePosixPath(name).suffix
    return (name[: -len(suffix)], suffix) if suffix else (name, "")


def claimed_extension(name: str) -> str:
    """Return the ending that a name claims, in lower case."""
    return _split(name.strip())[1].lower()


# Limits


def has_room(count: int, size: int, more: int, most_count: int, most_size: int) -> bool:
    """Say whether an organisation that keeps `count` files of `size` bytes may keep one of `more` bytes besides."""
    return count < most_count and size + more <= most_size
