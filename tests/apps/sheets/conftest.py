"""Sheets to test with: what would be drawn, and whether anything can be drawn here."""

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import CI

from kyoso.apps.sheets.adapters import pdf

PAGE_TREE = re.compile(rb"/Type\s*/Pages\b")
COUNT = re.compile(rb"/Count\s+(\d+)")
STREAM = re.compile(rb"stream\r?\n(.*?)\nendstream", re.DOTALL)  # a packed stream may end in \r itself


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take the place of the printer: keep the first text that it would draw."""
    kept: list[str] = []

    def keep(variants: Any) -> bytes:
        kept.append(next(iter(variants))())
        return b"%PDF-kept"

    monkeypatch.setattr(pdf, "draw_page", keep)
    return kept


@pytest.fixture
def printer() -> Callable[..., bytes]:
    """The real thing; without Pango or a Japanese font skipped aloud, in CI failed."""
    try:
        pdf.load_printer()
        missing = "" if pdf.has_japanese_font() else "a Japanese font (fonts-noto-cjk)"
    except pdf.NoPrinting:
        missing = "Pango (libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
    if missing:
        reason = f"no PDF can be drawn here: install {missing}"
        pytest.fail(reason) if CI else pytest.skip(reason)
    return pdf.draw_page


def unpacked(document: bytes) -> bytes:
    """Return a PDF with what its streams hold, as far as they are packed in the usual way."""
    parts = [document]
    for stream in STREAM.findall(document):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages_of(document: bytes) -> int:
    """Return how many pages a PDF has: what its page tree says."""
    text = unpacked(document)
    tree = PAGE_TREE.search(text)
    assert tree, "no page tree"
    counted = COUNT.search(text, max(0, tree.start() - 200), tree.end() + 400)
    assert counted, "the page tree does not say how many"
    return int(counted.group(1))
