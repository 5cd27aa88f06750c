"""From what was sent to what is kept: scanned, told by its content, drawn anew where it is a picture."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from kyoso.apps.files.adapters.contents import tell_media_type
from kyoso.apps.files.adapters.images import Picture, draw_picture
from kyoso.apps.files.adapters.scan import scan
from kyoso.apps.files.enums import MediaType
from kyoso.apps.files.rules import MEGABYTE, clean_name


@dataclass(frozen=True)
class Prepared:
    """A file as it will be kept."""

    content: "File[bytes]"
    thumbnail: "File[bytes] | None"
    columns: dict[str, Any]
    """Of the model: name, media_type, size, sha256, width, height."""


def prepare_file(upload: "File[bytes]") -> Prepared:
    """Check what was sent and bring it into the form in which it is kept; ValidationError says what is wrong."""
    name = str(upload.name or "")
    if upload.size > settings.FILE_BYTES:
        raise ValidationError(too_large())
    with _on_disk(upload) as path:
        scan(path)
    told = tell_media_type(upload, name)
    if isinstance(told, MediaType):
        return Prepared(upload, None, _columns(upload, name, told))
    picture = draw_picture(upload, told)
    content = ContentFile(picture.content)
    columns = _columns(content, name, picture.media_type, picture)
    return Prepared(content, ContentFile(picture.thumbnail), columns)


def too_large() -> str:
    """Return what is said of a file that is larger than the installation takes."""
    return _("It is larger than %(n)s MB, the limit for a file.") % {"n": settings.FILE_BYTES // MEGABYTE}


def _columns(content: "File[bytes]", name: str, kind: MediaType, picture: Picture | None = None) -> dict[str, Any]:
    return {
        "name": clean_name(name, kind),
        "media_type": kind,
        "size": content.size,
        "sha256": _sha256(content),
        "width": picture.width if picture else None,
        "height": picture.height if picture else None,
    }


def _sha256(content: "File[bytes]") -> str:
    state = hashlib.sha256()
    for chunk in content.chunks():
        state.update(chunk)
    content.seek(0)
    return state.hexdigest()


@contextmanager
def _on_disk(upload: "File[bytes]") -> Iterator[Path]:
    """Large uploads lie on disk already; others are written there for the scanner."""
    if not settings.SCAN_COMMAND:
        yield Path()
    elif hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "upload"
            upload.seek(0)
            with path.open("wb") as written:
                shutil.copyfileobj(upload, written)
            yield path
