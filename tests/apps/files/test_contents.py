"""What a file is, told by its content; what is refused, and how (H3)."""

import io
import random
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.apps.files.samples import SECRET, bomb_png, office, pdf, picture, sent, telling_picture

from kyoso.apps.files.adapters import images
from kyoso.apps.files.adapters import office as office_adapter
from kyoso.apps.files.adapters.images import LARGEST_SIDE, THUMBNAIL_SIDE
from kyoso.apps.files.adapters.prepare import Prepared, prepare_file


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def prepared(content: bytes, name: str = "x") -> Prepared:
    return prepare_file(sent(name, content))


def says_so(content: bytes) -> bool:
    """Whether a file is taken, or refused in words: anything else goes through to the test."""
    try:
        return bool(prepared(content).columns)
    except ValidationError as refused:
        return all(refused.messages)


def refusal(content: bytes, name: str = "x") -> str:
    with pytest.raises(ValidationError) as refused:
        prepared(content, name)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.jpg", picture("JPEG"), "a.jpg"),
        ("a.png", picture("PNG"), "a.png"),
        ("a.webp", picture("WEBP"), "a.webp"),
        ("a.gif", picture("GIF"), "a.png"),
        ("a.pdf", pdf(), "a.pdf"),
        ("a.docx", office("docx"), "a.docx"),
        ("a.xlsx", office("xlsx"), "a.xlsx"),
        ("a.pptx", office("pptx"), "a.pptx"),
        ("a.txt", "株式会社 金子製作所".encode(), "a.txt"),
        ("a.csv", "名称,数\r\n深絞り,3\r\n".encode("cp932"), "a.csv"),
        ("a.csv", "\ufeff名称,数\r\n".encode(), "a.csv"),
        ("a.png", picture("JPEG"), "a.jpg"),
        ("a.jpg", pdf(), "a.pdf"),
    ],
)
def test_what_firms_have_is_taken(name, content, kept):
    columns = prepared(content, name).columns
    assert columns["name"] == kept
    assert columns["size"] > 0
    assert len(columns["sha256"]) == 64


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
EXE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + b"\0" * 500
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jpg", b"<!doctype html><script>alert(1)</script>", "web page"),
        ("a.jpg", b"  \n<html><body>", "web page"),
        ("a.svg", SVG, "SVG"),
        ("a.png", SVG, "SVG"),
        ("a.txt", b"\xef\xbb\xbf<script>alert(1)</script>", "web page"),
        ("a.jpg", EXE, "program"),
        ("a.pdf", EXE, "program"),
        ("setup.exe", EXE, "program"),
        ("a", b"\x7fELF\2\1\1" + b"\0" * 300, "not taken"),
        ("a.heic", HEIC, "HEIC"),
        ("a.jpg", HEIC, "HEIC"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("a.tif", picture("TIFF"), "not taken"),
        ("a.jpg", "ただの文".encode(), "ends in .jpg"),
        ("a.txt", "ただの文".encode("utf-16"), "UTF-8"),
        ("a.pdf", b"%PDF-1.7\nbroken off", "end is missing"),
        ("a.pdf", b"", "empty"),
        ("a.jpg", picture("JPEG")[:200], "damaged"),
        ("a.png", picture("PNG")[:60] + b"\0" * 40, "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "damaged"),
        ("a.gif", b"GIF89a/*<script>alert(1)</script>*/=1;", "damaged"),
    ],
)
def test_what_is_not_taken_is_told_by_its_content(name, content, said):
    assert said in refusal(content, name)


def test_a_pdf_that_is_an_archive_too_is_refused():
    assert "archive" in refusal(pdf() + office(), "a.pdf")
    assert "archive" in refusal(pdf()[:-6] + office() + b"\n%%EOF\n", "a.pdf")
    assert refusal(pdf() + office("docx", {"word/a.bin": random.Random(1).randbytes(5000)}), "a.pdf")


@pytest.mark.parametrize("before", [b"MZ", b"<html>", b"\n", b"#!/bin/sh\n"])
def test_an_archive_with_something_before_it_is_refused(before):
    assert "not taken" in refusal(before + office(), "a.docx")


def test_other_archives_are_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.exe", EXE)
    assert "Archives" in refusal(written.getvalue(), "a.docx")


