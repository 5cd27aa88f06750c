"""The history of a record: what changed, as far as it is open to whoever asks (H2, A3)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.matching.helpers import client_of
from tests.factories import acting, actor, asset, member, need, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.services.exchange_assets import remove_asset
from kyoso.apps.assets.services.save_asset import archive_asset, edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import RecordVersion
from kyoso.apps.disclosure.queries import history_of
from kyoso.apps.disclosure.rules import Past, changes_between, visible_past
from kyoso.apps.disclosure.web.history import parts

# Rules

tiers = st.integers(0, 3)
texts = st.sampled_from(["summary", "ability"])
field_tiers = st.dictionaries(texts, tiers)


@given(tiers, field_tiers, tiers, field_tiers, tiers)
def test_an_old_version_shows_at_the_stricter_of_its_tiers_then_and_now(
    then, tiers_then, now, tiers_now, clearance
):  # A3
    values = {"title": "題", "summary": "要", "ability": "力"}
    shown = visible_past(Past(then, tiers_then, values), now, tiers_now, ["summary", "ability"], Tier(clearance))
    if clearance < max(then, now):
        assert shown is None
        return
    for name in ("summary", "ability"):
        strictest = max(then, now, tiers_then.get(name, 0), tiers_now.get(name, 0))
        assert (name in shown) is (strictest <= clearance)
    assert shown["title"] == "題"


def test_a_value_that_was_closed_before_is_no_change():
    assert changes_between({"title": "甲"}, {"title": "甲", "summary": "新"}) == {}
    assert changes_between({"title": "甲", "summary": "旧"}, {"title": "乙", "summary": "旧"}) == {
        "title": ("甲", "乙")
    }
    assert changes_between(None, {"title": "甲", "summary": "", "trl": None}) == {"title": (None, "甲")}


@given(st.text("甲乙丙", max_size=12), st.text("甲乙丙", max_size=12))
def test_pieces_give_back_both_texts(before, after):
    found = parts(before, after)
    assert "".join(text for how, text in found if how != "in") == before
    assert "".join(text for how, text in found if how != "out") == after


# Pages


@pytest.fixture
def owner(db):
    return actor(organisation("絞りの会社"))


@pytest.fixture
def made(owner):
    made = asset(
        owner,
        title="深絞り",
        tier=Tier.NETWORK,
        summary="薄い板を絞る",
        evidence="配合は七対三",
        field_tiers={"evidence": Tier.CORE},
    )
    edit_asset(actor=owner, code=made.code, version=1, values={"summary": "薄い板を深く絞る"})
    edit_asset(actor=owner, code=made.code, version=2, values={"evidence": "配合は八対二"})
    return made


def history(who, record):
    return history_of(who, Asset.objects.get(pk=record.pk))


def test_every_save_is_kept_with_who_and_what(owner, made):  # H2
    changes = history(owner, made)
    assert [sorted(change.changed) for change in changes[:2]] == [["evidence"], ["summary"]]
    assert {"title", "summary", "evidence"} <= set(changes[2].changed)
    assert all(change.person for change in changes)
    assert [change.is_first for change in changes] == [False, False, True]


def test_a_colleague_sees_no_trace_of_a_change_to_what_is_closed_to_them(owner, made):  # A3
    colleague = acting(member(Organisation.objects.get(pk=owner.organisation_id), Role.MEMBER))
    changes = history(colleague, made)
    assert sorted(changes[0].changed) == ["summary"]
    body = client_of(colleague).get(f"/assets/{made.code}/history/").content.decode()
    assert "対" not in re.sub(r"<head.*?</head>", "", body, flags=re.S)


def test_what_was_open_once_is_closed_with_the_record_of_today(owner, made):
    colleague = acting(member(Organisation.objects.get(pk=owner.organisation_id), Role.MEMBER))
    edit_asset(actor=owner, code=made.code, version=3, values={"tier": Tier.CORE})
    assert history(colleague, made) == []
    assert client_of(colleague).get(f"/assets/{made.code}/history/").status_code == 404


def test_the_page_shows_what_was_taken_out_and_put_in(owner, made):
    archive_asset(actor=owner, code=made.code)
    body = client_of(owner).get(f"/assets/{made.code}/history/").content.decode()
    assert "薄い板を<ins>深く</ins>絞る" in body
    assert re.search(r"<del>[^<]*七[^<]*</del>", body)


@pytest.mark.parametrize("kind", ["asset", "need"])
def test_others_find_no_history(owner, kind):
    record = {"asset": asset, "need": need}[kind](owner, tier=Tier.PUBLIC)
    stranger = client_of(actor(organisation("よその会社")))
    assert stranger.get(f"/{kind}s/{record.code}/history/").status_code == 404
    assert client_of(owner).get(f"/{kind}s/{record.code}/history/").status_code == 200


def test_a_record_that_is_removed_takes_its_history_along(owner):
    made = asset(owner, title="型", summary="秘密")
    remove_asset(actor=owner, code=made.code, version=1)
    assert not RecordVersion.objects.exists()


def test_a_save_that_fails_keeps_no_version(owner, made):
    before = RecordVersion.objects.count()
    with pytest.raises(Exception, match="title"):
        edit_asset(actor=owner, code=made.code, version=3, values={"title": "  "})
    assert RecordVersion.objects.count() == before


def test_the_page_asks_the_same_for_one_change_and_for_three(owner, django_assert_num_queries):
    made = asset(owner, title="型")
    client = client_of(owner)
    for version in (1, 2):
        with django_assert_num_queries(8):
            client.get(f"/assets/{made.code}/history/")
        edit_asset(actor=owner, code=made.code, version=version, values={"summary": f"要{version}"})
