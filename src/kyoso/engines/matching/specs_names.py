"""Words beside a figure that tell what it is of, and the materials and standards that texts name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOLD_BY = (
    (
        "tolerance",
        r"公差|精度|誤差|ばらつき|バラツキ|平面度|平坦度|真円度|真直度|同軸度|円筒度|平行度|直角度|位置度"
        r"|ずれ|反り|振れ|段差|toleranc\w+|accura\w+|precision|flatness|roundness|deviation",
    ),
    ("roughness", r"表面粗さ|面粗さ|面粗度|粗さ|粗度|鏡面|(?:surface\s)?roughness|finish"),
    (
        "strength",
        r"(?:引張り?|引っ張り|曲げ|圧縮|せん断|接着|疲労)?強[度さ]|引張り?(?=\s*(?:約|最大)?\s*$)|耐力|降伏点|strength",
    ),
    ("hardness", r"硬さ|硬度|hardness"),
    ("thickness", r"板厚|厚さ|厚み|肉厚|膜厚|層厚|壁厚|塗布厚|厚|めっき厚|thick(?:ness)?|gauge"),
    (
        "diameter",
        r"直径|外径|内径|穴径|線径|糸径|粒径|粒子径|孔径|口径|軸径|管径|胴径|刃径"
        r"|(?<!半)径|diameter|dia\.?|bore",
    ),
    ("width", r"線?幅|width|wide"),
    ("length", r"長さ|全長|水深|揚程|ストローク|奥行き?|高さ|深さ|全高|length|long|depth|deep|height|high|tall"),
    ("size", r"寸法|サイズ|大きさ|角|四方|size|dimensions?"),
    ("temperature", r"温度|耐熱|加熱|耐寒|焼成|temperature|heat"),
    ("pressure", r"圧力|耐圧|水圧|空気圧|真空度|加圧|pressure"),
    ("weight", r"重さ|重量|質量|目方|可搬|積載|weigh\w*|mass"),
    ("flow", r"流量|吐出量?|処理能力|flow"),
    ("speed", r"速度|速さ|回転数|speed"),
    (
        "lot",
        r"最?小?ロット(?:サイズ|数)?|最低(?:発注|注文)数?量?|最小(?:発注|注文)数?量?"
        r"|小口|発注単位|注文は|数量|MOQ|(?:minimum\s)?(?:order|lots?|batch(?:es)?)(?:\s(?:size|quantity))?"
        r"|quantit\w+|runs?",
    ),
    ("capacity", r"生産能力|生産量|生産数|capacity|output"),
    (
        "lead_time",
        r"納期|リードタイム|最短|受注から|受注後|ご?注文から|お?届け|納品|納入|出荷|発送|仕上がり"
        r"|lead\s?-?times?|deliver\w*|turnaround|ship\w*",
    ),
    ("share", r"削減|短縮|向上|純度|不良率|歩留まり?|収率|含有率?|purity|yield"),
)
MAY_MEASURE = {
    "tolerance": {"length", "angle", "share", "temperature", "mass"},
    "roughness": {"length"},
    "strength": {"pressure", "force", "stiffness"},
    "hardness": {"hardness"},
    "temperature": {"temperature"},
    "pressure": {"pressure"},
    "weight": {"mass"},
    "flow": {"flow"},
    "speed": {"speed", "rotation"},
    "lot": {"count", "mass", "length"},
    "capacity": {"capacity"},
    "lead_time": {"calendar", "time"},
    "share": {"share"},
} | {quantity: {"length"} for quantity in ("thickness", "diameter", "width", "length", "size")}
"""Which measures a quantity can be told in."""
BARE = {
    "tolerance": "mm",
    "roughness": "um",
    "thickness": "mm",
    "diameter": "mm",
    "width": "mm",
    "length": "mm",
    "lot": "count",
}
"""The unit of a figure that stands without one right beside the word: 公差±0.01, 幅300, ロット1から."""
_WORDS = re.compile("|".join(f"(?P<{quantity}>{words})" for quantity, words in _TOLD_BY))


def told(text: str) -> list[tuple[str, int, int]]:
    """Return the quantities that a stretch of text names, with where each stands in it."""
    return [(str(found.lastgroup), found.start(), found.end()) for found in _WORDS.finditer(text)]


_EDGE = r"(?<![A-Za-z0-9])"
_END = r"(?![A-Za-z0-9])"
_GRADES = re.compile(
    rf"{_EDGE}(?:SUS\s?-?\d{{3}}[A-Z]*\d?|S\d\dCM?|SS\s?400|SPC[CDE]|SPHC|SECC|SGCC|SCM\s?\d{{3}}|SNCM\s?\d{{3}}|SCr\s?\d{{3}}|SKD?\s?-?\d{{1,2}}|SKH\s?-?\d{{2}}|SUJ\s?2|SKS\s?3|NAK\s?80"
    rf"|FCD?\s?\d{{3}}|A[1-7]\d{{3}}P?|ADC\s?12|AC4CH?|AZ91D?|C[1-7]\d{{3}}[A-Z]?|Ti-?6Al-?4V|CFRP|GFRP|FRP|PEEK|PTFE|PPS|POM|PBT|PFA|ABS|PMMA|PVC|PVDF|PP|PET|MCナイロン|PA\s?-?(?:6|66|12)){_END}"
    rf"|{_EDGE}(?:PC|PE|PA|PI|PU|SKD|SCM|SUS)(?=樹脂|材|フィルム|シート|袋|管)"
)
_NAMED = (
    ("ステンレス", r"ステンレス鋼?|(?<![A-Za-z])[Ss]tainless(?:\s[Ss]teel)?|(?<![A-Za-z])SUS(?![A-Za-z0-9]|\s?\d)"),
    ("アルミニウム", r"アルミ(?:ニウム)?(?:合金)?(?!ナ|ン)|(?<![A-Za-z])[Aa]lumini?um"),
    ("チタン", r"(?<!酸化)(?:64)?チタン(?:合金)?(?!酸)|(?<![A-Za-z])[Tt]itanium"),
    ("マグネシウム", r"マグネシウム合金|(?<![A-Za-z])[Mm]agnesium\salloys?"),
    ("真鍮", r"真鍮|黄銅|(?<![A-Za-z])[Bb]rass"),
    ("銅", r"純銅|銅合金|無酸素銅|銅板|銅線|(?<![A-Za-z])[Cc]opper"),
    ("リン青銅", r"(?:リン|りん|燐)青銅"),
    ("インコネル", r"インコネル|(?<![A-Za-z])[Ii]nconel"),
    ("ハステロイ", r"ハステロイ|(?<![A-Za-z])[Hh]astelloy"),
    ("コバール", r"コバール|(?<![A-Za-z])[Kk]ovar"),
    ("超硬", r"超硬(?:合金)?(?!工具|ドリル)|(?<![A-Za-z])(?:tungsten|cemented)\scarbide"),
    ("タングステン", r"タングステン"),
    ("モリブデン", r"モリブデン"),
    ("アルミナ", r"アルミナ|(?<![A-Za-z])[Aa]lumina(?![A-Za-z])"),
    ("ジルコニア", r"ジルコニア|(?<![A-Za-z])[Zz]irconia"),
    ("窒化ケイ素", r"窒化(?:ケイ素|珪素)|(?<![A-Za-z])[Ss]ilicon\snitride"),
    ("炭化ケイ素", r"炭化(?:ケイ素|珪素)|(?<![A-Za-z])[Ss]ilicon\scarbide"),
    ("石英ガラス", r"石英(?:ガラス)?|(?<![A-Za-z])[Qq]uartz"),
    ("炭素繊維", r"炭素繊維|カーボンファイバー|(?<![A-Za-z])[Cc]arbon\sfib(?:er|re)s?"),
    ("シリコーンゴム", r"シリコー?ンゴム|(?<![A-Za-z])[Ss]ilicone\srubber"),
    ("フッ素樹脂", r"フッ素樹脂|ふっ素樹脂|テフロン"),
    ("ナイロン", r"ナイロン|(?<![A-Za-z])[Nn]ylon"),
    ("PP", r"ポリプロピレン|(?<![A-Za-z])[Pp]olypropylene"),
    ("PE", r"ポリエチレン(?!テレ)|(?<![A-Za-z])[Pp]olyethylene(?!\stere)"),
    ("PC", r"ポリカーボネート|ポリカ(?![ァ-ヶ])|(?<![A-Za-z])[Pp]olycarbonate"),
    ("PI", r"ポリイミド|(?<![A-Za-z])[Pp]olyimide"),
    ("SKD", r"ダイス鋼"),
)
_MATERIALS = re.compile("|".join(f"(?P<m{place}>{words})" for place, (_, words) in enumerate(_NAMED)))
_STANDARDS = re.compile(
    rf"{_EDGE}(?:(?P<body>JIS\s?Q|EN|AS|ISO/IEC|ISO/TS|ISO|IATF|FSSC|JIS\s?(?P<letter>[A-Z])|IEC|ASTM\s?(?P<kind>[A-Z])|DIN|UL)"
    r"\s?-?(?P<code>\d{2,5}(?:-\d{1,2}(?!\d))?)(?:\s?:\s?\d{4})?(?:\s?(?P<grade>V-\d|5V[AB]))?"
    rf"|(?P<plain>HACCP|Nadcap|NADCAP|GMP|RoHS|CEマーキング|CEマーク)){_END}"
)


def materials(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the materials that a folded text names, in one spelling, with where each stands."""
    for found in _GRADES.finditer(text):
        yield re.sub(r"[\s-]", "", found.group()).replace("Ti6Al4V", "Ti-6Al-4V"), found.start(), found.end()
    for found in _MATERIALS.finditer(text):
        yield _NAMED[int(str(found.lastgroup)[1:])][0], found.start(), found.end()


