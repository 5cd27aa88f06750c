"""Sheets hold what somebody with the chosen tier sees, on one page, in the language chosen (A5)."""

import re
from typing import Any

import pytest
from django.urls import reverse
from tests.apps.files.samples import picture, sent
from tests.apps.matching.helpers import client_of
from tests.apps.sheets.conftest import pages_of, unpacked
from tests.factories import acting, actor, asset, grant, member, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.journal.models import Entry
from kyoso.apps.sheets.adapters import pdf

pytestmark = pytest.mark.django_db

TEXTS = ("summary", "ability", "evidence", "conditions")
BY_TIER = {"summary": "公開の文", "ability": "網内の文", "evidence": "契約後の文", "conditions": "核心の文"}
FILLED = dict.fromkeys(TEXTS, "ステンレス薄板を0.3mmまで絞ります。" * 3)


@pytest.fixture
def maker() -> Any:
    return actor(organisation("株式会社深絞り", name_en="Deep Draw Inc.", industry="24", prefecture="23"))


@pytest.fixture
def tiered(maker: Any) -> Any:
    """An asset with a text of each tier."""
    tiers = {name: tier for name, tier in zip(TEXTS, Tier, strict=True) if tier}
    return asset(maker, title="段のある技術", tier=Tier.PUBLIC, field_tiers=tiers, **BY_TIER)


def address(name: str, code: str, **query: Any) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(name, args=[code]) + (f"?{asked}" if asked else "")


def shown(html: str) -> list[str]:
    return [text for text in BY_TIER.values() if text in html]


# At the chosen tier


@pytest.mark.parametrize("tier", list(Tier))
def test_a_sheet_holds_the_texts_up_to_its_tier_and_no_others(maker, tiered, written, tier):  # A3, A5
    desk = client_of(maker)
    assert desk.get(address("asset_sheet_pdf", tiered.code, tier=int(tier))).content == b"%PDF-kept"
    preview = desk.get(address("asset_sheet", tiered.code, tier=int(tier))).content.decode()
    for html in (written[0], preview):
        assert shown(html) == list(BY_TIER.values())[: tier + 1]
        assert ("秘密 / CONFIDENTIAL" in html) == (tier >= Tier.NDA)


def test_without_a_choice_a_sheet_is_for_everybody(maker, tiered, written):  # A5
    client_of(maker).get(address("asset_sheet_pdf", tiered.code))
    assert shown(written[0]) == ["公開の文"]


@pytest.mark.parametrize("name", ["asset_sheet", "asset_sheet_pdf"])
def test_nobody_prints_above_what_they_see(tiered, written, name):  # A3, A5
    for who, highest in ((ANONYMOUS, 0), (actor(), 1)):
        desk = client_of(who)
        found = [desk.get(address(name, tiered.code, tier=tier)).status_code for tier in range(4)]
        assert found == [200 if tier <= highest else 404 for tier in range(4)]
    assert all(len(shown(html)) <= 2 for html in written)


@pytest.mark.parametrize("tier", ["4", "-1", "x", "1.0", "%00"])
def test_a_tier_that_is_none_is_absent(maker, tiered, tier):
    assert client_of(maker).get(address("asset_sheet", tiered.code, tier=tier)).status_code == 404


def test_a_record_closer_than_the_tier_is_absent(maker, written):  # A3
    closed = asset(maker, tier=Tier.NDA, **FILLED)
    desk = client_of(maker)
    assert desk.get(address("asset_sheet_pdf", closed.code, tier=1)).status_code == 404
    assert desk.get(address("asset_sheet_pdf", closed.code, tier=2)).status_code == 200
    assert client_of(ANONYMOUS).get(address("asset_sheet", closed.code)).status_code == 404


def test_what_is_put_away_has_no_sheet(maker):
    away = asset(maker, archived=True, tier=Tier.PUBLIC)
    assert client_of(maker).get(address("asset_sheet", away.code)).status_code == 404


