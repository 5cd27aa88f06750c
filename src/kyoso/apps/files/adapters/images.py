"""Pictures, drawn anew: turned upright, without anything else that was in the file, no larger than a page needs."""

import io
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from kyoso.apps.files.enums import MediaType

MOST_PIXELS = 64_000_000
LARGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
FORMATS = {"JPEG": MediaType.JPEG, "PNG": MediaType.PNG, "WEBP": MediaType.WEBP, "GIF": MediaType.PNG}
"""As what each format is kept: of a GIF, its first frame."""

OPTIONS: dict[MediaType, dict[str, Any]] = {
    MediaType.JPEG: {"format": "JPEG", "quality": 88, "optimize": True, "progressive": True},
    MediaType.PNG: {"format": "PNG"},
    MediaType.WEBP: {"format": "WEBP", "quality": 88},
}
FAULTS = (OSError, SyntaxError, ValueError, IndexError, EOFError, TypeError, KeyError, Image.DecompressionBombError)
"""What Pillow raises on pictures that are damaged, or made to harm."""

_one_at_a_time = threading.Lock()  # a large picture takes some 200 MB while it is drawn


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept."""

    media_type: MediaType
    content: bytes
    thumbnail: bytes
    """WebP."""
    width: int
    height: int


def draw_picture(source: IO[bytes], format_name: str) -> Picture:
    """Draw a picture anew from a file of the format that it must have; ValidationError says what is wrong with it."""
    try:
        with _one_at_a_time:
            _check(source, format_name)
            return _drawn(source, format_name)
    except Image.DecompressionBombError as fault:
        raise ValidationError(_too_large()) from fault
    except FAULTS as fault:
        raise ValidationError(_("This picture is damaged or incomplete. Save it again, or take another.")) from fault


def _too_large() -> str:
    most = MOST_PIXELS // 1_000_000
    return _("This picture has more than %(n)s million pixels. Make it smaller first.") % {"n": most}


def _check(source: IO[bytes], format_name: str) -> None:
    """Reads no pixels: the size is in the head, and a bomb would burst on reading."""
    source.seek(0)
    with Image.open(source, formats=[format_name]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValidationError(_too_large())
        image.verify()


def _drawn(source: IO[bytes], format_name: str) -> Picture:
    source.seek(0)
    with Image.open(source, formats=[format_name]) as opened:
        opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # JPEG: decodes at half or quarter size where that is enough
        opened.load()
        image = _plain(ImageOps.exif_transpose(opened), keeps_alpha=format_name != "JPEG")
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    kept_as = FORMATS[format_name]
    content = _bytes(image, **OPTIONS[kept_as])
    return Picture(kept_as, content, _bytes(small, format="WEBP", quality=80), image.width, image.height)


def _plain(image: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """Pixels alone, in the colours of screens."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")  # measuring cameras: grey of 16 bits
    has_alpha = keeps_alpha and image.has_transparency_data
    plain = _in_screen_colours(image) or image
    plain = plain.convert("RGBA" if has_alpha else "RGB")
    plain.info = {}  # comments, positions, profiles: some formats would write them again
    return plain


def _in_screen_colours(image: Image.Image) -> Image.Image | None:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return None
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return None


def _bytes(image: Image.Image, **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, **options)
    return written.getvalue()
