"""Pages of stock-taking (A1): progress, quick entry, proposals, what similar firms have, idle capacity."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.apps.matching.helpers import client_of, words_and_bridge
from tests.factories import acting, actor, asset, grant, member, organisation

from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.assets import adapters
from kyoso.apps.assets.enums import Part
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.queries import (
    count_kinds_for,
    count_undecided_for,
    list_own_assets,
    list_passed_assets,
    similar_firms_have,
)
from kyoso.apps.assets.rules.idle import Period, write_period
from kyoso.apps.assets.services.hold_interview import start_interview
from kyoso.apps.assets.services.save_asset import create_assets
from kyoso.apps.disclosure.enums import Tier

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def firm():
    return organisation(industry="24")


@pytest.fixture
def owner(firm):
    return actor(firm)


@pytest.fixture(autouse=True)
def _bridge(monkeypatch):
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())


def count_of(viewer, kind="technology"):
    return next(one for one in count_kinds_for(viewer) if one.kind == kind)


# Progress


def test_progress_counts_what_is_there_and_what_is_missing(owner):  # A1
    asset(owner, title="甲", summary="何か", ability="±0.1 mm", evidence="証書", conditions="試作から")
    asset(owner, title="乙", summary="何か", ability="うまくできる")
    asset(owner, title="丙")
    asset(owner, title="丁", archived=True)
    asset(actor(), title="よその", tier=Tier.PUBLIC, summary="何か")
    found = count_of(owner)
    assert (found.total, found.usable) == (3, 2)
    assert found.missing == {"summary": 1, "ability": 1, "number": 2, "evidence": 2, "conditions": 2}


def test_progress_counts_no_text_that_its_reader_may_not_see(firm, owner):  # A3
    asset(owner, title="甲", summary="何か", ability="9 mm", tier=Tier.NDA, field_tiers={"ability": Tier.CORE})
    asset(owner, title="乙", summary="何か", tier=Tier.CORE)
    lead = actor(firm, Role.LEAD)
    assert (count_of(owner).total, count_of(owner).missing.get("number")) == (2, 1)
    assert (count_of(lead).total, count_of(lead).missing["number"]) == (1, 1)
    assert (count_undecided_for(owner), count_undecided_for(lead)) == (2, 1)


@pytest.mark.parametrize("part", Part.values)
def test_the_list_shows_what_lacks_a_part(owner, part):  # A1
    full = {"summary": "何か", "ability": "９ mm", "evidence": "証書", "conditions": "試作から"}
    asset(owner, title="そろった", **full)
    lacking = full | ({"ability": "うまくできる"} if part == "number" else {part: ""})
    asset(owner, title="欠けた", **lacking)
    titles = {row.title for row in list_own_assets(owner, missing=part)}
    assert titles == {"欠けた"}
    assert "そろった" not in client_of(owner).get(reverse("asset_list"), {"missing": part}).content.decode()


def test_the_overview_asks_the_same_number_of_queries_at_one_and_three(client, firm, django_assert_num_queries):
    people = member(firm)
    client.force_login(people.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("stock_overview")

    def add():
        idle = write_period(Period(last=YESTERDAY))
        asset(acting(people), kind="idle_capacity", summary="包装機", period=idle, title=f"包装{Asset.objects.count()}")
        start_interview(actor=acting(people), kind="data")

    add()
    client.get(page)
    with django_assert_num_queries(OVERVIEW_QUERIES):
        assert client.get(page).status_code == 200
    add()
    add()
    with django_assert_num_queries(OVERVIEW_QUERIES):
        client.get(page)


OVERVIEW_QUERIES = 13
"""Session, person, memberships, roles, grants; kinds, interviews, passed, undecided, rule; three of similar firms."""


def test_an_empty_inventory_leads_into_the_questions(owner):  # A1
    page = client_of(owner).get(reverse("asset_list")).content.decode()
    assert reverse("stock_overview") in page


# Quick entry


def test_names_become_assets_at_once(owner):  # A1
    asset(owner, title="研磨")
    sent = {"titles": "・深絞り\n・研磨\n\n・深絞り\n角筒", "kind": "skill", "tier": "1"}
    client_of(owner).post(reverse("stock_quick"), sent)
    assert sorted(Asset.objects.filter(kind="skill").values_list("title", flat=True)) == ["深絞り", "角筒"]


@pytest.mark.parametrize(
    "titles", ["", "\n・\n", "長" * 121, "\n".join(f"名{n}" for n in range(51)), "よい名\n" + "長" * 121]
)
def test_faulty_names_make_nothing_and_are_kept(owner, titles):
    answered = client_of(owner).post(reverse("stock_quick"), {"titles": titles, "kind": "skill", "tier": "1"})
    assert answered.status_code == 422
    assert not Asset.objects.exists()


def test_a_member_cannot_open_by_quick_entry(firm):  # A3
    sent = {"titles": "研磨", "kind": "skill", "tier": "0"}
    assert client_of(actor(firm, Role.MEMBER)).post(reverse("stock_quick"), sent).status_code == 422
    assert not Asset.objects.exists()


def test_a_hidden_name_is_not_told(firm, owner):  # A3
    asset(owner, title="極秘の配合", tier=Tier.CORE)
    made, known = create_assets(actor=actor(firm, Role.LEAD), titles=["極秘の配合"], kind="data", tier=Tier.NDA)
    assert (len(made), known) == (1, [])


# Proposals


def test_typing_brings_words_of_the_bridge(owner):  # A4
    answered = client_of(owner).post(reverse("stock_suggest"), {"title": "糸の銀めっき", "summary": ""})
    text = answered.content.decode()
    assert "銀めっき導電性繊維" in text
    assert 'data-insert-into="id_title"' in text


def test_proposals_are_the_same_whatever_others_wrote(owner):  # A3
    browser, sent = client_of(owner), {"title": "深絞り", "summary": ""}
    before = browser.post(reverse("stock_suggest"), sent).content
    asset(actor(), title="深絞りの極秘", tier=Tier.PUBLIC, summary="深絞り")
    assert browser.post(reverse("stock_suggest"), sent).content == before
    assert browser.get(reverse("stock_suggest")).status_code == 405, "what is typed must not stand in an address"


# Similar firms


def others(number, industry="24", **values):
    for _each in range(number):
        asset(actor(organisation(industry=industry)), **{"tier": Tier.NETWORK, "kind": "equipment", **values})


def had(viewer):
    found = similar_firms_have(viewer)
    return found.industry, [(one.kind, one.field, one.organisations) for one in found.had]


def test_five_others_make_an_aggregate_and_four_do_not(owner):  # A1
    others(4)
    asset(owner, kind="equipment")
    assert had(owner) == ("E", [])
    others(1)
    assert had(owner) == ("24", [("equipment", "", 5)])


def test_many_assets_of_one_firm_count_once(owner):  # A1
    others(4)
    rich = actor(organisation(industry="24"))
    for number in range(6):
        asset(rich, title=f"機{number}", kind="data")
    assert had(owner)[1] == []


def test_a_division_tells_where_a_group_does_not(owner):  # A1
    others(3)
    others(2, industry="09")
    others(9, industry="39")
    assert had(owner) == ("E", [("equipment", "", 5)])


def test_a_visitor_in_waiting_gets_only_what_is_public():  # A3
    others(5)
    pending = actor(organisation(industry="24", status=OrganisationStatus.PENDING))
    assert had(pending)[1] == []
    others(5, tier=Tier.PUBLIC)
    assert had(pending) == ("24", [("equipment", "", 5)])


def test_grants_do_not_widen_what_is_counted(firm, owner):  # A3
    others(4)
    giver = actor(organisation(industry="24"))
    asset(giver, tier=Tier.NDA, kind="equipment")
    people = member(firm)
    grant(giver, people)
    assert had(acting(people))[1] == []


HIDDEN = st.sampled_from(["nda", "core", "archived", "pending", "other_industry"])


def hide(how):
    """Make a record that the asker may not see, or one of another industry."""
    status = OrganisationStatus.PENDING if how == "pending" else OrganisationStatus.APPROVED
    by = actor(organisation(industry="39" if how == "other_industry" else "24", status=status))
    tier = {"nda": Tier.NDA, "core": Tier.CORE}.get(how, Tier.PUBLIC)
    asset(by, tier=tier, kind="equipment", archived=how == "archived")


class SimilarFirms(TestCase):
    @given(st.integers(3, 6), st.lists(HIDDEN, max_size=3))
    def test_a_hidden_record_changes_nothing(self, shown, hidden):  # A3
        viewer = actor(organisation(industry="24"))
        others(shown)
        before = similar_firms_have(viewer)
        for how in hidden:
            hide(how)
        after = similar_firms_have(viewer)
        assert before == after
        assert all(one.organisations >= 5 for one in after.had)


# Idle capacity


def idle(by, last, **values):
    return asset(by, title="包装機", kind="idle_capacity", period=write_period(Period(None, last, "午後")), **values)


def test_a_period_that_is_over_is_told_to_the_owner_and_shown_to_others(owner):  # A1
    made = idle(owner, YESTERDAY)
    idle(owner, timezone.localdate())
    assert [row.code for row in list_passed_assets(owner)] == [made.code]
    assert reverse("asset_edit", args=[made.code]) in client_of(owner).get(reverse("stock_overview")).content.decode()
    assert "期間終了" in client_of(actor()).get(reverse("asset_detail", args=[made.code])).content.decode()
    listed = client_of(owner).get(reverse("asset_list"), {"status": "passed"})
    assert [row["asset"].code for row in listed.context["rows"]] == [made.code]


def test_a_closed_period_is_not_told(owner):  # A3
    made = idle(owner, YESTERDAY, tier=Tier.PUBLIC, field_tiers={"period": Tier.NDA}, price="8000 hour")
    page = client_of(actor()).get(reverse("asset_detail", args=[made.code])).content.decode()
    assert "期間終了" not in page
    assert "午後" not in page
    assert "8,000円" in page


def test_the_form_takes_period_and_price_in_pieces_and_gives_them_back(owner):  # A1
    sent = {
        "title": "包装機",
        "kind": "idle_capacity",
        "tier": "1",
        "period_first": "2026-11-01",
        "period_last": "2027-02-28",
        "period": "平日の午後",
        "tier_period": "2",
        "price": "8000",
        "price_unit": "day",
    }
    browser = client_of(owner)
    browser.post(reverse("asset_create"), sent)
    made = Asset.objects.get()
    assert (made.period, made.price) == ("2026-11-01/2027-02-28 平日の午後", "8000 day")
    assert made.field_tiers == {"period": Tier.NDA}
    page = browser.get(reverse("asset_edit", args=[made.code])).context["form"]
    assert str(page["period_last"].value()) == "2027-02-28"
    assert (page["period"].value(), page["price_unit"].value()) == ("平日の午後", "day")
    seen = browser.get(reverse("asset_detail", args=[made.code])).content.decode()
    assert "2026年11月1日から2027年2月28日まで" in seen
    assert "8,000円(1日)" in seen


def test_words_of_an_import_survive_the_form(owner):  # A1
    made = asset(owner, kind="idle_capacity", title="包装機", period="冬の間ずっと", price="要相談")
    browser = client_of(owner)
    form = browser.get(reverse("asset_edit", args=[made.code])).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    browser.post(reverse("asset_edit", args=[made.code]), sent)
    kept = Asset.objects.get()
    assert (kept.period, kept.price, kept.version) == ("冬の間ずっと", "要相談", 2)
    page = browser.get(reverse("asset_detail", args=[made.code])).content.decode()
    assert "冬の間ずっと" in page
    assert "要相談" in page


def test_a_period_that_ends_before_it_begins_is_refused(owner):
    sent = {
        "title": "包装機",
        "kind": "idle_capacity",
        "tier": "1",
        "period_first": "2027-01-02",
        "period_last": "2027-01-01",
    }
    answered = client_of(owner).post(reverse("asset_create"), sent | {"period": "", "price": ""})
    assert answered.status_code == 422
    assert not Asset.objects.exists()


def test_a_closed_period_has_no_place_in_the_form_and_survives_it(firm, owner):  # A3
    made = idle(owner, YESTERDAY, field_tiers={"period": Tier.CORE})
    browser = client_of(actor(firm, Role.LEAD))
    form = browser.get(reverse("asset_edit", args=[made.code])).context["form"]
    assert not {"period", "period_first", "period_last"} & set(form.fields)
    sent = {"title": "包装機", "kind": "idle_capacity", "tier": "1", "version": "1", "period": "盗", "period_last": ""}
    browser.post(reverse("asset_edit", args=[made.code]), sent)
    assert Asset.objects.get().period == made.period
