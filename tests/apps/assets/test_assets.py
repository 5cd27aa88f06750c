"""The inventory (A1): what services refuse, and what lists and pages show."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from tests.factories import acting, actor, asset, member, network_actor, organisation

from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.queries import get_asset_for, get_asset_to_edit, list_own_assets
from kyoso.apps.assets.services.save_asset import archive_asset, create_asset, restore_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, visible_to
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return actor()


def titles(rows):
    return {row.title for row in rows}


def test_nobody_without_an_organisation_creates_assets():  # A1
    with pytest.raises(PermissionDenied):
        create_asset(actor=network_actor(), values={"title": "題", "tier": Tier.PUBLIC})


def test_archived_asset_leaves_every_list_but_the_owners_archive(owner):  # A1
    made = asset(owner, tier=Tier.PUBLIC)
    stranger = actor()
    assert get_asset_for(stranger, made.code)
    archive_asset(actor=owner, code=made.code)
    assert not visible_to(stranger, "asset").exists()
    with pytest.raises(Absent):
        get_asset_for(stranger, made.code)
    assert titles(list_own_assets(owner)) == set()
    assert titles(list_own_assets(owner, status=AssetStatus.ARCHIVED)) == {made.title}


def test_restored_asset_returns_at_its_tier(owner):  # A1
    made = asset(owner, tier=Tier.NDA, ability="甲", archived=True)
    restored = restore_asset(actor=owner, code=made.code)
    assert (restored.status, restored.tier) == (AssetStatus.ACTIVE, Tier.NDA)
    verbs = Entry.objects.filter(subject_kind="asset", subject_id=made.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["asset_created", "asset_archived", "asset_restored"]


def test_strangers_and_network_roles_cannot_put_an_asset_away(owner):  # A1
    made = asset(owner, tier=Tier.PUBLIC)
    for other in (actor(), network_actor()):
        with pytest.raises(Absent):
            archive_asset(actor=other, code=made.code)
    assert get_asset_for(owner, made.code).status == AssetStatus.ACTIVE


def test_raw_asset_is_for_its_own_people(owner):  # A3
    made = asset(owner, tier=Tier.PUBLIC, ability="甲", evidence="乙", field_tiers={"evidence": Tier.CORE})
    lead = actor(made.owner, Role.LEAD)
    assert get_asset_to_edit(lead, made.code) == (
        made,
        {"summary": "", "ability": "甲", "conditions": "", "period": "", "price": ""},
    )
    for other in (actor(), network_actor()):
        with pytest.raises(Absent):
            get_asset_to_edit(other, made.code)


def test_own_list_is_narrowed_by_words_kind_and_tier(owner):  # A1
    asset(owner, title="深絞りプレス", kind="technology", tier=Tier.PUBLIC)
    asset(owner, title="五軸加工機", kind="equipment", ability="ﾌﾟﾚｽ金型も")
    asset(owner, title="熟練工", kind="skill", tier=Tier.CORE)
    asset(actor(), title="よその公開プレス", tier=Tier.PUBLIC)
    assert titles(list_own_assets(owner)) == {"深絞りプレス", "五軸加工機", "熟練工"}
    assert titles(list_own_assets(owner, text="ぷれす")) == {"深絞りプレス", "五軸加工機"}
    assert titles(list_own_assets(owner, text="プレス 金型")) == {"五軸加工機"}
    assert titles(list_own_assets(owner, kind="skill")) == {"熟練工"}
    assert titles(list_own_assets(owner, tier=Tier.PUBLIC)) == {"深絞りプレス"}
    assert titles(list_own_assets(owner, tier=0)) == {"深絞りプレス"}


def test_words_of_closed_texts_find_nothing(owner):  # A3
    made = asset(owner, title="深絞り", evidence="潤滑剤", field_tiers={"evidence": Tier.CORE})
    assert titles(list_own_assets(owner, text="潤滑剤")) == {"深絞り"}
    assert titles(list_own_assets(actor(made.owner, Role.LEAD), text="潤滑剤")) == set()


def test_pending_organisations_assets_are_for_its_own_people(owner):  # A3
    pending = member(organisation(status=OrganisationStatus.PENDING))
    made = asset(acting(pending), tier=Tier.PUBLIC)
    assert get_asset_for(acting(pending), made.code)
    for other in (owner, network_actor()):
        with pytest.raises(Absent):
            get_asset_for(other, made.code)


# Pages


@pytest.fixture
def people(client):
    one = member()
    client.force_login(one.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return one


def test_asset_list_asks_the_same_number_of_questions_for_one_and_three_rows(
    client, people, django_assert_num_queries
):  # A1
    asset(acting(people))
    client.get(reverse("asset_list"))  # warms what is kept between requests
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse("asset_list")).status_code == 200
    asset(acting(people))
    asset(acting(people), archived=True)
    asset(acting(people), tier=Tier.CORE)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("asset_list"))


LIST_QUERIES = 8
"""Session, person, memberships, network roles, grants, count, rows, photos."""


def test_readiness_is_shown_with_what_shows_it(owner):  # H5
    proven = asset(owner, title="深絞り", trl=6, evidence="相手先での試用報告書", tier=Tier.PUBLIC)
    unproven = asset(owner, title="研磨", trl=4, tier=Tier.PUBLIC)
    closed = asset(owner, title="塗装", trl=7, evidence="秘密の報告書", tier=Tier.PUBLIC, field_tiers={"evidence": 2})
    pages = [
        Client().get(reverse("asset_detail", args=[one.code])).content.decode() for one in (proven, unproven, closed)
    ]
    assert "TRL 6" in pages[0]
    assert 'href="#text-evidence"' in pages[0]
    assert 'id="text-evidence"' in pages[0]
    assert "TRL 4" in pages[1]
    assert "裏づけの例" in pages[1]
    assert "TRL 7" in pages[2]
    assert "#text-evidence" not in pages[2]
    assert (
        "TRL" not in Client().get(reverse("asset_detail", args=[asset(owner, tier=Tier.PUBLIC).code])).content.decode()
    )
