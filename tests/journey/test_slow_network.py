"""A slow network, one that breaks off, scripts that come late or never: nothing is lost, nothing done twice (H4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from tests.factories import actor, asset, organisation
from tests.journey.test_1_first_match import press
from tests.journey.test_every_page import sign_in

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Answer, Asset
from kyoso.apps.assets.services.hold_interview import start_interview
from kyoso.apps.needs.models import Need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner() -> Actor:
    return actor(organisation(industry="24"))


@pytest.fixture
def enter(window: Callable[..., Page], live_server: Any, owner: Actor) -> Callable[..., Page]:
    def open_window(**options: Any) -> Page:
        page = window("ja", **options)
        sign_in(page, owner, live_server.url)
        return page

    return open_window


def test_a_form_pressed_twice_is_saved_once(enter: Callable[..., Page]) -> None:
    page = enter()
    page.goto(reverse("asset_create"))
    page.fill("#id_title", "薄板の深絞り")
    page.locator("main form.form .form__actions button.btn--primary").dblclick()
    expect(page.locator("h1")).to_have_text("薄板の深絞り")
    assert Asset.objects.count() == 1


def test_after_going_back_a_form_can_be_sent_again(enter: Callable[..., Page]) -> None:
    page = enter()
    for title in ("一つ目", "二つ目"):
        page.goto(reverse("need_create")) if title == "一つ目" else page.go_back()
        page.fill("#id_title", title)
        press(page, "main form.form .form__actions button.btn--primary")
    assert set(Need.objects.values_list("title", flat=True)) == {"一つ目", "二つ目"}


def test_a_form_sent_before_the_scripts_come_is_saved(enter: Callable[..., Page]) -> None:
    page = enter(width=390)
    page.route("**/*.js", lambda route: None)  # they never come
    page.goto(reverse("asset_create"), wait_until="commit")
    page.fill("#id_title", "早く押した人")
    page.locator("main form.form .form__actions button.btn--primary").click(no_wait_after=True)
    expect(page.locator("h1")).to_have_text("早く押した人")
    assert Asset.objects.count() == 1


def test_a_button_pressed_before_its_script_comes_works_afterwards(enter: Callable[..., Page]) -> None:
    page, waiting = enter(width=390), list[Route]()
    page.route("**/*.js", lambda route: waiting.append(route))
    page.goto(reverse("asset_list"), wait_until="commit")
    button = page.locator("[data-toggle=navigation]")
    button.click()
    for route in waiting:
        route.continue_()
    page.wait_for_load_state()
    button.click()
    expect(page.locator("#navigation")).to_be_visible()


FAULTS = [(500, "うまくいきませんでした"), (503, "混み合っています"), (404, "すでにない")]


@pytest.mark.parametrize(("status", "words"), FAULTS)
def test_an_answer_that_cannot_be_saved_is_told_and_stays(
    enter: Callable[..., Page], owner: Actor, complaints: list[str], status: int, words: str
) -> None:
    interview = start_interview(actor=owner, kind="technology")
    page = enter()
    page.goto(reverse("interview_detail", args=[interview.code]))
    page.route("**/answer/**", lambda route: route.fulfill(status=status, body=""))
    page.fill("#answer_refused", "薄い板を深く絞る。")
    page.locator("#answer_refused").press("Tab")
    expect(page.locator("#toasts .toast--danger")).to_contain_text(words)
    expect(page.locator("#answer_refused")).to_have_value("薄い板を深く絞る。")
    complaints.clear()
    page.unroute("**/answer/**")
    press(page, "main button[value=pause]")
    assert Answer.objects.get(question="refused").text == "薄い板を深く絞る。"


def test_a_connection_that_breaks_off_is_told_and_the_text_stays(
    enter: Callable[..., Page], owner: Actor, complaints: list[str]
) -> None:
    interview = start_interview(actor=owner, kind="technology")
    page = enter()
    page.goto(reverse("interview_detail", args=[interview.code]))
    page.context.set_offline(True)
    page.fill("#answer_refused", "薄い板を深く絞る。")
    page.locator("#answer_refused").press("Tab")
    expect(page.locator("#toasts .toast--danger")).to_contain_text("接続")
    expect(page.locator("#answer_refused")).to_have_value("薄い板を深く絞る。")
    page.context.set_offline(False)
    complaints.clear()


def test_a_filter_that_is_not_answered_leaves_the_list(
    enter: Callable[..., Page], owner: Actor, complaints: list[str]
) -> None:
    asset(owner, title="深絞り")
    page = enter()
    page.goto(reverse("asset_list"))
    page.route("**/assets/?*", lambda route: route.abort())
    page.select_option("#id_kind", "data")
    expect(page.locator("#toasts .toast--danger")).to_be_visible()
    expect(page.locator("#rows")).to_contain_text("深絞り")
    complaints.clear()


def test_lists_forms_and_files_work_without_scripts(enter: Callable[..., Page], owner: Actor) -> None:
    one = asset(owner, title="深絞り")
    asset(owner, title="研磨")
    page = enter(java_script_enabled=False)
    page.goto(reverse("asset_list"))
    page.fill("#rows ~ * #id_q, #id_q", "深絞")
    press(page, "main form.toolbar button")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.goto(reverse("asset_edit", args=[one.code]))
    page.fill("#id_summary", "角筒も絞ります。")
    press(page, "main form.form .form__actions button.btn--primary")
    expect(page.locator("main")).to_contain_text("角筒も絞ります。")
    press(page, f'main a[href="{reverse("asset_sheet", args=[one.code])}"]')
    expect(page.locator(".sheet")).to_contain_text("深絞り")
