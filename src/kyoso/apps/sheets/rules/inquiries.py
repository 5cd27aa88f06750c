"""What an inquiry must be like, who reads it, and how many may come."""

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.rules import clean_email
from kyoso.apps.sheets.enums import InquiryState
from kyoso.shared.text import clean_line, clean_text

LENGTHS = {"name": 80, "email": 254, "company": 120, "message": 4000}
MOST_LINKS = 5
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
DIRECTION_SIGNS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Invisible signs that turn the direction of writing, by which a name can pose as another."""

WINDOW = timedelta(hours=1)
MOST_FROM_ONE = 5
MOST_TO_ONE = 30
READERS = {Role.OWNER, Role.MANAGER, Role.LEAD}
MOVES = {
    InquiryState.NEW: (InquiryState.ANSWERED, InquiryState.CLOSED),
    InquiryState.ANSWERED: (InquiryState.NEW,),
    InquiryState.CLOSED: (InquiryState.NEW,),
}
"""Where an inquiry may go from each state."""


def may_read_inbox(actor: Actor) -> bool:
    """The one window is kept by owners, managers and open-innovation leads."""
    return actor.organisation_id is not None and actor.role in READERS


def clean_inquiry(values: Mapping[str, str]) -> dict[str, str]:
    """Return name, e-mail, company and message in stored form; ValidationError names each field at fault."""
    cleaned = {
        "name": clean_shown_line(values.get("name", "")),
        "email": clean_email(values.get("email", "")),
        "company": clean_shown_line(values.get("company", "")),
        "message": clean_text(values.get("message", "").translate(DIRECTION_SIGNS)),
    }
    faults = {**_lengths(cleaned), **_gaps(cleaned)}
    if "message" not in faults and len(LINK.findall(cleaned["message"])) > MOST_LINKS:
        faults["message"] = _("At most %(n)s links: more look like advertising. Leave some out.") % {"n": MOST_LINKS}
    if faults:
        raise ValidationError({name: ValidationError(fault) for name, fault in faults.items()})
    return cleaned


def clean_shown_line(text: str) -> str:
    """Return a name or post as it may be shown to others: one line, without signs that turn writing round."""
    return " ".join(clean_line(text.translate(DIRECTION_SIGNS)).split())


def _lengths(cleaned: Mapping[str, str]) -> dict[str, str]:
    said = _("At most %(most)s characters; these are %(n)s.")
    return {
        name: said % {"most": f"{most:,}", "n": f"{len(cleaned[name]):,}"}
        for name, most in LENGTHS.items()
        if len(cleaned[name]) > most
    }


def _gaps(cleaned: Mapping[str, str]) -> dict[str, str]:
    asked = {
        "name": _("Enter your name."),
        "email": _("Enter your e-mail address: the answer goes there."),
        "message": _("Write what you would like to ask or propose."),
    }
    faults = {name: fault for name, fault in asked.items() if not cleaned[name]}
    if cleaned["email"] and not _is_email(cleaned["email"]):
        faults["email"] = _("This is not a complete e-mail address. One looks like name@company.jp.")
    return faults


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def digest(*parts: str) -> str:
    """Return what is kept to recognise something again without keeping it."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
