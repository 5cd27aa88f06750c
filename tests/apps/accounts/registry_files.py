"""Small files as public bodies publish them, about places that exist and companies that do not."""

import csv
import io
from typing import Any

from kyoso.apps.accounts.rules import check_digit

COLUMNS = {
    "sequence": 0,
    "number": 1,
    "process": 2,
    "correct": 3,
    "updated_on": 4,
    "changed_on": 5,
    "name": 6,
    "kind": 8,
    "prefecture_name": 9,
    "city": 10,
    "street": 11,
    "prefecture": 13,
    "city_code": 14,
    "postcode": 15,
    "abroad": 16,
    "closed_on": 18,
    "close_cause": 19,
    "successor": 20,
    "latest": 23,
    "name_en": 24,
    "kana": 28,
    "hidden": 29,
}
USUAL = {
    "sequence": "1",
    "process": "01",
    "correct": "0",
    "updated_on": "2026-10-30",
    "changed_on": "2026-10-20",
    "name": "三嶺プレス工業株式会社",
    "kind": "301",
    "prefecture_name": "愛知県",
    "city": "岡崎市",
    "street": "本町１丁目２番３号",
    "prefecture": "23",
    "city_code": "202",
    "postcode": "4440000",
    "latest": "1",
    "name_en": "Mitsumine Press Co., Ltd.",
    "kana": "ミツミネプレスコウギョウ",
    "hidden": "0",
}


def number(serial: int) -> str:
    """A corporate number with the right check digit."""
    base = f"{serial:012d}"
    return f"{check_digit(base)}{base}"


def houjin_line(of: str, **values: Any) -> str:
    """A line of the register: the first column bare, the others in quotes."""
    cells = [""] * 30
    for name, value in (USUAL | {"number": of} | values).items():
        cells[COLUMNS[name]] = str(value)
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return out.getvalue()


JSIC = """日本標準産業分類
大分類コード,中分類コード,小分類コード,細分類コード,項目名,内容例示
E,00,000,0000,製造業,
E,09,000,0000,食料品製造業,
E,09,099,0000,その他の食料品製造業,
E,09,099,0992,めん類製造業,うどん・そば
E,24,000,0000,金属製品製造業,
E,24,245,0000,金属素形材製品製造業,
E,24,245,2452,金属プレス製品製造業（アルミニウム・同合金を除く）,打抜加工；深絞り加工
"""

PLACES = """団体コード,都道府県名（漢字）,市区町村名（漢字）,都道府県名（カナ）,市区町村名（カナ）
230006,愛知県,,ｱｲﾁｹﾝ,
231002,愛知県,名古屋市,ｱｲﾁｹﾝ,ﾅｺﾞﾔｼ
231061,愛知県,名古屋市中区,ｱｲﾁｹﾝ,ﾅｺﾞﾔｼﾅｶｸ
232025,愛知県,岡崎市,ｱｲﾁｹﾝ,ｵｶｻﾞｷｼ
122246,千葉県,鎌ケ谷市,ﾁﾊﾞｹﾝ,ｶﾏｶﾞﾔｼ
143219,神奈川県,寒川町,ｶﾅｶﾞﾜｹﾝ,ｻﾑｶﾜﾏﾁ
"""