def standards(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the standards that a folded text names, without their year, in one spelling, with where each stands."""
    for found in _STANDARDS.finditer(text):
        if plain := found["plain"]:
            name = "CE" if plain.startswith("CE") else plain.replace("NADCAP", "Nadcap")
        else:
            body = re.sub(r"^(JIS|ASTM)\s?", r"\1 ", found["body"])
            name = " ".join(part for part in (body, found["code"], found["grade"]) if part)
        yield name, found.start(), found.end()


_STEEL = r"S\d\dCM?|SS400|SPC[CDE]|SPHC|SECC|SGCC|SCM\d*|SNCM\d*|SCr\d*|SKD?\d*|SKH\d*|SUJ2|SKS3|NAK80"
_PLASTIC = r"PEEK|PTFE|PPS|POM|PBT|PFA|ABS|PMMA|PVC|PVDF|PP|PET|PC|PE|PI|PA\d*|PU|MCナイロン|ナイロン|フッ素樹脂"
_FAMILIES = {
    "ステンレス": r"SUS\d+.*",
    "SUS": r"SUS\d+.*|ステンレス",
    "アルミニウム": r"A\d{4}P?|ADC12|AC4CH?",
    "チタン": r"Ti-6Al-4V",
    "マグネシウム": r"AZ91D?",
    "真鍮": r"C[23]\d{3}.*",
    "銅": r"C\d{4}.*|真鍮|リン青銅",
    "SKD": r"SKD\d+",
    "SCM": r"SCM\d+",
    "フッ素樹脂": r"PTFE|PFA|PVDF",
    "ナイロン": r"PA\d*|MCナイロン",
    "PA": r"PA\d+|ナイロン|MCナイロン",
    "FRP": r"CFRP|GFRP",
    "鋼": _STEEL,
    "樹脂": _PLASTIC,
}
_SAME = {"AS 9100": "JIS Q 9100", "EN 9100": "JIS Q 9100", "ISO/TS 16949": "IATF 16949"}
_IMPLIES = {"JIS Q 9100": {"ISO 9001"}, "IATF 16949": {"ISO 9001"}, "FSSC 22000": {"ISO 22000"}}


def covers(asked: str, offered: str) -> bool:
    """Return whether a material or standard offered is the one asked for, or one of its family, or implies it."""
    asked, offered = _SAME.get(asked, asked), _SAME.get(offered, offered)
    if asked == offered or asked in _IMPLIES.get(offered, ()):
        return True
    return asked in _FAMILIES and re.fullmatch(_FAMILIES[asked], offered) is not None
