"""Telling what a file is by its content, and refusing with the mend what Kyoso does not take (H3)."""

import re
from contextlib import suppress
from typing import IO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kyoso.apps.files.adapters.office import check_office
from kyoso.apps.files.enums import EXTENSIONS, MediaType
from kyoso.apps.files.rules import claimed_extension

HEAD = 4096
TAIL = 2048
PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
"""Types of pictures that are taken, with what Pillow calls them."""

HEIF = {"image/heif", "image/heic", "image/heif-sequence", "image/heic-sequence"}
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
MARKUP = re.compile(r"<\s*(!doctype\s+html|html|head|body|script|iframe|svg|\?xml|!--)", re.IGNORECASE)
TEXT_CODINGS = ("utf-8-sig", "cp932")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_IN_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\uf8f0-\uf8f3]")
"""Controls, and what Shift_JIS makes of bytes that mean nothing."""


def tell_media_type(source: IO[bytes], name: str) -> MediaType | str:
    """Return the type of a document, or for a picture what Pillow calls its format ("JPEG", "GIF" …).

    `name` serves messages only. Raises ValidationError, which says what to do instead.
    """
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        raise ValidationError(_("This file is empty."))
    guesses = _guesses(head)
    for mime, picture in PICTURES.items():
        if mime in guesses:
            return picture
    if head.startswith(b"%PDF-"):
        return _pdf(source)
    if head.startswith(ZIP):
        return check_office(source)
    _refuse_known(head, guesses)
    return _text(source, name, guesses)


def _guesses(head: bytes) -> dict[str, str]:
    """Every type that the head may be, with its usual ending."""
    with suppress(puremagic.PureError, ValueError):
        return {found.mime_type: found.extension for found in reversed(puremagic.magic_string(head))}
    return {}


def _refuse_known(head: bytes, guesses: dict[str, str]) -> None:
    """What people are likely to try, with the way out."""
    if HEIF & guesses.keys() or (head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS):
        raise ValidationError(
            _(
                "This is a HEIC picture. Save it as JPEG; on an iPhone, choose Settings > Camera > Formats > "
                "Most Compatible."
            )
        )
    if head.startswith(OLD_OFFICE):
        raise ValidationError(
            _("This document is of an old format or protected by a password. Save it as docx, xlsx, pptx or PDF.")
        )
    if head.startswith(UTF_16):
        raise ValidationError(_("This text is coded as UTF-16. Save it as UTF-8."))


def _pdf(source: IO[bytes]) -> MediaType:
    """A PDF begins and ends as one, and is nothing else besides."""
    source.seek(0, 2)
    source.seek(max(0, source.tell() - TAIL))
    tail = source.read()
    if b"%%EOF" not in tail:
        raise ValidationError(_("This PDF is damaged: its end is missing. Save it again."))
    if ZIP_END in tail:
        raise ValidationError(_("This PDF is an archive at the same time. Save it again from where it was made."))
    return MediaType.PDF


def _text(source: IO[bytes], name: str, guesses: dict[str, str]) -> MediaType:
    """Plain text is what decodes as such, whatever it is about; pages that a browser would run are none."""
    source.seek(0)
    text = _decoded(source.read())
    if text is None or NOT_IN_TEXT.search(text):
        raise ValidationError(_unknown(guesses))
    if MARKUP.match(text.lstrip("\ufeff \t\r\n\f\v")):
        raise ValidationError(
            _("This is a web page or an SVG picture, which can hold programs. Save it as PDF, PNG or JPEG.")
        )
    claimed = claimed_extension(name)
    if any(claimed in EXTENSIONS[kind] for kind in MediaType if not kind.startswith("text/")):
        raise ValidationError(
            _("The name ends in %(ending)s, but the content is plain text. Save it again.") % {"ending": claimed}
        )
    return MediaType.CSV if claimed == ".csv" else MediaType.TEXT


def _decoded(content: bytes) -> str | None:
    for coding in TEXT_CODINGS:
        with suppress(UnicodeDecodeError):
            return content.decode(coding)
    return None


def _unknown(guesses: dict[str, str]) -> str:
    allowed = _("Taken are JPEG, PNG, WebP, GIF, PDF, Word, Excel, PowerPoint (docx, xlsx, pptx), text and CSV.")
    if "application/vnd.microsoft.portable-executable" in guesses:
        return _("This is a program.") + " " + allowed
    return _("Files of this kind are not taken.") + " " + allowed
