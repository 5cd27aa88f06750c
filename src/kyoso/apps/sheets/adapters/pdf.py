"""From HTML to PDF with WeasyPrint, which is imported only when somebody asks for a PDF: it needs Pango."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

STYLES = Path(__file__).resolve().parent.parent / "static" / "sheets" / "sheet.css"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
JAPANESE_FILES = ("*CJK*", "*NotoSansJP*", "*ipa*g*", "*takao*", "*SourceHan*JP*", "*BIZUD*", "*vlgothic*")
LONGEST_WAIT = 20
"""Seconds that a request waits for the sheets before it: one process draws one at a time."""

_one_at_a_time = threading.Lock()


class NoPrinting(Exception):
    """Something is missing on this machine; `missing` is "pango" or "font"."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class Busy(Exception):
    """Too many sheets are asked for at once."""


def draw_page(variants: Iterable[Callable[[], str]]) -> bytes:
    """Return one A4 page as PDF: of the first variant that fits it, or else the first page of the last.

    Each variant makes HTML with shorter texts than the one before. Raises NoPrinting and Busy.
    """
    printer = load_printer()
    if not has_japanese_font():
        raise NoPrinting("font")
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise Busy
    try:
        return _draw(printer, variants)
    finally:
        _one_at_a_time.release()


def _draw(printer: Any, variants: Iterable[Callable[[], str]]) -> bytes:
    inside = printer.urls.URLFetcher(allowed_protocols=["data"])  # a sheet shows only what stands in it
    styles, document = [printer.CSS(string=STYLES.read_text(encoding="utf-8"), url_fetcher=inside)], None
    for html in variants:
        document = printer.HTML(string=html(), url_fetcher=inside).render(stylesheets=styles)
        if len(document.pages) == 1:
            break
    if document is None:
        raise ValueError("no variant to draw")
    return bytes(document.copy(document.pages[:1]).write_pdf())


def load_printer() -> Any:
    """Import WeasyPrint; NoPrinting where the libraries that it needs are missing."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NoPrinting("pango") from error
    return weasyprint


@cache
def has_japanese_font() -> bool:
    """Say whether Japanese can be drawn here; where nothing can be asked, look for files of known names."""
    if program := shutil.which("fc-list"):
        asked = subprocess.run([program, ":lang=ja", "file"], capture_output=True, text=True, check=False)  # noqa: S603
        return bool(asked.stdout.strip())
    folders = [folder for folder in FONT_FOLDERS if folder.is_dir()]
    if not folders:  # Windows and macOS, which bring one along
        return True
    return any(True for folder in folders for name in JAPANESE_FILES for _found in folder.rglob(name))
