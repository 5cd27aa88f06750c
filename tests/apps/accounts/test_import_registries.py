"""Registries in the database: taken whole or not at all, searched by words of one's trade, spellings settled (H5)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.apps.accounts.registry_files import JSIC, PLACES
from tests.apps.accounts.test_registry_files import rows_of
from tests.factories import manager_of, organisation

from kyoso.apps.accounts.models import IndustryClass, Municipality, Organisation, Person
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.accounts.queries.registries import (
    find_municipality,
    industry_class_label,
    list_municipalities,
    search_industries,
)
from kyoso.apps.accounts.registries.jsic import parse_jsic
from kyoso.apps.accounts.registries.municipalities import parse_municipalities
from kyoso.apps.accounts.services import import_registries
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.accounts.services.import_registries import Taken, import_jsic, import_municipalities
from kyoso.apps.accounts.services.register_organisation import register_organisation
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def jsic() -> Taken:
    return import_jsic(rows=parse_jsic(rows_of(JSIC)))


@pytest.fixture
def places() -> Taken:
    return import_municipalities(rows=parse_municipalities(rows_of(PLACES)))


def codes(text: str) -> list[str]:
    return [one.code for one in search_industries(text)]


# JSIC


def test_the_same_list_twice_changes_nothing(jsic: Taken) -> None:
    before = list(IndustryClass.objects.order_by("code").values())
    assert jsic == Taken(4, 0)
    assert import_jsic(rows=parse_jsic(rows_of(JSIC))) == Taken(4, 0)
    assert list(IndustryClass.objects.order_by("code").values()) == before
    assert Entry.objects.filter(verb="jsic_imported").count() == 2


def test_a_newer_list_updates_and_keeps_what_somebody_states(jsic: Taken) -> None:
    organisation(industry="24", industry_class="2452")
    newer = import_jsic(rows=parse_jsic(rows_of("コード,名称\n099,その他の食料品\n0992,めん類\n")))
    assert newer == Taken(2, 2)
    assert set(IndustryClass.objects.values_list("code", "is_current")) == {
        *(("099", True), ("0992", True), ("2452", False))
    }
    assert industry_class_label("0992") == "めん類"
    assert industry_class_label("2452").startswith("金属プレス")
    assert codes("プレス") == []


def test_a_failing_import_leaves_the_old_list(jsic: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **values: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(import_registries, "_record", fail)
    with pytest.raises(RuntimeError):
        import_jsic(rows=parse_jsic(rows_of("コード,名称\n099,別\n")))
    assert IndustryClass.objects.filter(is_current=True).count() == 4


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("プレス", "2452"),
        ("ぷれす", "2452"),
        ("ﾌﾟﾚｽ加工", "2452"),
        ("深絞り", "2452"),
        ("うどん", "0992"),
        ("2452", "2452"),
    ],
)
def test_words_of_a_trade_find_its_class(jsic: Taken, text: str, first: str) -> None:
    assert codes(text)[0] == first


def test_without_the_list_major_groups_are_found() -> None:
    assert codes("金属製品") == ["24"]
    assert codes("Leather") == ["20"]
    assert codes("") == codes("   ") == codes("\x01") == []


def test_a_search_asks_once(jsic: Taken, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        search_industries("プレス 加工 めん")


def test_a_class_sets_the_major_group_and_must_be_listed(jsic: Taken, owner: Person) -> None:
    made = register_organisation(actor=actor_for(owner.pk), name="三嶺", industry="09", industry_class="２４５２")
    assert (made.industry, made.industry_class) == ("24", "2452")
    for wrong, words in (("2499", "2499"), ("24", "2452"), ("abc", "2452")):
        with pytest.raises(ValidationError) as caught:
            register_organisation(actor=actor_for(owner.pk), name="三嶺", industry_class=wrong)
        assert words in caught.value.message_dict["industry_class"][0]


def test_a_stated_class_that_the_list_lost_stays_when_the_profile_is_saved(jsic: Taken) -> None:
    firm = organisation("三嶺", industry="24", industry_class="2452")
    import_jsic(rows=parse_jsic(rows_of("コード,名称\n0992,めん類\n")))
    edit_organisation(
        actor=manager_of(firm),
        organisation=firm,
        seen=firm.version,
        name="三嶺",
        industry_class="2452",
        kana="ミツミネ",
    )
    assert Organisation.objects.get(pk=firm.pk).kana == "ミツミネ"


# Municipalities


def test_a_part_of_the_list_leaves_other_prefectures(places: Taken) -> None:
    again = import_municipalities(
        rows=parse_municipalities(rows_of("団体コード,都道府県名,市区町村名\n232025,愛知県,岡崎市\n"))
    )
    assert again == Taken(1, 2)
    assert sorted(Municipality.objects.values_list("name", flat=True)) == ["寒川町", "岡崎市", "鎌ケ谷市"]


@pytest.mark.parametrize(
    ("prefecture", "typed", "name"),
    [
        ("12", "鎌ヶ谷市", "鎌ケ谷市"),
        ("14", "高座郡寒川町", "寒川町"),
        ("23", "愛知県岡崎市", "岡崎市"),
        ("23", "岡先市", ""),
        ("", "岡崎市", ""),
        ("23", "", ""),
    ],
)
def test_a_usual_spelling_becomes_the_official_one(places: Taken, prefecture: str, typed: str, name: str) -> None:
    assert find_municipality(prefecture, typed) == name


def test_what_the_list_does_not_know_is_stored_as_typed(places: Taken, owner: Person) -> None:
    actor = actor_for(owner.pk)
    known = register_organisation(actor=actor, name="一", prefecture="12", municipality="鎌ヶ谷市")
    unknown = register_organisation(actor=actor, name="二", prefecture="23", municipality="旧町")
    assert (known.municipality, unknown.municipality) == ("鎌ケ谷市", "旧町")


def test_two_places_of_one_key_are_left_as_typed(places: Taken) -> None:
    Municipality.objects.create(code="23999", prefecture="23", name="岡崎村", key="岡崎市")
    assert find_municipality("23", "岡崎市") == ""


def test_municipalities_are_offered_by_part_and_reading(places: Taken) -> None:
    assert [one.name for one in list_municipalities("23")] == ["名古屋市", "名古屋市中区", "岡崎市"]
    assert [one.name for one in list_municipalities("23", "中区")] == ["名古屋市中区"]
    assert [one.name for one in list_municipalities("23", "おか")] == ["岡崎市"]
