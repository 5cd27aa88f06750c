import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import NetworkRole, Role
from kyoso.apps.accounts.registries import (
    DIVISIONS,
    INDUSTRIES,
    PREFECTURES,
    REGIONS,
    industry_choices,
    industry_label,
    prefecture_label,
)
from kyoso.apps.accounts.registries.industries import expand_industry
from kyoso.apps.accounts.rules import (
    can_change_member,
    can_decide,
    can_edit_organisation,
    can_give_role,
    can_see_organisation,
    can_see_queue,
    check_digit,
    clean_corporate_number,
    clean_email,
    clean_kana,
    clean_profile,
    name_key,
    roles_to_give,
    search_text,
)

twelve_digits = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("number", ["7000012050002", "1180301018771", "5010401067252"])
def test_published_corporate_numbers_pass(number: str) -> None:  # H5: National Tax Agency, two listed companies
    assert clean_corporate_number(number) == number


@given(twelve_digits)
def test_the_check_digit_is_never_zero_and_accepted(base: str) -> None:  # H5
    digit = check_digit(base)
    assert 1 <= digit <= 9
    assert clean_corporate_number(f"{digit}{base}") == f"{digit}{base}"


@given(twelve_digits, st.integers(0, 11), st.integers(0, 9))
def test_a_single_wrong_digit_is_noticed_but_for_nine_against_zero(base: str, place: int, wrong: int) -> None:  # H5
    assume(abs(wrong - int(base[place])) not in {0, 9})
    with pytest.raises(ValidationError):
        clean_corporate_number(f"{check_digit(base)}{base[:place]}{wrong}{base[place + 1 :]}")


@pytest.mark.parametrize("text", ["７０００-０１２０５０００２", " 7000 0120 50002 ", "7000-01-205000-2"])
def test_a_corporate_number_may_be_typed_full_width_and_grouped(text: str) -> None:
    assert clean_corporate_number(text) == "7000012050002"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("000012050002", "12 digits"),
        ("70000120500021", "this has 14"),
        ("8000012050002", "check digit"),
        ("T7000012050002", "digits only"),
        ("七000012050002", "digits only"),
    ],
)
def test_a_wrong_corporate_number_says_how_to_mend_it(text: str, said: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=said):
        clean_corporate_number(text)


def test_no_corporate_number_is_none() -> None:
    assert clean_corporate_number(" 　") is None


def test_names_of_one_firm_share_a_key() -> None:
    keys = {name_key(name) for name in ["株式会社三嶺 プレス", "三嶺プレス㈱", "三嶺ﾌﾟﾚｽ(株)", "三嶺ぷれす　株式会社"]}
    assert len(keys) == 1
    assert name_key("株式会社") == "株式会社"


def test_search_text_is_folded_and_begins_with_the_key() -> None:
    text = search_text(
        {"name": "㈱髙﨑ﾌﾟﾚｽ", "kana": "タカサキプレス", "name_en": "ＴＡＫＡＳＡＫＩ Press", "wants": "医療"}
    )
    assert text.startswith("高崎ぷれす\n")
    for word in ["たかさきぷれす", "takasaki press", "医療"]:
        assert word in text


def test_kana_and_addresses_are_stored_in_one_form() -> None:
    assert clean_kana("みつみね　ﾌﾟﾚｽ") == "ミツミネ プレス"
    assert clean_email(" Ｔａｒｏ@Example.JP ") == "taro@example.jp"


def test_a_profile_names_every_field_at_fault_at_once() -> None:
    wrong = {
        "name": " ",
        "corporate_number": "1",
        "kind": "guild",
        "industry": "00",
        "prefecture": "48",
        "employees": -1,
        "website": "javascript:alert(1)",
        "wants": "あ" * 2001,
    }
    with pytest.raises(ValidationError) as caught:
        clean_profile(wrong)
    assert set(caught.value.message_dict) == set(wrong)


@pytest.mark.parametrize("name", ["\u3000", "\r\n\t", "\x00\x07", "\u200b\ufeff"])
def test_a_name_with_nothing_to_read_is_refused(name: str) -> None:  # H3
    with pytest.raises(ValidationError) as caught:
        clean_profile({"name": name})
    assert set(caught.value.message_dict) == {"name"}


def test_a_profile_is_kept_without_control_characters() -> None:  # H3
    profile = clean_profile({"name": " 精密\r\n加工\x00 ", "wants": "\r\n一\r\n二\x1b "})
    assert (profile["name"], profile["wants"]) == ("精密 加工", "一\n二")


def test_registries_are_complete() -> None:  # H5
    assert [division.code for division in DIVISIONS] == list("ABCDEFGHIJKLMNOPQRST")
    assert sorted(INDUSTRIES) == [f"{n:02d}" for n in range(1, 100)]
    assert sorted(PREFECTURES) == [f"{n:02d}" for n in range(1, 48)]
    assert len(REGIONS) == 8
    entries = [*INDUSTRIES.values(), *PREFECTURES.values()]
    assert all(entry.ja and entry.en for entry in entries)
    assert len({entry.ja for entry in entries}) == len(entries)


def test_labels_follow_the_reader() -> None:  # H4
    with translation.override("ja"):
        assert (industry_label("24"), industry_label("E"), prefecture_label("23")) == (
            "金属製品製造業",
            "製造業",
            "愛知県",
        )
        assert industry_choices()[4][0] == "製造業"
    with translation.override("en"):
        assert (industry_label("E"), prefecture_label("23")) == ("Manufacturing", "Aichi")
    assert industry_label("") == prefecture_label("99") == ""


def test_a_division_stands_for_its_groups() -> None:
    assert expand_industry("B") == ("03", "04")
    assert expand_industry("24") == ("24",)


def _actor(role: Role | None = None, network: NetworkRole | None = None) -> Actor:
    return Actor(1, 5 if role else None, role, frozenset([network] if network else []))


def test_who_gives_which_role() -> None:
    assert roles_to_give(_actor(Role.OWNER)) == [Role.MEMBER, Role.LEAD, Role.MANAGER, Role.OWNER]
    assert roles_to_give(_actor(Role.MANAGER)) == [Role.MEMBER, Role.LEAD, Role.MANAGER]
    assert roles_to_give(_actor(Role.LEAD)) == roles_to_give(_actor(Role.MEMBER)) == []
    assert not can_give_role(_actor(network=NetworkRole.OPERATOR), Role.MEMBER)
    assert not can_change_member(_actor(Role.MANAGER), Role.OWNER)


def test_who_sees_and_edits_an_organisation() -> None:
    outsider, operator, coordinator = Actor(), _actor(None, NetworkRole.OPERATOR), _actor(None, NetworkRole.COORDINATOR)
    assert can_see_organisation(outsider, 5, "approved")
    for status in ["pending", "rejected"]:
        assert not can_see_organisation(outsider, 5, status)
        assert not can_see_organisation(_actor(Role.OWNER), 6, status)
        assert can_see_organisation(_actor(Role.MEMBER), 5, status)
        assert can_see_organisation(operator, 5, status)
    assert can_edit_organisation(_actor(Role.MANAGER), 5)
    assert not can_edit_organisation(_actor(Role.LEAD), 5)
    assert not can_edit_organisation(_actor(Role.OWNER), 6)
    assert can_see_queue(coordinator)
    assert not can_decide(coordinator)
    assert can_decide(operator)