@pytest.mark.parametrize("status", [OrganisationStatus.PENDING, OrganisationStatus.REJECTED])
def test_a_firm_that_is_not_approved_has_no_sheet(status, written):  # A3
    waiting = actor(organisation(status=status))
    for who in (waiting, ANONYMOUS, actor()):
        answer = client_of(who).get(address("organisation_sheet_pdf", _code(waiting)))
        assert answer.status_code == 404
    assert written == []


def test_photos_follow_the_tier(maker, written):  # A3, A5
    record = asset(maker, tier=Tier.PUBLIC, **FILLED)
    add_file(actor=maker, kind="asset", code=record.code, upload=sent("a.jpg", picture()), tier=2, caption="秘密の型")
    desk = client_of(maker)
    for tier in (1, 2):
        desk.get(address("asset_sheet_pdf", record.code, tier=tier))
    assert ["data:image/jpeg" in html for html in written] == [False, True]
    assert ["秘密の型" in html for html in written] == [False, True]


def test_a_confidential_sheet_names_its_reader(maker, tiered, written):  # A5
    reader = member(organisation("相手の会社"), Role.LEAD)
    grant(maker, reader)
    client_of(acting(reader)).get(address("asset_sheet_pdf", tiered.code, tier=2))
    assert reader.person.name in written[0]
    assert "相手の会社" in written[0]


def test_nda_content_of_others_on_paper_is_journalled(maker, tiered, written):  # E2
    reader = member(organisation(), Role.LEAD)
    grant(maker, reader)
    desk = client_of(acting(reader))
    looks = Entry.objects.filter(verb="content_viewed", person_id=reader.person_id)
    desk.get(address("asset_sheet_pdf", tiered.code, tier=1))
    assert looks.count() == 0
    desk.get(address("asset_sheet_pdf", tiered.code, tier=2))
    desk.get(address("organisation_sheet_pdf", _code(maker), tier=2))
    desk.get(address("asset_sheet", tiered.code, tier=2))
    assert looks.count() == 3
    client_of(maker).get(address("asset_sheet_pdf", tiered.code, tier=3))
    assert Entry.objects.filter(verb="content_viewed").count() == 3


def test_nobody_between_keeps_a_sheet(maker, tiered, written):
    answer = client_of(maker).get(address("asset_sheet_pdf", tiered.code, tier=2))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]


# Firms


def test_the_sheet_of_a_firm_shows_its_best_assets_and_says_how_many_more(maker, written):  # A5
    best = asset(maker, title="いちばん", tier=Tier.PUBLIC, **FILLED)
    for number in range(60):
        asset(maker, title=f"技術{number:02}", tier=Tier.PUBLIC)
    asset(maker, title="核心の技術", tier=Tier.CORE, **FILLED)
    client_of(maker).get(address("organisation_sheet_pdf", _code(maker), language="en"))
    assert best.title in written[0]
    assert "and 55 more on the page" in written[0]
    assert "核心の技術" not in written[0]


def test_language_is_chosen_for_the_sheet_alone(maker, tiered, written):  # A5
    desk = client_of(maker)
    page = desk.get(address("asset_sheet", tiered.code, language="en")).content.decode()
    assert '<html lang="ja">' in page
    assert 'class="sheet sheet--roomy" lang="en"' in page
    desk.get(address("asset_sheet_pdf", tiered.code, language="en"))
    assert "Deep Draw Inc." in written[0]
    assert "More and contact on the page:" in written[0]


def test_the_code_leads_to_the_page(maker, tiered, written, settings):  # A5
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"base_url": "https://kyoso.example/"})
    client_of(maker).get(address("asset_sheet_pdf", tiered.code))
    assert f"https://kyoso.example/assets/{tiered.code}/" in written[0]
    assert '<svg viewBox="0 0' in written[0]


def test_markup_in_texts_is_text(maker, written):
    record = asset(maker, title="<script>x</script>", tier=Tier.PUBLIC, summary='<img src="file:///etc/passwd">')
    client_of(maker).get(address("asset_sheet_pdf", record.code))
    assert "<script>" not in written[0]
    assert "<img" not in written[0]


