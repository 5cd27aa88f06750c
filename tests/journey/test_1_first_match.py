"""From signing up to the first shortlisted partner, as a person walks it (H3, A1, C2, D2)."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.apps.matching.helpers import brewery, culture
from tests.factories import actor, asset, need, organisation

from kyoso.apps.accounts.enums import NetworkRole
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.services.add_member import make_operator
from kyoso.apps.assets.models import Asset
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.matching.enums import DeclineReason
from kyoso.apps.matching.models import Judgement
from kyoso.apps.matching.services.refresh_index import refresh_index
from kyoso.apps.needs.models import Need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "furoshiki-7-lantern"
NUMBER = "7000012050002"
"""A corporate number with a valid check digit."""

WORDS = {
    "ja": {
        "person": "潤 美咲",
        "firm": "うるおい化粧品株式会社",
        "asset": "肌の測定",
        "summary": "角質の水分を測り、百人分の記録から処方を選ぶ。",
        "secret": "測定値は社内の配合表四十二番と結び付けてある。",
        "need": "肌のうるおい",
        "problem": "乾燥肌の人のために、天然由来で、物語のある商品がほしい。肌のうるおいを保つ素材を探しています。",
        "found": "麹と発酵",
    },
    "en": {
        "person": "Misaki Jun",
        "firm": "Moisture Cosmetics Ltd.",
        "asset": "Measuring skin",
        "summary": "We measure the water in skin and choose a recipe from records of a hundred people.",
        "secret": "The figures are tied to recipe table forty-two.",
        "need": "Local natural cosmetics",
        "problem": "Dry skin needs local natural cosmetics. We look for unused by-products that keep skin moist.",
        "found": "Koji fermentation",
    },
}


@pytest.fixture
def network() -> None:
    """An operator, and three firms that were there before."""
    make_operator(email="operator@network.example", role=NetworkRole.OPERATOR, password=PASSWORD)
    sake = actor(brewery())
    culture(sake, tier=Tier.PUBLIC)
    asset(
        sake,
        title="Koji fermentation",
        summary="Brewing with koji and lactic fermentation; sake lees as an unused by-product for natural cosmetics.",
    )
    machines = actor(organisation("Bottling Works", industry="26"))
    asset(machines, title="瓶詰機 bottling machine", summary="一時間に千本。A thousand bottles an hour for cosmetics.")
    need(machines, title="工場の肌荒れ chapped skin", problem="角質の水分を測り、処方を選ぶ。To measure water in skin.")


def press(page: Page, selector: str) -> None:
    """Click what does something, and see that the page it leads to has come."""
    page.locator(selector).first.click()
    page.wait_for_load_state("load")


def sign_up(page: Page, words: dict[str, str]) -> None:
    page.goto("/")
    press(page, f'main a[href="{reverse("account_signup")}"]')
    page.fill("#id_name", words["person"])
    page.fill("#id_email", "misaki@uruoi.example")
    page.fill("#id_password1", PASSWORD)
    press(page, "main form.form button.btn--primary")


def enter_organisation(page: Page, words: dict[str, str]) -> None:
    expect(page).to_have_url(re.compile(reverse("organisation_join") + "$"))
    page.fill("#id_q", words["firm"])
    press(page, "main form[role=search] button")
    press(page, f'main a[href^="{reverse("organisation_create")}"]')
    expect(page.locator("#id_name")).to_have_value(words["firm"])
    page.fill("#id_corporate_number", NUMBER)
    page.select_option("#id_industry", "16")
    page.select_option("#id_prefecture", "13")
    press(page, "main form.form button.btn--primary")
    expect(page).to_have_url(re.compile("/$"))


def sign_in(page: Page, email: str) -> None:
    page.goto(reverse("account_login"))
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    press(page, "main form.form button.btn--primary")


def approve(page: Page, words: dict[str, str]) -> None:
    """What the operator does meanwhile, at another desk."""
    sign_in(page, "operator@network.example")
    page.goto(reverse("operator_organisations"))
    expect(page.locator("main")).to_contain_text(words["firm"])
    expect(page.locator("main")).to_contain_text(NUMBER)
    press(page, 'main form[action*="/approve/"] button')
    assert Organisation.objects.get(corporate_number=NUMBER).is_approved


def add_asset(page: Page, words: dict[str, str]) -> None:
    page.goto(reverse("asset_list"))
    press(page, f'main a[href="{reverse("asset_create")}"]')
    page.fill("#id_title", words["asset"])
    page.fill("#id_summary", words["summary"])
    page.fill("#id_evidence", words["secret"])
    page.select_option("#id_tier_evidence", str(int(Tier.NDA)))
    page.check(f'input[name=tier][value="{int(Tier.PUBLIC)}"]')
    press(page, "main form.form button.btn--primary")
    expect(page.locator("h1")).to_have_text(words["asset"])
    expect(page.locator("main")).to_contain_text(words["secret"])
    assert Asset.objects.get(title=words["asset"]).field_tiers == {"evidence": Tier.NDA}


def state_need(page: Page, words: dict[str, str]) -> None:
    page.goto(reverse("need_list"))
    press(page, f'main a[href="{reverse("need_create")}"]')
    page.fill("#id_title", words["need"])
    page.fill("#id_problem", words["problem"])
    press(page, "main button[name=then][value=publish]")
    expect(page.locator("h1")).to_have_text(words["need"])
    assert Need.objects.get(title=words["need"]).status == "published"


def ask_who_can_help(page: Page, words: dict[str, str]) -> None:
    refresh_search()
    refresh_index()
    press(page, 'main .page__actions a[href$="/matches/"]')
    first = page.locator("article.match").first
    expect(first.locator(".match__title")).to_have_text(words["found"])
    expect(first.locator(".path .path__step")).to_have_count(4)
    expect(first.locator(".why--for li").first).to_be_visible()
    expect(first.locator(".why--unknown li").first).to_be_visible()


def a_visitor_sees_no_secret(page: Page, words: dict[str, str]) -> None:
    code = Asset.objects.get(title=words["asset"]).code
    page.goto(reverse("asset_detail", args=[code]))
    expect(page.locator("main")).to_contain_text(words["summary"])
    expect(page.locator("main")).not_to_contain_text(words["secret"])


def arrive(page: Page, operator: Page, words: dict[str, str]) -> None:
    """Everything up to the list of candidates."""
    sign_up(page, words)
    enter_organisation(page, words)
    approve(operator, words)
    add_asset(page, words)
    state_need(page, words)
    ask_who_can_help(page, words)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_from_sign_up_to_the_shortlist(window: Callable[..., Page], network: None, language: str) -> None:
    page, words = window(language), WORDS[language]
    arrive(page, window(language), words)
    assert page.locator("html").get_attribute("lang") == language

    # The dial brings another order without loading the page anew.
    page.evaluate("window.stayed = true")
    with page.expect_response(lambda response: "far=0.9" in response.url):
        page.locator("#id_far").fill("0.9")
    expect(page).to_have_url(re.compile("far=0.9"))
    assert page.evaluate("window.stayed")

    # Keep one, pass one over, take it back.
    kept, passed = page.locator("article.match").nth(0), page.locator("article.match").nth(1)
    title, other = kept.locator(".match__title").inner_text(), passed.locator(".match__title").inner_text()
    kept.locator('form[action$="/shortlist/"] button').click()
    expect(page.locator("article.match").nth(0).locator('form[action$="/undo/"]')).to_be_visible()
    expect(page.locator("#toasts .toast--success").first).to_be_visible()
    passed.locator("details.menu summary").click()
    passed.locator("button[name=reason][value=competitor]").click()
    declined = page.locator("#matches details.card")
    expect(declined).to_be_visible()
    declined.locator("summary").click()
    expect(declined).to_contain_text(other)
    assert Judgement.objects.get(verdict="declined").reason == DeclineReason.COMPETITOR
    declined.locator('form[action$="/undo/"] button').click()
    expect(declined).to_have_count(0)
    assert page.evaluate("window.stayed")
    expect(page.locator("#id_far")).to_have_value("0.9")

    # The page holds after loading it anew, and in the other language.
    page.reload()
    expect(page.locator("#id_far")).to_have_value("0.9")
    address = page.url
    press(page, "form.language button")
    assert page.url == address
    assert page.locator("html").get_attribute("lang") != language
    press(page, "form.language button")
    assert page.locator("html").get_attribute("lang") == language

    # The shortlist, and the other direction.
    press(page, f'main a[href="{reverse("shortlist")}"]')
    expect(page.locator("main h2").first).to_have_text(words["need"])
    expect(page.locator("main .list-row__main")).to_contain_text([title])
    page.goto(reverse("asset_list"))
    press(page, 'main table a[href$="/matches/"]')
    expect(page.locator("article.match .match__title")).to_contain_text(["chapped skin"])

    # What was kept under NDA stays with its owner.
    a_visitor_sees_no_secret(window(language), words)


def test_the_same_by_forms_and_links_alone(window: Callable[..., Page], network: None) -> None:
    words, plain = WORDS["ja"], {"java_script_enabled": False}
    page = window("ja", **plain)
    arrive(page, window("ja", **plain), words)

    page.locator("#id_far").press("End")
    press(page, "main aside form button")
    expect(page).to_have_url(re.compile("far=1"))
    press(page, 'article.match form[action$="/shortlist/"] button')
    expect(page).to_have_url(re.compile("far=1"))
    expect(page.locator("#toasts .toast").first).to_be_visible()
    passed = page.locator("article.match", has=page.locator('form[action$="/decline/"]')).last
    passed.locator("details.menu summary").click()
    passed.locator("button[name=reason][value=later]").click()
    page.wait_for_load_state("load")
    declined = page.locator("#matches details.card")
    declined.locator("summary").click()
    declined.locator('form[action$="/undo/"] button').click()
    page.wait_for_load_state("load")
    expect(page.locator("#matches details.card")).to_have_count(0)

    press(page, f'main a[href="{reverse("shortlist")}"]')
    press(page, 'main form[action$="/undo/"] button')
    expect(page).to_have_url(re.compile(reverse("shortlist") + "$"))
    assert not Judgement.objects.exists()
    press(page, "form.language button")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page).to_have_url(re.compile(reverse("shortlist") + "$"))


def test_on_a_phone_the_menu_leads_everywhere(window: Callable[..., Page], network: None) -> None:
    page = window("ja", width=390)
    sign_in(page, "operator@network.example")
    page.locator("[data-toggle=navigation]").click()
    links = page.locator("#navigation a")
    expect(links.first).to_be_visible()
    addresses = [link.get_attribute("href") for link in links.all()]
    assert reverse("directory") in addresses
    for address in addresses:
        page.goto(address or "")
        expect(page.locator("h1")).to_have_count(1)
