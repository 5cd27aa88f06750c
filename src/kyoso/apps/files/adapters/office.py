"""Looking into documents of Word, Excel and PowerPoint without unpacking them to anywhere."""

import zipfile
import zlib
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kyoso.apps.files.enums import MediaType

MAIN_PARTS = {
    "word/document.xml": MediaType.DOCX,
    "xl/workbook.xml": MediaType.XLSX,
    "ppt/presentation.xml": MediaType.PPTX,
}
MOST_PARTS = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_CONTENT_TYPES = 1024 * 1024
CHUNK = 256 * 1024
FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile raises on archives that are damaged, or made to harm."""


def check_office(source: IO[bytes]) -> MediaType:
    """Return which kind of document it is; ValidationError for other archives, bombs, damaged ones and macros."""
    try:
        with zipfile.ZipFile(source) as archive:
            kind = _kind(archive)
            _refuse_bomb(archive)
            _refuse_programs(archive)
    except FAULTS as fault:
        raise ValidationError(_("This document is damaged. Open it, save it again, and try once more.")) from fault
    return kind


def _kind(archive: zipfile.ZipFile) -> MediaType:
    names = set(archive.namelist())
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or "[Content_Types].xml" not in names:
        raise ValidationError(
            _("Archives are not taken. Add the files in it one by one; of Office only docx, xlsx and pptx.")
        )
    return found[0]


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Sizes as declared first, then as they are: a header may lie."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(
            _("Unpacked, this document would be larger than %(n)s MB. Make it smaller, or save it as PDF.")
            % {"n": MOST_UNPACKED // 1024**2}
        )
    for part in parts:
        with archive.open(part) as content:  # never yields more than declared, and compares the check sum at the end
            while content.read(CHUNK):
                pass


def _refuse_programs(archive: zipfile.ZipFile) -> None:
    with archive.open("[Content_Types].xml") as content:
        types = content.read(MOST_CONTENT_TYPES)
    has_macros = any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in archive.namelist())
    if has_macros or b"macroenabled" in types.lower():
        raise ValidationError(_("This document holds macros. Save it without them, as docx, xlsx or pptx."))