@pytest.mark.parametrize("kind", ["asset", "organisation"])
def test_queries_do_not_grow_with_assets(maker, written, django_assert_num_queries, kind):
    first = asset(maker, tier=Tier.PUBLIC, **FILLED)
    url = address(f"{kind}_sheet_pdf", first.code if kind == "asset" else _code(maker))
    number = {"asset": 5, "organisation": 6}[kind]
    with django_assert_num_queries(number):
        client_of(ANONYMOUS).get(url)
    for title in ("別の", "もう一つの", "さらに"):
        asset(maker, title=title, tier=Tier.PUBLIC)
    with django_assert_num_queries(number):
        client_of(ANONYMOUS).get(url)


# On paper

LONG = "長い文章です。" * 285
CASES = {
    "2000 characters each": {"title": "深絞り", **dict.fromkeys(TEXTS, LONG)},
    "long title": {"title": "長" * 120, **dict.fromkeys(TEXTS, LONG)},
    "one word": {"title": "x" * 120, **dict.fromkeys(TEXTS, "w" * 2000)},
    "many lines": {"title": "行", **dict.fromkeys(TEXTS, "あ\n" * 900)},
    "wide Latin": {"title": "W" * 120, **dict.fromkeys(TEXTS, "WWWWWWW MMMMMMM " * 120)},
    "bare": {"title": "型"},
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("case", CASES)
def test_whatever_is_written_a_sheet_has_one_page(printer, maker, case, language):  # A5
    record = asset(maker, tier=Tier.NDA, **CASES[case])
    answer = client_of(maker).get(address("asset_sheet_pdf", record.code, language=language))
    assert answer.content.startswith(b"%PDF-")
    assert pages_of(answer.content) == 1


@pytest.mark.parametrize("count", [0, 1, 60])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sheet_of_a_firm_has_one_page_with_its_fonts(printer, count, language):  # A5
    firm = actor(organisation("長い名前の会社" * 17, name_en="Long " * 32, wants=LONG[:2000], prefecture="23"))
    for number in range(count):
        record = asset(firm, title=f"{number}" + "長" * 110, tier=Tier.PUBLIC, summary=LONG)
    if count:
        add_file(
            actor=firm, kind="asset", code=record.code, upload=sent("a.jpg", picture()), tier=0, caption="写" * 200
        )
    answer = client_of(firm).get(address("organisation_sheet_pdf", _code(firm), language=language, tier=3))
    assert pages_of(answer.content) == 1
    assert re.search(rb"/FontFile[23]?\b", unpacked(answer.content)), "fonts are embedded"


@pytest.mark.parametrize("missing", ["pango", "font"])
def test_what_is_missing_on_the_machine_is_said(maker, tiered, monkeypatch, missing):  # A5
    def none_here(_variants: Any) -> bytes:
        raise pdf.NoPrinting(missing)

    monkeypatch.setattr(pdf, "draw_page", none_here)
    answer = client_of(maker).get(address("asset_sheet_pdf", tiered.code))
    assert answer.status_code == 503
    assert "apt install" in answer.content.decode()
    assert address("asset_sheet", tiered.code) in answer.content.decode()


def test_without_pango_only_printing_fails(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(pdf.NoPrinting, match="pango"):
        pdf.load_printer()


def test_too_many_at_once_are_told_to_wait(maker, tiered, printer, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_WAIT", 0)
    with pdf._one_at_a_time:
        answer = client_of(maker).get(address("asset_sheet_pdf", tiered.code))
    assert answer.status_code == 503


def test_the_last_resort_is_the_first_page(printer):
    many = "<p>行</p>" * 400
    assert pages_of(printer([lambda: many, lambda: many])) == 1


def test_a_sheet_fetches_nothing(printer, tmp_path):  # A3
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>cnry</text></svg>")
    document = printer([lambda: f"<img src='{secret.as_uri()}'><img src='http://127.0.0.1:1/x.png'>"])
    assert pages_of(document) == 1


def _code(who: Any) -> str:
    from kyoso.apps.accounts.models import Organisation

    return Organisation.objects.get(pk=who.organisation_id).code
