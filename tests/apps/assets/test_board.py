"""The board (A3): decisions one by one and many at once, what they leave behind, and who may take them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.apps.matching.helpers import client_of, words_and_bridge
from tests.factories import acting, actor, asset, member, network_actor, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets import adapters
from kyoso.apps.assets.models import Asset, TierDecision
from kyoso.apps.assets.queries import (
    count_decided_for,
)
from kyoso.apps.assets.services.decide_tier import decide_tier, decide_tiers, undo_decisions
from kyoso.apps.assets.services.save_asset import edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return organisation()


@pytest.fixture
def owner(firm):
    return actor(firm)


@pytest.fixture(autouse=True)
def _bridge(monkeypatch):
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())


def verbs(kind):
    return list(Entry.objects.filter(subject_kind=kind).order_by("pk").values_list("verb", flat=True))


# Decisions


def test_a_decision_keeps_who_when_and_why(owner):  # A3
    made = asset(owner)
    decide_tier(actor=owner, code=made.code, version=1, tier=Tier.CORE, reason="先を行ける理由だから")
    kept = TierDecision.objects.get()
    assert (kept.asset, kept.tier, kept.reason) == (made, Tier.CORE, "先を行ける理由だから")
    assert kept.decided_by_id == owner.person_id
    assert Asset.objects.get().tier == Tier.CORE
    assert verbs("asset") == ["asset_created", "asset_tier_decided"]
    assert not any("先を行ける" in str(row) for row in Entry.objects.values())


def test_confirming_is_deciding(owner):  # A3
    made = asset(owner)
    decide_tier(actor=owner, code=made.code, version=1, tier=Tier.NETWORK)
    assert TierDecision.objects.get().tier == Tier.NETWORK


def test_another_tier_in_the_form_is_a_decision_and_other_changes_are_none(owner):  # A3
    made = asset(owner)
    edit_asset(actor=owner, code=made.code, version=1, values={"summary": "何か"})
    assert not TierDecision.objects.exists()
    edit_asset(actor=owner, code=made.code, version=2, values={"tier": Tier.NDA})
    assert TierDecision.objects.get().tier == Tier.NDA


def test_many_are_decided_each_on_its_own(firm, owner):  # A3
    good, changed, foreign = asset(owner, title="甲"), asset(owner, title="乙"), asset(actor(), tier=Tier.PUBLIC)
    edit_asset(actor=owner, code=changed.code, version=1, values={"summary": "何か"})
    chosen = [(one.code, 1) for one in (good, changed, foreign)] + [("ZZZZZZZZZZ", 1)]
    results = decide_tiers(actor=owner, chosen=chosen, tier=Tier.NDA)
    assert [(one.title, bool(one.refused)) for one in results] == [("甲", False), ("乙", True), ("", True), ("", True)]
    assert {one.title: one.tier for one in Asset.objects.filter(owner=firm)} == {"甲": Tier.NDA, "乙": Tier.NETWORK}
    assert results[2].refused == results[3].refused, "a foreign asset is like none"


def test_a_role_that_may_not_open_is_refused_and_nothing_is_kept(firm, owner):  # A3
    made = asset(owner, tier=Tier.NDA)
    (result,) = decide_tiers(actor=actor(firm, Role.MEMBER), chosen=[(made.code, 1)], tier=Tier.PUBLIC)
    assert result.refused
    assert Asset.objects.get().tier == Tier.NDA
    assert not TierDecision.objects.exists()


def test_a_reason_too_long_is_refused(owner):
    with pytest.raises(ValidationError):
        decide_tier(actor=owner, code=asset(owner).code, version=1, tier=Tier.NDA, reason="長" * 401)


# The page


def test_the_board_sorts_and_tells_what_became_of_each(owner):  # A3
    made, other = asset(owner, title="甲"), asset(owner, title="乙", tier=Tier.CORE)
    browser = client_of(owner)
    chosen = [f"{made.code}:1", f"{other.code}:7", "nonsense", "a:b:c"]
    page = browser.post(
        reverse("board_decide"), {"asset": chosen, "tier": "2", "reason": "数値があるため"}, follow=True
    )
    text = page.content.decode()
    assert page.redirect_chain == [(reverse("board"), 302)], "no asset of the column is left to go on to"
    assert "1件を「NDA後」にしました" in text
    assert "乙: その間に別の人が変更しました" in text
    columns = {column["tier"]: [one["row"].asset.title for one in column["rows"]] for column in page.context["columns"]}
    assert columns == {3: ["乙"], 2: ["甲"], 1: [], 0: []}
    assert "数値があるため" in text


@pytest.mark.parametrize("sent", [{}, {"tier": "1"}, {"asset": "x:1"}, {"asset": "x:1", "tier": "9"}])
def test_choosing_nothing_changes_nothing(owner, sent):
    asset(owner)
    assert client_of(owner).post(reverse("board_decide"), sent).status_code == 302
    assert not TierDecision.objects.exists()


def test_filters_stay_after_a_decision(owner):
    sent = {"asset": f"{asset(owner).code}:1", "tier": "1", "kind": "technology", "undecided": "1", "evil": "x"}
    answered = client_of(owner).post(reverse("board_decide"), sent)
    assert answered.headers["Location"] == reverse("board") + "?kind=technology&undecided=1"


def test_the_board_shows_what_is_not_decided_and_a_kind(owner):  # A3
    decided = asset(owner, title="甲")
    decide_tier(actor=owner, code=decided.code, version=1, tier=Tier.NETWORK)
    asset(owner, title="乙", kind="data")
    browser = client_of(owner)

    def shown(**query):
        columns = browser.get(reverse("board"), query).context["columns"]
        return [one["row"].asset.title for column in columns for one in column["rows"]]

    assert set(shown()) == {"甲", "乙"}
    assert shown(undecided="1") == ["乙"]
    assert shown(kind="technology") == ["甲"]


def columns_of(browser, **query):
    columns = browser.get(reverse("board"), query).context["columns"]
    return {one["tier"]: [row["row"].asset.title for row in one["rows"]] for one in columns}


def test_the_board_is_narrowed_by_words_and_field(owner):  # A3
    asset(owner, title="角筒の絞り", field="forming")
    asset(owner, title="めっき", field="surface_treatment")
    browser = client_of(owner)
    assert columns_of(browser, q="絞り")[1] == ["角筒の絞り"]
    assert columns_of(browser, field="surface_treatment")[1] == ["めっき"]


def test_what_waits_for_a_decision_comes_first_and_the_order_holds(owner):  # A3
    made = [asset(owner, title=f"甲{number}") for number in range(4)]
    decide_tier(actor=owner, code=made[0].code, version=1, tier=Tier.NETWORK)
    assert columns_of(client_of(owner))[1] == ["甲1", "甲2", "甲3", "甲0"]


def test_a_long_column_shows_more_when_asked(owner):  # A3
    made = [asset(owner, title=f"甲{number}") for number in range(23)]
    browser = client_of(owner)
    assert len(columns_of(browser)[1]) == 20
    assert len(columns_of(browser, show1="60")[1]) == 23
    assert len(columns_of(browser, show1="9999")[1]) == len(columns_of(browser, show1="x9")[1]) + 3
    query = {"show1": "60", "column": "1", "from1": "20"}
    text = browser.get(reverse("board"), query, headers={"hx-request": "true"}).content.decode()
    assert [one.code in text for one in made] == [False] * 20 + [True] * 3
    assert "autofocus" in text


def test_after_a_decision_one_is_at_the_next_asset(owner):  # A3
    made = [asset(owner, title=f"甲{number}") for number in range(4)]
    browser, sent = (
        client_of(owner),
        {"asset": [f"{made[1].code}:1", f"{made[0].code}:1"], "tier": "3", "kind": "technology"},
    )
    answered = browser.post(reverse("board_decide"), sent)
    assert answered.headers["Location"] == reverse("board") + f"?kind=technology#asset_{made[2].code}"
    last = browser.post(reverse("board_decide"), {"asset": f"{made[3].code}:1", "tier": "3"})
    assert last.headers["Location"].endswith(f"#asset_{made[2].code}"), "after the last one, the one before"


def test_a_part_of_the_page_says_what_became_of_it_and_takes_the_focus(owner):  # A3, H4
    made, other = asset(owner, title="甲"), asset(owner, title="乙")
    sent = {"asset": f"{made.code}:1", "tier": "3"}
    text = client_of(owner).post(reverse("board_decide"), sent, headers={"hx-request": "true"}).content.decode()
    assert "1件を「コア」にしました" in text
    assert f'id="asset_{other.code}" aria-labelledby="title_{other.code}" autofocus' in text
    assert "<html" not in text


def test_all_of_a_filter_are_decided_once_their_number_was_confirmed(owner):  # A3
    made = [asset(owner, title=f"甲{number}", kind="data") for number in range(23)]
    asset(owner, title="乙")
    browser = client_of(owner)
    page = browser.get(reverse("board_all"), {"kind": "data", "column": "1"})
    assert "23件をまとめて判断" in page.content.decode()
    sent = {"kind": "data", "column": "1", "tier": "2", "reason": "数値", "mark": page.context["choice"].mark}
    edit_asset(actor=owner, code=made[0].code, version=1, values={"summary": "別の人の変更"})
    changed = browser.post(reverse("board_all"), sent)
    assert changed.status_code == 409
    assert not TierDecision.objects.exists(), "what was not shown is not decided"
    sent["mark"] = changed.context["choice"].mark
    assert browser.post(reverse("board_all"), sent | {"tier": ""}).status_code == 422
    assert browser.post(reverse("board_all"), sent).headers["Location"] == reverse("board") + "?kind=data"
    assert Asset.objects.filter(tier=Tier.NDA).count() == 23
    assert set(TierDecision.objects.values_list("reason", flat=True)) == {"数値"}


@pytest.mark.parametrize("query", [{"kind": "nothing"}, {"q": "長" * 101}, {"q": "ないもの"}])
def test_a_filter_that_is_none_decides_about_nothing(owner, query):  # A3
    asset(owner)
    assert client_of(owner).get(reverse("board_all"), query).status_code == 302
    assert client_of(owner).post(reverse("board_all"), query | {"tier": "0"}).status_code == 302
    assert not TierDecision.objects.exists()


def test_the_last_decision_is_taken_back(firm, owner):  # A3
    made = [asset(owner, title=f"甲{number}") for number in range(3)]
    browser = client_of(owner)
    sent = {"asset": [f"{one.code}:1" for one in made], "tier": "0"}
    undo = browser.post(reverse("board_decide"), sent, follow=True).context["undo"]
    assert "3件" in undo["text"]
    decide_tier(actor=actor(firm), code=made[0].code, version=2, tier=Tier.PUBLIC)
    for stranger in (actor(firm), actor(), network_actor()):
        with pytest.raises(Absent):
            undo_decisions(actor=stranger, batch=undo["batch"])
    text = browser.post(reverse("board_undo"), {"batch": undo["batch"]}, follow=True).content.decode()
    assert "2件の判断を取り消しました" in text
    assert "甲0: その後に変更されたため" in text
    assert {one.title: one.tier for one in Asset.objects.all()} == {"甲0": 0, "甲1": 1, "甲2": 1}
    assert count_decided_for(owner) == (1, 3)
    assert verbs("asset")[-1] == "asset_tier_undone"
    assert browser.post(reverse("board_undo"), {"batch": ""}).status_code == 404


def test_who_may_only_close_cannot_open_by_taking_back(firm, owner):  # A3
    made, staff = asset(owner), actor(firm, Role.MEMBER)
    decide_tiers(actor=staff, chosen=[(made.code, 1)], tier=Tier.NDA)
    (result,) = undo_decisions(actor=staff, batch=TierDecision.objects.get().batch)
    assert result.refused
    assert Asset.objects.get().tier == Tier.NDA


def test_many_refusals_are_told_by_number(owner):
    made = [asset(owner) for _number in range(8)]
    sent = {"asset": [f"{one.code}:7" for one in made], "tier": "0"}
    page = client_of(owner).post(reverse("board_decide"), sent, follow=True)
    assert len(page.context["messages"]) == 6


def test_the_board_asks_the_same_number_of_queries_at_one_and_three(client, firm, django_assert_num_queries):
    people = member(firm)
    client.force_login(people.person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def add():
        for tier in Tier:
            made = asset(acting(people), title=f"段{tier}{Asset.objects.count()}", tier=tier)
            decide_tier(actor=acting(people), code=made.code, version=1, tier=tier)

    add()
    client.get(reverse("board"))
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(reverse("board"))
    add()
    add()
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(reverse("board"))


BOARD_QUERIES = 15
"""Session, person, memberships, grants; counts, rows of four columns; versions, decisions, decided, undo, rule."""
