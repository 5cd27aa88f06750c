"""Every component renders alone (H4)."""

from collections.abc import Callable
from enum import IntEnum

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError

from kyoso.web import icons

Show = Callable[..., str]

WORDS = {
    "ja": ["公開", "ネットワーク", "NDA後", "コア"],
    "en": ["Public", "Network", "After NDA", "Core"],
}


class Tier(IntEnum):
    NDA = 2


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("tier", range(4))
def test_tier_badge_has_icon_word_and_colour(show: Show, language: str, tier: int) -> None:
    html = show("{% tier_badge tier %}", language, tier=tier)
    assert WORDS[language][tier] in html
    assert "<svg" in html
    assert "tier--" in html


def test_tier_badge_takes_enum_members_and_text(show: Show) -> None:
    assert show("{% tier_badge tier %}", tier=Tier.NDA) == show("{% tier_badge tier %}", tier="2")


def test_tier_badge_refuses_other_numbers(show: Show) -> None:
    with pytest.raises(ValueError, match="no disclosure tier 4"):
        show("{% tier_badge 4 %}")


@pytest.mark.parametrize("name", icons.DRAWINGS)
def test_icon_is_decorative_without_label(show: Show, name: str) -> None:
    assert 'aria-hidden="true"' in show("{% icon name %}", name=name)
    assert 'aria-label="&lt;図&gt;"' in show("{% icon name label %}", name=name, label="<図>")


def test_status_badge_refuses_unknown_tone(show: Show) -> None:
    assert "status--success" in show('{% status_badge "公開中" "success" %}')
    with pytest.raises(TemplateSyntaxError, match="tone"):
        show('{% status_badge "公開中" "pink" %}')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% empty_state "まだありません" "説明" "書く" "/needs/new/" "need" %}', 'href="/needs/new/"'),
        ('{% breadcrumbs "ホーム" "/" "資産" %}', 'aria-current="page"'),
        ("{% tabs tabs %}", 'class="tabs__count">3<'),
        ("{% steps texts 2 %}", 'aria-current="step"'),
        ('{% progress 3 5 "棚卸し" %}', 'value="3"'),
        ("{% facets facets %}", 'value="24"'),
        ('{% dial "far" 0.4 %}', 'value="0.4"'),
        ("{% definitions rows %}", "<dt>精度</dt>"),
        ("{% match_path texts %}", "買い手の成果"),
        ('{% toast "保存しました" "success" %}', "toast--success"),
        ("{% skeleton 2 %}", "skeleton__line"),
        ('{% loading "wait" %}', 'id="wait"'),
        ('{% card title="資産" url="/a/" tier=0 %}<b>中身</b>{% endcard %}', "<b>中身</b>"),
        ('{% callout "warning" "注意" %}<b>中身</b>{% endcallout %}', "callout--warning"),
        ('{% dialog "d" "確認" %}<b>中身</b>{% enddialog %}', 'aria-labelledby="d_title"'),
    ],
)
def test_component_renders_alone(show: Show, source: str, expected: str) -> None:
    html = show(
        source,
        texts=["一", "二", "三", "四"],
        tabs=[{"label": "概要", "url": "#", "current": True, "count": 3}],
        facets=[{"label": "業種", "name": "industry", "options": [{"value": "24", "label": "金属", "count": 3}]}],
        rows=[("精度", "±0.01 mm", 1), ("数", "1")],
    )
    assert expected in html


@pytest.mark.parametrize(
    "source",
    [
        "{% card title %}{{ text }}{% endcard %}",
        '{% callout "info" title %}{{ text }}{% endcallout %}',
        '{% dialog "d" title %}{{ text }}{% enddialog %}',
    ],
)
def test_texts_around_and_inside_are_escaped_once(show: Show, source: str) -> None:
    html = show(source, text="<i>&", title="<t>")
    assert "&lt;i&gt;&amp;" in html
    assert "&lt;t&gt;" in html
    assert "<i>" not in html
    assert "<t>" not in html
    assert "&amp;lt;" not in html


def test_match_card_says_why_and_holds_actions(show: Show) -> None:
    match = {
        "rank": 1,
        "title": "<微細切削>",
        "url": "/assets/1/",
        "organisation": "みさと製作所",
        "industry": "金属製品",
        "prefecture": "埼玉県",
        "tier": 1,
        "path": ["切削", "細い穴", {"text": "案内板", "note": "引用"}, "確実な検査"],
        "reasons": ["精度が足りる"],
        "cautions": ["量産に弱い"],
        "unknown": ["認証"],
    }
    html = show('{% match_card match %}<a href="/x/">見る</a>{% endmatch_card %}', match=match)
    for text in ("&lt;微細切削&gt;", "合う理由", "気になる点", "まだ分からないこと", "引用", '<a href="/x/">見る</a>'):
        assert text in html


def test_match_card_leaves_out_what_is_empty(show: Show) -> None:
    html = show("{% match_card match %}{% endmatch_card %}", match={"title": "研磨"})
    assert "why__title" not in html
    assert "match__actions" not in html
    assert 'class="path"' not in html


def test_pagination_keeps_the_other_parameters(show: Show) -> None:
    html = show("{% pagination page %}", page=Paginator(range(95), 10).page(2))
    assert "q=a%26b&amp;page=3" in html
    assert "95件中 11～20件" in html


def test_pagination_is_silent_on_a_single_page(show: Show) -> None:
    assert "<nav" not in show("{% pagination page %}", page=Paginator(range(3), 10).page(1))
