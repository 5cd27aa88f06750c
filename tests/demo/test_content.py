"""The hand-written sample network: valid, large and varied enough to show matching at work (D2)."""

import datetime
from collections import Counter
from pathlib import Path
from shutil import copytree
from typing import get_args

import pytest

from kyoso.apps.accounts.enums import NetworkRole, OrganisationKind, Role
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.accounts.rules import PROFILE, check_digit, clean_profile
from kyoso.apps.assets.enums import AssetKind, TechnologyField
from kyoso.apps.needs.enums import Direction, NeedStatus
from kyoso.demo.content import FOLDER, TIER_NUMBERS, ContentError, Kind, read_organisations, read_sign_ins
from kyoso.demo.generator import Generator, corporate_number

ORGANISATIONS = read_organisations()
ASSETS = [asset for organisation in ORGANISATIONS for asset in organisation.assets]
NEEDS = [need for organisation in ORGANISATIONS for need in organisation.needs]


def test_there_is_enough_of_everything():
    assert len(ORGANISATIONS) >= 700
    assert len(ASSETS) >= 1500
    assert len(NEEDS) >= 480
    assert len({one.prefecture for one in ORGANISATIONS}) >= 30
    assert len({one.industry for one in ORGANISATIONS}) >= 20
    assert {one.kind for one in ORGANISATIONS} == set(OrganisationKind.values)
    assert {asset.kind for asset in ASSETS} == set(AssetKind.values)
    assert {need.direction for need in NEEDS} == set(Direction.values)
    assert {need.status for need in NEEDS} == set(NeedStatus.values)
    assert {one.status for one in ORGANISATIONS} >= {"approved", "unclaimed", "pending"}
    assert {asset.tier for asset in ASSETS} == set(TIER_NUMBERS)


def test_most_of_it_can_be_found_by_a_visitor():
    """A newcomer who looks around without signing in must not stand before closed doors."""
    public = [asset for asset in ASSETS if asset.tier == "public"]
    assert len(public) > len(ASSETS) / 2
    assert sum(need.tier == "public" for need in NEEDS) > len(NEEDS) / 2
    shown = [asset for asset in public if asset.summary and asset.tiers.get("summary", "public") == "public"]
    assert len(shown) > len(public) * 0.8


def test_tiers_of_texts_are_stricter_than_their_record_and_of_texts_that_are_there():
    for one in [*ASSETS, *NEEDS]:
        for name, tier in one.tiers.items():
            assert TIER_NUMBERS[tier] > TIER_NUMBERS[one.tier], one.title
            assert getattr(one, name), f"{one.title}: {name} has a tier but no text"


def test_the_form_agrees_with_the_app():
    assert set(get_args(Kind)) == set(AssetKind.values)
    assert {asset.field for asset in ASSETS} - {""} <= set(TechnologyField.values)
    assert {kind for need in NEEDS for kind in need.partner} <= set(OrganisationKind.values)


def test_every_profile_is_one_that_the_app_accepts():
    for one in ORGANISATIONS:
        assert industry_label(one.industry), one.key
        assert prefecture_label(one.prefecture), one.key
        given = {name: getattr(one, name, "") for name in PROFILE} | {"name_en": one.en}
        assert clean_profile(given)["name"] == one.name


def test_names_are_not_repeated():
    for repeated in (
        [one.name for one in ORGANISATIONS],
        [(one.key, asset.title) for one in ORGANISATIONS for asset in one.assets],
        [need.title for need in NEEDS],
    ):
        assert [value for value, times in Counter(repeated).items() if times > 1] == []


def test_no_two_assets_read_alike():
    for texts in ([asset.title for asset in ASSETS], [asset.summary for asset in ASSETS if asset.summary]):
        assert [value for value, times in Counter(texts).items() if times > 1] == []


def test_those_who_came_later_stand_last():
    """Owners, numbers and dates are drawn in this order, so those of the first 330 stay what they were."""
    later = [one.key.startswith("w-") for one in ORGANISATIONS]
    assert later == sorted(later)
    assert later.count(False) == 330


def test_pending_and_unclaimed_organisations_are_few():
    states = Counter(one.status for one in ORGANISATIONS)
    assert states["approved"] > len(ORGANISATIONS) * 0.8


# Sign-ins


def test_sign_ins_name_organisations_and_roles_that_exist():
    people, approved = read_sign_ins(), {one.key for one in ORGANISATIONS if one.status == "approved"}
    assert len({one.email for one in people}) == len(people)
    for one in people:
        assert bool(one.organisation) is not bool(one.network_role)
        if one.organisation:
            assert one.organisation in approved
            Role(one.role)
        else:
            NetworkRole(one.network_role)
        assert set(one.shows) == {"ja", "en"}


# Made up


def test_corporate_numbers_are_valid_and_all_different():
    generator = Generator()
    numbers = [generator.extras(one.key).corporate_number for one in ORGANISATIONS]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert len(number) == 13
        assert int(number[0]) == check_digit(number[1:])


def test_check_digit_follows_the_tax_agencys_rule():
    assert corporate_number(12050002) == "7000012050002"  # the National Tax Agency's own number


def test_same_seed_same_network():
    first, second, other = Generator(1), Generator(1), Generator(2)
    assert [first.extras(str(n)) for n in range(50)] == [second.extras(str(n)) for n in range(50)]
    assert [first.days_ago() for _ in range(50)] == [second.days_ago() for _ in range(50)]
    assert [Generator(1).days_ago() for _ in range(2)] != [other.days_ago() for _ in range(2)]


def test_dates_lie_in_the_last_months():
    generator = Generator()
    ago = [generator.days_ago() for _ in range(500)]
    assert min(ago) > datetime.timedelta(0)
    assert max(ago) <= datetime.timedelta(days=240)


# Faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(FOLDER, tmp_path / "network"))


def broken(folder: Path, old: str, new: str, name: str = "metal.yaml") -> str:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as fault:
        read_organisations(folder)
    return str(fault.value)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    kind: sme\n", "    kind: shop\n", "kind"),
        ('    industry: "24"\n', "    industry: metal\n", "industry"),
        ("      - kind: technology\n", "      - kind: magic\n", "assets.0.kind"),
        ("        tier: public\n", "        tier: secret\n", "assets.0.tier"),
        ("        summary: ", "        sumary: ", "assets.0.sumary"),
        ("    municipality: ", "    town: ", "municipality"),
    ],
)
def test_a_fault_is_named_with_file_organisation_and_place(folder, old, new, place):
    said = broken(folder, old, new)
    assert "metal.yaml" in said
    assert "organisation 1 (" in said
    assert place in said
    assert "\n" not in said


def test_a_file_that_is_no_yaml_is_named(folder):
    said = broken(folder, "organisations:\n", "organisations: [\n")
    assert "metal.yaml" in said


def test_a_file_without_organisations_is_named(folder):
    said = broken(folder, "organisations:\n", "firms:\n")
    assert "metal.yaml" in said


def test_a_key_used_twice_is_named(folder):
    second = (folder / "food.yaml").read_text(encoding="utf-8").split("- key: ")[1].split("\n")[0]
    first = (folder / "metal.yaml").read_text(encoding="utf-8").split("- key: ")[1].split("\n")[0]
    said = broken(folder, f"- key: {first}\n", f"- key: {second}\n")
    assert second in said
    assert "metal.yaml" in said
