"""Municipalities (JIS X 0402) as the ministry lists them, and one key for the spellings people use for each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kyoso.apps.accounts.registries.prefectures import PREFECTURES
from kyoso.apps.accounts.registries.tables import ListFaults, Row
from kyoso.shared.japanese import fold

CODE_HEADING = re.compile(r"団体コード|地域コード|市区町村コード|^コード$|^code$", re.IGNORECASE)
PREFECTURE_HEADING = re.compile(r"^都道府県(?!.*(カナ|かな|コード|英))")
CITY_HEADING = re.compile(r"^(市区町村|市町村)(?!.*(カナ|かな|コード|英|ふりがな))")
READING_HEADING = re.compile(r"^(市区町村|市町村).*(カナ|かな)|ふりがな")
UPPER_HEADING = re.compile(r"^政令市")
OTHER_SPELLINGS = str.maketrans("ゖがゕっ之竈竃檜驒鰺淵祇", "けけかつの釜釜桧騨鯵渕祗")
VARIATION = re.compile("[\U000e0100-\U000e01ef\ufe00-\ufe0f]")
DISTRICT = re.compile(r"^.{1,5}?郡(?=.+[町村]$)")
MOST_NAME = 40
SPECIAL = "131"
"""The special wards of Tokyo belong to no city."""


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A city, ward, town or village: five digits, prefecture, name, reading, key."""

    code: str
    prefecture: str
    name: str
    kana: str
    key: str


def municipality_key(text: str) -> str:
    """Return what the usual spellings share: 鎌ヶ谷市 = 鎌ケ谷市, 龍ケ崎市 = 竜ヶ崎市, 高座郡寒川町 = 寒川町."""
    folded = fold(VARIATION.sub("", unicodedata.normalize("NFKC", text)))
    return DISTRICT.sub("", "".join(folded.split()).translate(OTHER_SPELLINGS))


def without_prefecture(text: str, prefecture: str) -> str:
    """Take the prefecture from before a municipality: 愛知県岡崎市 → 岡崎市."""
    name = PREFECTURES[prefecture].ja if prefecture in PREFECTURES else ""
    return text.removeprefix(name).strip() if name and text != name else text


def code_check_digit(code: str) -> int:
    """Return the sixth digit of a public body's code: 11 − (6a+5b+4c+3d+2e mod 11), its last digit."""
    return (11 - sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True)) % 11) % 10


def parse_municipalities(rows: Sequence[Row]) -> list[MunicipalityRow]:
    """Return the municipalities of a list; ListFaults names each line at fault, and then nothing is returned."""
    found: dict[str, MunicipalityRow] = {}
    faults: list[str] = []
    columns: dict[str, int] | None = None
    for row in rows:
        if headings := _headings(row):
            columns = headings
        elif columns is not None:
            _take(row, columns, found, faults)
    if columns is None:
        faults.append("no headings for code, prefecture and municipality: is this the ministry's list?")
    elif not found and not faults:
        faults.append("no municipality found under the headings")
    if faults:
        raise ListFaults(faults)
    return _with_cities([found[code] for code in sorted(found)])


def _with_cities(rows: list[MunicipalityRow]) -> list[MunicipalityRow]:
    """Put the city before a ward that stands alone (北区 → 大阪市北区): its code follows that of its city."""
    named, city = [], None
    for row in rows:
        if row.name.endswith("市"):
            city = row
        is_ward = row.name.endswith("区") and "市" not in row.name and row.code[2] == "1" and row.code[:3] != SPECIAL
        if is_ward and city and city.code[:3] == row.code[:3]:
            name = city.name + row.name
            row = replace(row, name=name, key=municipality_key(name))
        named.append(row)
    return named


def _headings(row: Row) -> dict[str, int] | None:
    patterns = {"code": CODE_HEADING, "prefecture": PREFECTURE_HEADING, "city": CITY_HEADING}
    columns = {name: _find(row, pattern) for name, pattern in patterns.items()}
    if any(column is None for column in columns.values()):
        return None
    extra = {"kana": _find(row, READING_HEADING), "upper": _find(row, UPPER_HEADING)}
    return {name: column for name, column in (columns | extra).items() if column is not None}


def _find(row: Row, pattern: re.Pattern[str]) -> int | None:
    return next((column for column, text in enumerate(row.cells) if pattern.search(text)), None)


def _take(row: Row, columns: dict[str, int], found: dict[str, MunicipalityRow], faults: list[str]) -> None:
    cells = {name: row.cells[column] if column < len(row.cells) else "" for name, column in columns.items()}
    if not cells["code"] or not cells["city"]:
        return  # a prefecture, or a note
    try:
        made = _municipality(cells)
    except ValueError as fault:
        faults.append(f"{row.place}: {fault}")
        return
    if made.code in found and found[made.code].name != made.name:
        faults.append(f"{row.place}: {made.code} is there twice, as {found[made.code].name} and as {made.name}")
    found[made.code] = made


def _municipality(cells: dict[str, str]) -> MunicipalityRow:
    code, name = _code(cells["code"], cells["prefecture"]), cells["city"]
    upper = cells.get("upper", "")
    if upper.endswith("市") and name.endswith("区"):
        name = upper + name.removeprefix(upper)
    if len(name) > MOST_NAME:
        raise ValueError(f"the name has more than {MOST_NAME} characters")
    entry = PREFECTURES.get(code[:2])
    if entry is None:
        raise ValueError(f"“{code}” begins with no prefecture")
    if cells["prefecture"] and cells["prefecture"] != entry.ja:
        raise ValueError(f"“{code}” belongs to {entry.ja}, not to {cells['prefecture']}")
    return MunicipalityRow(code, code[:2], name, cells.get("kana", "")[:80], municipality_key(name))


def _code(text: str, prefecture: str) -> str:
    """Return five digits from five, or from six with a check digit; a nought that Excel took is put back.

    Five digits may be either: then the prefecture beside them decides.
    """
    if not (text.isascii() and text.isdigit() and 4 <= len(text) <= 6):
        raise ValueError(f"“{text[:20]}” is no code of a municipality (five digits, or six with the check digit)")
    six = text.zfill(6)
    is_checked = len(text) > 4 and int(six[5]) == code_check_digit(six[:5])
    if len(text) == 6 and not is_checked:
        raise ValueError(f"the check digit of “{text}” does not fit")
    candidates = [*([six[:5]] if is_checked else []), *([text.zfill(5)] if len(text) < 6 else [])]
    here = [code for code in candidates if code[:2] in PREFECTURES and PREFECTURES[code[:2]].ja == prefecture]
    return (here or candidates)[0]
