"""CSV and its kin: in which encoding, with which sign between the cells."""

import csv
import io
import re
from collections.abc import Iterator

from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.limits import MAX_ROWS
from kyoso.apps.exchange.reading.table import Sheet, make_sheet

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = ("utf-8", "cp932", "euc_jp")
DELIMITERS = (",", "\t", ";")
SAMPLE = 50
MEANINGLESS = re.compile("[\x80\uf8f0-\uf8f3]")
"""What Shift_JIS makes of bytes that mean nothing in it."""

HALF_WIDTH_KANA = range(0xFF61, 0xFFA0)


def read_text(data: bytes) -> Sheet:
    """Read bytes as a table. Raises Unreadable: broken_text (line, encoding), broken_quotes, too_many_rows …"""
    text = decode(data)
    return make_sheet("", enumerate(_records(text, delimiter_of(text)), start=1))


def decode(data: bytes) -> str:
    """Return the text, in whichever of the usual encodings it is; a byte that fits none is told with its line."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    fitting = {encoding: text for encoding in ENCODINGS if (text := _try(data, encoding)) is not None}
    if not fitting:
        return _strictly(data, min(ENCODINGS, key=lambda encoding: _broken_lines(data, encoding)[0]))
    if "utf-8" in fitting:
        return fitting["utf-8"]
    return min(fitting.values(), key=_strangeness)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding == "cp932" and MEANINGLESS.search(text) else text


def _strictly(data: bytes, encoding: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise Unreadable("broken_text", line=_broken_lines(data, encoding)[1], encoding=encoding.removesuffix("-sig"))
    return text


def _broken_lines(data: bytes, encoding: str) -> tuple[int, int]:
    """Return how many lines do not fit the encoding, and the number of the first."""
    if encoding.startswith("utf-16"):
        return 1, data.decode("utf-16", errors="replace").partition("\ufffd")[0].count("\n") + 1
    broken = [number for number, line in enumerate(data.split(b"\n"), start=1) if _try(line, encoding) is None]
    return len(broken), broken[0] if broken else 1


def _strangeness(text: str) -> int:
    """EUC-JP read as Shift_JIS is full of half-width kana, and the reverse of rare signs."""
    return sum(3 if ord(sign) in HALF_WIDTH_KANA else 1 for sign in text if ord(sign) > 0x7F)


def delimiter_of(text: str) -> str:
    """Return the sign that parts the first lines into the most cells, the same number in most lines."""
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, max(counts, default=0))

    return max(DELIMITERS, key=weight)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("broken_quotes", line=reader.line_num) from None
        found += any(cells)
        if found > MAX_ROWS + SAMPLE:
            raise Unreadable("too_many_rows", limit=MAX_ROWS)
        yield [cell.replace("\x00", "") for cell in cells]
