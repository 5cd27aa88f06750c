"""Taking stock and sorting, as people do it: by keyboard, on a phone, two at once, and without scripts (A1, A3)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.apps.matching.helpers import client_of, words_and_bridge
from tests.factories import actor, asset, organisation
from tests.journey.test_1_first_match import press
from tests.journey.test_every_page import barriers

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets import adapters
from kyoso.apps.assets.models import Answer, Asset, Interview, TierDecision
from kyoso.apps.assets.services.hold_interview import save_answer, start_interview
from kyoso.apps.assets.services.write_rule import write_rule
from kyoso.apps.disclosure.enums import Tier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())


@pytest.fixture
def owner() -> Actor:
    return actor(organisation(industry="24"))


@pytest.fixture
def enter(window: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    def open_window(who: Actor, **options: Any) -> Page:
        page = window("ja", **options)
        cookie = client_of(who).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": live_server.url}]
        )
        return page

    return open_window


def answer_by_leaving(page: Page, question: str, text: str) -> None:
    """Type into a box and go on to the next: that alone saves."""
    page.fill(f"#answer_{question}", text)
    with page.expect_response(lambda response: "/answer/" in response.url):
        page.locator(f"#answer_{question}").press("Tab")


def test_from_an_empty_inventory_to_sorted_assets_on_a_phone(enter: Callable[..., Page], owner: Actor) -> None:
    page = enter(owner, width=390)
    page.goto(reverse("asset_list"))
    press(page, f'main .empty a[href="{reverse("stock_overview")}"]')
    press(page, f'main form[action="{reverse("interview_start")}"] button.btn--primary')
    answer_by_leaving(page, "refused", "薄い板を深く絞る。")
    expect(page.locator("#answered")).to_contain_text("1 / 5")
    answer_by_leaving(page, "without_thinking", "±0.005 mm")
    answer_by_leaving(page, "name", "深絞り\n角筒の絞り")
    assert Answer.objects.count() == 3

    page.goto(reverse("stock_overview"))  # left, and resumed
    press(page, f'main a.btn--primary[href*="{Interview.objects.get().code}"]')
    expect(page.locator("#answer_refused")).to_have_value("薄い板を深く絞る。")
    press(page, "main button[value=draft]")
    expect(page.locator("#id_tier_ability")).to_have_value("2")

    with page.expect_response(lambda response: "/suggest/" in response.url):
        page.locator("#id_title").press("End")
        page.locator("#id_title").press_sequentially("加工")
    offered = page.locator("#suggestions [data-insert-into=id_summary]").first
    words = offered.get_attribute("data-insert") or ""
    offered.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_summary")).to_have_value(f"薄い板を深く絞る。\n{words}")
    assert page.evaluate("document.activeElement.id") == "id_summary"
    press(page, "main .form__actions button.btn--primary")
    assert set(Asset.objects.values_list("title", flat=True)) == {"深絞り加工", "角筒の絞り"}

    page.goto(reverse("board"))
    box = page.locator(f'[id="asset_{Asset.objects.get(title="角筒の絞り").code}"]')
    box.focus()
    page.keyboard.press("Space")
    page.locator(".board__reason summary").click()
    page.fill("#reason", "先を行ける理由")
    page.locator('button[name=tier][value="3"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#board_told .board__said--success")).to_be_visible()
    expect(page.locator("section", has=page.locator("#column_3"))).to_contain_text("先を行ける理由")
    assert TierDecision.objects.get().tier == Tier.CORE


@pytest.mark.parametrize("width", [390, 1280])
def test_two_hundred_are_sorted_by_keyboard_alone(enter: Callable[..., Page], owner: Actor, width: int) -> None:  # A3
    for number in range(205):
        asset(owner, title=f"設備{number}", summary="公差±0.013 mm", tier=Tier.NETWORK)
    page = enter(owner, width=width)
    page.goto(reverse("board"), wait_until="networkidle")
    first = page.locator("section", has=page.locator("#column_1")).locator("input[name=asset]").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen]")).to_contain_text("2")
    for key, words in (("1", "2件を「コア」"), ("2", "1件を「NDA後」"), ("3", "1件を「ネットワーク」")):
        before = page.evaluate("document.activeElement.id")
        page.keyboard.press(key)
        expect(page.locator("#board_told[role=status]")).to_contain_text(words)
        page.wait_for_function(
            "(id) => document.activeElement.id.startsWith('asset_') && document.activeElement.id !== id", arg=before
        )
    assert Asset.objects.filter(tier=Tier.CORE).count() == 2
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#board_told")).to_contain_text("1件の判断を取り消しました")
    assert TierDecision.objects.filter(undone_at=None).count() == 3

    page.check("#all_1")
    page.locator("section", has=page.locator("#column_1")).locator(".board__more a").focus()
    page.keyboard.press("Enter")  # more cards come, and what is chosen stays so
    expect(page.locator("section", has=page.locator("#column_1")).locator("input[name=asset]")).to_have_count(60)
    expect(page.locator("[data-chosen]")).to_contain_text("20")

    page.goto(reverse("board") + "?undecided=1")
    press(page, f'main nav a[href^="{reverse("board_all")}"]')
    expect(page.locator("h1")).to_contain_text("202")
    page.locator("#id_tier input").nth(1).focus()
    page.keyboard.press("Space")
    page.locator("main form button.btn--primary").focus()
    with page.expect_navigation(timeout=60_000):
        page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("202件")
    expect(page.locator("main .empty")).to_contain_text("すべて判断済み")
    assert TierDecision.objects.filter(undone_at=None).count() == 205


def test_two_at_once_see_each_other_and_lose_nothing(enter: Callable[..., Page], owner: Actor) -> None:
    interview = start_interview(actor=owner, kind="technology")
    colleague = actor(interview.owner, Role.MEMBER)
    first, second = enter(owner), enter(colleague)
    for page in (first, second):
        page.goto(reverse("interview_detail", args=[interview.code]))
    answer_by_leaving(first, "refused", "私の答え")
    answer_by_leaving(second, "refused", "別の答え")
    state = second.locator("#state_refused")
    expect(state).to_contain_text("私の答え")
    expect(second.locator("#answer_refused")).to_have_value("別の答え")
    with second.expect_response(lambda response: "/answer/" in response.url):
        state.locator("[data-insert]").click()
        second.locator("#answer_marvel").focus()
    expect(state).to_contain_text("保存しました")
    assert Answer.objects.get(question="refused").text == "別の答え\n私の答え"


def test_answers_of_colleagues_appear_and_replace_nothing(enter: Callable[..., Page], owner: Actor) -> None:  # A1
    interview = start_interview(actor=owner, kind="technology")
    colleague = actor(interview.owner, Role.MEMBER)
    first, second = enter(owner), enter(colleague, width=390)
    for page in (first, second):
        page.clock.install()
        page.goto(reverse("interview_detail", args=[interview.code]))
    answer_by_leaving(first, "refused", "薄い板")
    answer_by_leaving(first, "marvel", "割れない")
    second.fill("#answer_marvel", "書きかけ")
    second.clock.run_for(10_500)
    expect(second.locator("#answer_refused")).to_have_value("薄い板")
    expect(second.locator("#state_marvel")).to_contain_text("割れない")
    expect(second.locator("#answer_marvel")).to_have_value("書きかけ")
    second.locator("#state_marvel [data-insert]").click()
    expect(second.locator("#state_marvel")).to_contain_text("保存しました")
    assert Answer.objects.get(question="marvel").text == "書きかけ\n割れない"
    second.fill("#answer_refused", "薄い板と厚い板")
    with second.expect_response(lambda response: "/answer/" in response.url):
        second.focus("#answer_name")
    expect(second.locator("#state_refused")).to_contain_text("保存しました")
    first.clock.run_for(10_500)
    expect(first.locator("#meanwhile")).to_contain_text("答えました")
    expect(first.locator("#state_refused")).to_contain_text("薄い板と厚い板")


def test_the_same_by_forms_and_links_alone(enter: Callable[..., Page], owner: Actor) -> None:
    page = enter(owner, java_script_enabled=False)
    page.goto(reverse("stock_overview"))
    press(page, f'main form[action="{reverse("interview_start")}"] button.btn--primary')
    page.fill("#answer_refused", "薄い板を絞る。")
    page.fill("#answer_name", "深絞り")
    press(page, "main button[value=draft]")
    press(page, "main .form__actions button.btn--primary")
    page.goto(reverse("board"))
    page.check("main .board__card input")
    press(page, 'button[name=tier][value="0"]')
    assert Asset.objects.get().tier == Tier.PUBLIC
    press(page, f'main a[href="{reverse("board_warnings")}"]')
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_are_open_to_everybody(enter: Callable[..., Page], owner: Actor, scheme: str) -> None:
    interview = start_interview(actor=owner, kind="technology")
    save_answer(actor=owner, code=interview.code, question="name", text="深絞り\n角筒", version=1)
    write_rule(actor=owner, text="数値はNDAの後", seen=0)
    made = asset(owner, title="絞り", tier=Tier.PUBLIC, summary="すきま0.0137mm")
    asset(owner, title="秘", tier=Tier.CORE, summary="すきま0.0137mm")
    page, faults = enter(owner, color_scheme=scheme), []
    code, addresses = [interview.code], [reverse("stock_overview"), reverse("stock_quick"), reverse("board")]
    addresses += [reverse("board_warnings"), reverse("board_preview"), reverse("opening_rule")]
    addresses += [reverse("interview_detail", args=code), reverse("interview_draft", args=code)]
    addresses += [reverse("asset_preview", args=[made.code]), reverse("opening_rule") + "?edit=1"]
    for address in addresses:
        page.goto(address, wait_until="networkidle")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{address}: {wide} wide"] if wide > width else []
            faults += [f"{address} at {width}: {fault}" for fault in barriers(page)]
    assert not faults, "\n".join(faults)
