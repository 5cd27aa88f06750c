"""One way in for every kind of file: what it is, is told by its content and not by its name."""

import re

from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.json_file import read_json
from kyoso.apps.exchange.reading.limits import MAX_BYTES
from kyoso.apps.exchange.reading.table import Sheet
from kyoso.apps.exchange.reading.text_file import read_text
from kyoso.apps.exchange.reading.workbook import read_workbook, refuse_old

FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")
PAGE = re.compile(rb"^(\xef\xbb\xbf)?\s*<(!doctype|html|head|table|\?xml)", re.IGNORECASE)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_file(data: bytes) -> list[Sheet]:
    """Return the sheets that have anything in them. Raises Unreadable with a code and where."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", limit=MAX_BYTES // 1024 // 1024)
    sheets = [sheet for sheet in _read(data) if sheet.rows]
    if not sheets:
        raise Unreadable("empty")
    return sheets


def _read(data: bytes) -> list[Sheet]:
    refuse_old(data)
    if data.startswith(FOREIGN):
        raise Unreadable("not_a_table")
    if data.startswith(b"PK"):
        return read_workbook(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        return read_json(data)
    if PAGE.match(data[:200]):
        raise Unreadable("web_page")
    if data.count(b"\x00") > max(20, len(data) // 10) and not data.startswith(UTF_16):
        raise Unreadable("not_a_table")
    return [read_text(data)]
