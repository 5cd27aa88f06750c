"""Dates as people in Japan write them: 令和8年3月31日, R8.3.31, 2026/3/31, 2026年3月末, Excel's own."""

import calendar
import datetime
import re
import unicodedata

from kyoso.apps.exchange.reading.table import Cell

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
LETTERS = {"r": "令和", "h": "平成", "s": "昭和", "t": "大正", "m": "明治"}
SEPARATOR = r"[年/.\-]"
JAPANESE = re.compile(
    rf"^(令和|平成|昭和|大正|明治|[rhstm])\.?(元|\d{{1,2}}){SEPARATOR}(\d{{1,2}})[月/.\-](\d{{1,2}}|末)日?$"
)
WESTERN = re.compile(rf"^(\d{{4}}){SEPARATOR}(\d{{1,2}})[月/.\-](\d{{1,2}}|末)日?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
ENGLISH = re.compile(r"^(?:(\d{1,2})([a-z]{3,9})|([a-z]{3,9})(\d{1,2})),?(\d{4})$")
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
WEEKDAY = re.compile(r"\([月火水木金土日]\)$")
EXCEL_DAY_0 = datetime.date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
"""Serial numbers of the years 1954 to 2119: a number outside of them is no date that anybody means."""


def parse_date(cell: Cell) -> datetime.date | None:
    """Return the date that a cell means, None for an empty one; ValueError where it cannot be told for sure."""
    if cell is None or isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(int(cell))
    text = "".join(unicodedata.normalize("NFKC", str(cell)).lower().split())
    text = WEEKDAY.sub("", text)
    if not text:
        return None
    return _parse(text)


def _parse(text: str) -> datetime.date:
    if found := JAPANESE.match(text):
        era, year, month, day = found.groups()
        return _date(ERAS[LETTERS.get(era, era)] + (1 if year == "元" else int(year)), month, day)
    if found := WESTERN.match(text) or COMPACT.match(text):
        return _date(int(found[1]), found[2], found[3])
    if found := ENGLISH.match(text):
        month = MONTHS.get((found[2] or found[3])[:3])
        return _date(int(found[5]), str(month or 0), found[1] or found[4])
    if text.isdigit():
        return _serial(int(text))
    raise ValueError(text)


def _date(year: int, month: str, day: str) -> datetime.date:
    last = calendar.monthrange(year, int(month))[1] if day == "末" and 1 <= int(month) <= 12 else 0
    return datetime.date(year, int(month), last or int(day))


def _serial(days: int) -> datetime.date:
    if days not in EXCEL_DAYS and not 19_000_101 <= days <= 21_001_231:
        raise ValueError(days)
    if days in EXCEL_DAYS:
        return EXCEL_DAY_0 + datetime.timedelta(days)
    return datetime.date(days // 10_000, days // 100 % 100, days % 100)
