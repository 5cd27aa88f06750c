"""Registries on pages: look-up while registering, choosers with and without scripts, answers to the register (H5)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.accounts.registry_files import JSIC, PLACES, houjin_line, number
from tests.apps.accounts.test_registry_files import rows_of
from tests.factories import organisation

from kyoso.apps.accounts.models import KeptValue, Organisation, Person
from kyoso.apps.accounts.registries.jsic import parse_jsic
from kyoso.apps.accounts.registries.municipalities import parse_municipalities
from kyoso.apps.accounts.services.import_houjin import import_houjin
from kyoso.apps.accounts.services.import_registries import import_jsic, import_municipalities

pytestmark = pytest.mark.django_db

FRESH = number(180_000_000_009)
HTMX = {"hx-request": "true"}


@pytest.fixture
def registries(tmp_path: Path) -> None:
    import_jsic(rows=parse_jsic(rows_of(JSIC)))
    import_municipalities(rows=parse_municipalities(rows_of(PLACES)))
    take(
        tmp_path, houjin_line(FRESH), houjin_line("7000012050002", name="株式会社三嶺", kana="ミツミネプレスコウギョウ")
    )


def take(folder: Path, *lines: str) -> None:
    path = folder / "register.csv"
    path.write_text("".join(lines), encoding="utf-8")
    import_houjin(path=path, everything=True)


# While registering


def test_a_number_fills_name_and_address_and_keeps_what_was_typed(
    browser: Callable[..., Client], owner: Person, registries: None
) -> None:
    typed = {"corporate_number": FRESH, "name": "わが社", "employees": "３０", "wants": "協力先", "look": "register"}
    answer = browser(owner).post(reverse("organisation_create"), typed)
    assert answer.status_code == 200
    assert [word for word in ("わが社", "３０", "協力先") if word not in answer.text] == []
    assert 'value="ミツミネプレスコウギョウ"' in answer.text
    assert 'value="本町1丁目2番3号"' in answer.text
    assert '<option value="23" selected>' in answer.text
    assert "error-summary" not in answer.text
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [("8000012050002", "check digit does not fit"), (number(5), "not in the register"), ("", "Fill in from")],
)
def test_a_number_that_is_not_known_is_said(
    browser: Callable[..., Client], owner: Person, asked: str, said: str
) -> None:
    client = browser(owner)
    form = {"corporate_number": asked, "name": "わが社", "look": "register"}
    assert said in client.post(reverse("organisation_create"), form).text
    if asked:
        fragment = client.get(reverse("register_lookup"), {"corporate_number": asked}, headers=HTMX)
        assert said in fragment.text
        assert "<html" not in fragment.text


def test_the_hint_names_the_company(browser: Callable[..., Client], owner: Person, registries: None) -> None:
    client = browser(owner)
    for headers, whole in ((HTMX, False), ({}, True)):
        answer = client.get(reverse("register_lookup"), {"corporate_number": FRESH}, headers=headers)
        assert "三嶺プレス工業株式会社" in answer.text
        assert ("<html" in answer.text) == whole


def test_visitors_do_not_look_numbers_up(client: Client, registries: None) -> None:
    assert client.get(reverse("register_lookup"), {"corporate_number": FRESH}).status_code == 302


# Choosers


def test_classes_are_found_by_sending_the_form(browser: Callable[..., Client], owner: Person, registries: None) -> None:
    client, url = browser(owner), reverse("organisation_create")
    found = client.post(url, {"name": "わが社", "q": "プレス", "look": "industry"})
    assert 'value="2452"' in found.text
    assert "わが社" in found.text
    saved = client.post(url, {"name": "わが社", "kind": "sme", "industry_class": "2452"})
    assert saved.status_code == 302
    assert Organisation.objects.get().industry == "24"


def test_classes_are_found_as_one_types(client: Client, registries: None) -> None:
    answer = client.get(reverse("industry_search"), {"q": "プレス 金属"}, headers=HTMX)
    assert 'type="radio" name="industry_class" value="2452"' in answer.text
    assert 'value="24"' not in answer.text
    assert (
        "No class fits"
        in client.get(reverse("industry_search"), {"q": "宇宙人"}, headers=HTMX | {"accept-language": "en"}).text
    )


def test_without_the_list_the_form_has_no_chooser_and_loses_nothing(
    browser: Callable[..., Client], owner: Person, pending: Organisation
) -> None:
    Organisation.objects.filter(pk=pending.pk).update(industry_class="2452")
    page = browser(owner).get(reverse("organisation_edit")).text
    assert "id_trade" not in page
    assert '<input type="hidden" name="industry_class" value="2452">' in page


def test_the_pages_work_for_visitors(client: Client, registries: None) -> None:
    english = {"accept-language": "en"}
    assert "2452" in client.get(reverse("industry_search"), {"q": "プレス"}).text
    assert "岡崎市" in client.get(reverse("municipality_search"), {"prefecture": "23"}).text
    assert "not imported" in client.get(reverse("municipality_search"), {"prefecture": "01"}, headers=english).text
    assert (
        "No municipality"
        in client.get(reverse("municipality_search"), {"prefecture": "23", "q": "岡先"}, headers=english).text
    )
    assert client.get(reverse("municipality_search"), {"prefecture": "99"}).status_code == 200


def test_municipalities_come_as_options(client: Client, registries: None) -> None:
    asked = {"prefecture": "23", "municipality": "岡"}
    answer = client.get(reverse("municipality_search"), asked, headers=HTMX).text
    assert answer.strip() == '<option value="岡崎市">オカザキシ</option>'


def test_a_municipality_that_nobody_knows_is_saved_with_a_word(
    browser: Callable[..., Client], owner: Person, registries: None
) -> None:
    form = {"name": "わが社", "kind": "sme", "prefecture": "23", "municipality": "岡先市"}
    page = browser(owner).post(reverse("organisation_create"), form, follow=True)
    assert "is it spelt right?" in page.text
    assert Organisation.objects.get().municipality == "岡先市"


@pytest.mark.parametrize("name", ["help_trl", "help_fields"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_is_there_for_everybody(client: Client, name: str, language: str) -> None:
    page = client.get(reverse(name), headers={"accept-language": language})
    assert page.status_code == 200
    assert page.text.count("<h1") == 1


# Answers


def test_an_owner_takes_over_or_keeps(
    browser: Callable[..., Client], owner: Person, firm: Organisation, registries: None
) -> None:
    client, url = browser(owner), reverse("register_answer")
    page = client.get(reverse("organisation_detail", args=[firm.code])).text
    assert "The register says something else" in page
    asked = {"field": "name", "value": "株式会社三嶺"}
    assert client.post(url, asked | {"answer": "keep"}, follow=True).status_code == 200
    assert KeptValue.objects.count() == 1
    KeptValue.objects.all().delete()
    assert "Your answer was saved" in client.post(url, asked | {"answer": "accept"}, follow=True).text
    assert Organisation.objects.get(pk=firm.pk).name == "株式会社三嶺"
    assert "says something else by now" in client.post(url, asked | {"answer": "accept"}, follow=True).text


def test_others_see_nothing_of_it_and_cannot_answer(
    browser: Callable[..., Client], stranger: Person, firm: Organisation, registries: None, client: Client
) -> None:
    for window in (browser(stranger), client):
        page = window.get(reverse("organisation_detail", args=[firm.code])).text
        assert "株式会社三嶺" not in page
        assert "History in the register" not in page
    asked = {"field": "name", "value": "株式会社三嶺", "answer": "accept"}
    browser(stranger).post(reverse("register_answer"), asked)
    assert Organisation.objects.get(pk=firm.pk).name == "三嶺プレス工業株式会社"


def test_operators_see_closed_companies(
    browser: Callable[..., Client], operator: Person, firm: Organisation, tmp_path: Path
) -> None:
    take(tmp_path, houjin_line("7000012050002", process="21", closed_on="2026-10-01", close_cause="01"))
    client = browser(operator)
    page = client.get(reverse("operator_list"), {"state": "closed"}).text
    assert firm.name in page
    assert "Closed in the register" in page
    detail = client.get(reverse("organisation_detail", args=[firm.code])).text
    assert "liquidation completed" in detail
    assert 'name="answer"' not in detail


@pytest.mark.parametrize("rows", [1, 3])
def test_the_operators_list_asks_the_same_queries_for_any_number_of_rows(
    rows: int, browser: Callable[..., Client], operator: Person, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    lines = []
    for serial in range(rows):
        organisation(corporate_number=number(serial))
        lines.append(houjin_line(number(serial), closed_on="2026-10-01", process="21"))
    take(tmp_path, *lines)
    client = browser(operator)
    with django_assert_num_queries(6):
        assert client.get(reverse("operator_list")).text.count("Closed in the register") == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_profile_asks_the_same_queries_for_any_history(
    rows: int,
    browser: Callable[..., Client],
    owner: Person,
    firm: Organisation,
    tmp_path: Path,
    django_assert_num_queries: Any,
) -> None:
    take(tmp_path, *(houjin_line("7000012050002", updated_on=f"2026-10-0{n + 1}", name=f"名{n}") for n in range(rows)))
    client = browser(owner)
    with django_assert_num_queries(8):
        client.get(reverse("organisation_detail", args=[firm.code]))
