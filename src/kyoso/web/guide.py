"""Realistic content for the style guide page; none of the firms exists."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from kyoso.web.icons import DRAWINGS
from kyoso.web.tiers import TIERS

PURPOSES = [
    ("product", "新製品・新事業"),
    ("market", "新しい販路"),
    ("process", "工程の改善"),
    ("people", "人材・社風"),
]
PREFECTURES = [("", "選んでください"), ("13", "東京都"), ("22", "静岡県"), ("23", "愛知県"), ("27", "大阪府")]


class GuideForm(forms.Form):
    """One field of every kind, as a need (C2) would ask for them."""

    title = forms.CharField(label="ニーズの題名", help_text="社外の人が読んで分かる言葉で、40字以内。", max_length=40)
    body = forms.CharField(
        label="困っていること",
        help_text="今のやり方、困る場面、望む結果の順に書くと伝わります。",
        max_length=400,
        widget=forms.Textarea,
    )
    prefecture = forms.ChoiceField(label="所在地", choices=PREFECTURES, required=False)
    tolerance = forms.DecimalField(
        label="求める寸法精度", required=False, widget=forms.NumberInput(attrs={"data-unit": "mm 以内"})
    )
    due = forms.DateField(label="いつまでに", required=False)
    purposes = forms.MultipleChoiceField(
        label="目的", choices=PURPOSES, widget=forms.CheckboxSelectMultiple, help_text="いくつでも選べます。"
    )
    partner = forms.ChoiceField(
        label="相手の種類",
        choices=[("maker", "製造業"), ("startup", "スタートアップ"), ("university", "大学・研究機関")],
        widget=forms.RadioSelect,
        required=False,
    )
    drawing = forms.FileField(label="図面・写真", required=False, help_text="PDF、JPEG、PNG。10 MB まで。")
    tier = forms.TypedChoiceField(
        label="だれに見せるか", choices=[(look.number, look.label) for look in TIERS], coerce=int
    )
    agree = forms.BooleanField(label="公開前の漏えい確認を済ませました")


def wrong_form() -> GuideForm:
    """Return a form sent with mistakes."""
    return GuideForm(
        {"title": "", "body": "測定に時間がかかる。", "due": "2026-13-40", "purposes": ["market"], "tier": "1"}
    )


def started_form() -> GuideForm:
    """Return a form half filled in."""
    return GuideForm(
        initial={
            "title": "0.1 mm の銅板を、ばりを出さずに抜きたい",
            "tier": 1,
            "purposes": ["product"],
            "tolerance": "0.01",
        },
        auto_id="first_%s",
    )


def page() -> Page:
    """Return the fourth of many pages."""
    return Paginator(range(231), 20).page(4)


MATCH: dict[str, Any] = {
    "rank": 1,
    "title": "髪の毛より細い穴を、ばりなしであける微細切削",
    "url": "#match",
    "organisation": "有限会社ふじみ野精密",
    "organisation_url": "#organisation",
    "industry": "金属製品製造業",
    "prefecture": "埼玉県ふじみ野市",
    "tier": 1,
    "path": [
        {"text": "微細切削加工", "note": "「φ0.05 の穴あけ」"},
        "髪の毛ほどの穴を金属や樹脂にあける",
        "検査で針を支える案内板",
        "狭い間隔の端子も確実に検査できる",
    ],
    "reasons": [
        "φ0.05 mm、位置精度 ±0.003 mm の実績があり、求める ±0.01 mm を満たします。",
        "貴社にない「樹脂への微細加工」を持ち、互いの工程を補い合えます。",
        "試作は 5 営業日。貴社の希望（2 週間以内）より早く回せます。",
    ],
    "cautions": ["月産 3,000 個を超えると、設備の増設が必要です。"],
    "unknown": ["医療機器向けの品質規格（ISO 13485）への対応"],
}
MATCH_SHORT: dict[str, Any] = {
    "rank": 2,
    "title": "燕の研磨職人による鏡面仕上げ",
    "url": "#match-2",
    "organisation": "合同会社つばくろ研磨",
    "industry": "表面処理",
    "prefecture": "新潟県燕市",
    "tier": 0,
    "path": ["手仕上げ研磨", "面の粗さを Ra 0.01 µm まで下げる", "金型の離型面", "不良と清掃の手間が減る"],
    "reasons": ["離型不良の原因である面の粗さを、直接下げられます。"],
    "cautions": ["職人 2 名の手作業で、量産には向きません。"],
    "unknown": [],
}

ASSETS = [
    ("薄板の精密プレス", "技術", 0, "公開中", "success", "12", "2026/11/12"),
    ("0.05 mm の穴あけ", "技術", 1, "公開中", "success", "8", "2026/11/3"),
    ("夜間の 5 軸加工機（22 時〜6 時）", "空き能力", 1, "下書き", "neutral", "—", "2026/10/28"),
    ("めっき液の配合表", "ノウハウ", 3, "社内のみ", "neutral", "—", "2026/9/15"),
    ("微細バネの成形条件", "ノウハウ", 2, "期限切れ間近", "warning", "3", "2026/8/30"),
]

DATA: dict[str, Any] = {
    "tiers": TIERS,
    "icons": sorted(DRAWINGS),
    "tones": [
        ("neutral", "下書き"),
        ("accent", "対応中"),
        ("info", "確認待ち"),
        ("success", "公開中"),
        ("warning", "期限間近"),
        ("danger", "期限切れ"),
    ],
    "match": MATCH,
    "match_short": MATCH_SHORT,
    "path": MATCH["path"],
    "assets": [
        dict(zip(("name", "kind", "tier", "state", "tone", "views", "changed"), row, strict=True)) for row in ASSETS
    ],
    "definitions": [
        ("寸法精度", "±0.01 mm（板厚 0.1 mm 以下）", 0),
        ("対応ロット", "1 〜 1,000 個", 1),
        ("加工条件", "秘密保持契約の後にお見せします", 2),
        ("品質認証", "ISO 9001、JIS Q 9100"),
    ],
    "tabs": [
        {"label": "概要", "url": "#", "current": True},
        {"label": "仕様と証拠", "url": "#", "count": 6},
        {"label": "閲覧の記録", "url": "#", "count": 24},
        {"label": "履歴", "url": "#"},
    ],
    "journey": ["探索", "初回面談", "基本合意", "PoC", "本契約・開発", "KPI確認"],
    "facets": [
        {
            "label": "開示範囲",
            "name": "tier",
            "options": [{"value": n, "tier": n, "count": c, "checked": n == 1} for n, c in enumerate((184, 96, 12))],
        },
        {
            "label": "業種",
            "name": "industry",
            "options": [
                {"value": "24", "label": "金属製品製造業", "count": 73},
                {"value": "18", "label": "プラスチック製品製造業", "count": 41, "checked": True},
                {"value": "27", "label": "業務用機械器具製造業", "count": 38},
                {"value": "09", "label": "食料品製造業", "count": 22},
            ],
        },
        {"label": "都道府県", "name": "prefecture", "closed": True, "options": [{"value": "13", "label": "東京都"}]},
    ],
}
