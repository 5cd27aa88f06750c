"""Files to send, good and bad."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import TieredRecord
from kyoso.apps.files.models import File
from kyoso.apps.files.services.add_file import add_file

SECRET = "cnry-in-metadata"
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """A picture with a left half of another colour, so that turning it shows."""
    image = Image.new(mode, size)
    if mode in {"RGB", "RGBA"}:
        image.paste((200, 30, 30) if mode == "RGB" else (200, 30, 30, 120), (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def telling_picture(kind: str, orientation: int = 1) -> bytes:
    """A picture that holds a secret, and a place, wherever its format has room for one."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = orientation, SECRET, SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 10.0, 0.0), 3: "E", 4: (136.0, 54.0, 0.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    if kind == "JPEG":
        more |= {"comment": SECRET.encode(), "xmp": f"<x>{SECRET}</x>".encode()}
    elif kind == "PNG":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_itxt("Comment", SECRET)
    elif kind == "WEBP":
        more["xmp"] = f"<x>{SECRET}</x>".encode()
    else:
        more = {"comment": SECRET.encode()}
    return picture(kind, **more) + SECRET.encode()


def bomb_png(width: int, height: int) -> bytes:
    """A small file that says it is very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def office(kind: str = "docx", more: dict[str, bytes] | None = None, types: str = "") -> bytes:
    """A document as far as Kyoso looks into it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        archive.writestr(PARTS[kind], "<document/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return written.getvalue()


def pdf(text: str = "") -> bytes:
    """A PDF as far as Kyoso looks into it."""
    return f"%PDF-1.7\n% {text}\n1 0 obj << >> endobj\ntrailer << >>\nstartxref\n9\n%%EOF\n".encode()


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a page gets it."""
    return SimpleUploadedFile(name, content)


def add_samples(by: Actor, record: TieredRecord, caption: str = "硬貨と並べた試作品") -> File:
    """Add a document and a photo to a record, by the service that pages use; return the photo."""
    for name, content in (("図面.pdf", pdf()), ("試作品.png", picture("PNG", (640, 480)))):
        upload = sent(name, content)
        file = add_file(actor=by, kind=record.KIND, code=record.code, upload=upload, caption=caption)
    return file