def test_a_document_that_is_two_kinds_at_once_is_refused():
    assert "Archives" in refusal(office("docx", {"xl/workbook.xml": b"<x/>"}))


@pytest.mark.parametrize(
    "document", [office("docx", {"word/vbaProject.bin": b"x"}), office("xlsx", types="sheet.macroEnabled.main+xml")]
)
def test_macros_are_refused(document):
    assert "macros" in refusal(document)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = office("xlsx", {f"xl/{number}.xml": b"\0" * 60_000_000 for number in range(4)})
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)  # nothing is read
    assert "200 MB" in refusal(bomb, "a.xlsx")


def test_a_document_that_lies_about_its_size_is_refused():
    honest = office("docx", {"word/large.xml": b"x" * 5000})
    lying = honest.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != honest
    assert "damaged" in refusal(lying)


def test_a_document_of_very_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(office_adapter, "MOST_PARTS", 5)
    assert "MB" in refusal(office("docx", {f"word/{number}.xml": b"" for number in range(6)}))


def test_a_damaged_document_is_refused():
    assert "damaged" in refusal(office()[:120])


# Pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_but_the_picture_is_kept(kind):  # A3
    given_bytes = telling_picture(kind)
    assert SECRET.encode() in given_bytes
    made = prepared(given_bytes)
    for content in (made.content, made.thumbnail):
        kept = content.read()
        assert SECRET.encode() not in kept
        image = Image.open(io.BytesIO(kept))
        image.load()
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp", "Comment", "photoshop"} & set(image.info)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [(1, (64, 48), (5, 24)), (3, (64, 48), (60, 24)), (6, (48, 64), (24, 5)), (8, (48, 64), (24, 60))],
)
def test_pictures_are_turned_upright(orientation, size, red):
    made = prepared(telling_picture("JPEG", orientation))
    image = Image.open(made.content)
    assert image.size == size == (made.columns["width"], made.columns["height"])
    assert image.getpixel(red)[0] > 150


def test_large_pictures_are_made_smaller():
    made = prepared(picture("JPEG", (5200, 2600)))
    assert (made.columns["width"], made.columns["height"]) == (LARGEST_SIDE, LARGEST_SIDE // 2)
    assert Image.open(made.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 2)


def test_small_pictures_are_left_at_their_size():
    made = prepared(picture("PNG", (10, 7)))
    assert Image.open(made.thumbnail).size == (10, 7) == Image.open(made.content).size


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("WEBP", "RGBA")])
def test_transparency_stays(kind, mode):
    image = Image.open(prepared(picture(kind, mode=mode)).content)
    assert image.mode == "RGBA"
    assert image.getpixel((5, 5))[3] < 255


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "I;16")]
)
def test_every_kind_of_colours_is_drawn(kind, mode):
    assert prepared(picture(kind, mode=mode)).columns["width"] == 64


def test_grey_of_16_bits_keeps_its_shades():
    image = Image.new("I;16", (4, 4), 32768)
    written = io.BytesIO()
    image.save(written, "PNG")
    assert Image.open(prepared(written.getvalue()).content).getpixel((0, 0)) == (128, 128, 128)


@pytest.mark.parametrize("size", [(60_000, 60_000), (9000, 8000), (1, 70_000_000)])
def test_a_decompression_bomb_is_refused_before_it_bursts(size, monkeypatch):
    monkeypatch.setattr(images, "_drawn", None)  # nothing is drawn
    assert "64 million pixels" in refusal(bomb_png(*size))


def test_of_moving_pictures_the_first_is_kept():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    image = Image.open(prepared(written.getvalue(), "a.gif").content)
    assert (image.format, getattr(image, "n_frames", 1)) == ("PNG", 1)
    assert image.getpixel((2, 2))[0] > 200


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"PK\3\4", b"%PDF-", b"\xff\xd8\xff"]),
)
def test_whatever_is_sent_is_taken_or_refused_in_words(content, head):
    assert says_so(head + content)


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_picture_with_a_wrong_byte_is_taken_or_refused_in_words(place, value):
    content = bytearray(telling_picture("JPEG"))
    content[place % len(content)] = value
    assert says_so(bytes(content))
