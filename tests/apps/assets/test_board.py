"""The board (A3): decisions, previews, the written rule, warnings, and who may do and see what of them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.apps.matching.helpers import client_of, words_and_bridge
from tests.factories import acting, actor, asset, grant, member, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.assets import adapters
from kyoso.apps.assets.models import Asset, DismissedWarning, OpeningRule, TierDecision
from kyoso.apps.assets.queries import (
    VIEWS,
    current_rule_for,
    find_warnings_for,
    list_rules_for,
    preview_of_asset,
    preview_of_organisation,
)
from kyoso.apps.assets.services.decide_tier import decide_tier, decide_tiers
from kyoso.apps.assets.services.dismiss_warning import dismiss_warning
from kyoso.apps.assets.services.save_asset import edit_asset
from kyoso.apps.assets.services.write_rule import approve_rule, write_rule
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, visible_to
from kyoso.apps.journal.models import Entry
from kyoso.shared.locking import Conflict

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


BOARD_QUERIES = 17
"""Session, person, memberships, roles, grants; count and rows of four columns; versions, decisions, undecided, rule."""


# Previews


def test_a_preview_is_what_others_get(firm, owner):  # A3
    shown = asset(owner, title="甲", tier=Tier.PUBLIC, summary="皆", ability="網", evidence="密", conditions="核",
                  field_tiers={"ability": 1, "evidence": 2, "conditions": 3})  # fmt: skip
    partner = member()
    grant(owner, partner)
    viewers = {"partner": acting(partner), "network": actor(), "public": ANONYMOUS}
    _own, seen = preview_of_asset(owner, shown.code)
    for view, viewer in viewers.items():
        got = visible_to(viewer, "asset").get(code=shown.code)
        assert seen[view] == got
        assert list(preview_of_organisation(owner, view)) == list(visible_to(viewer, "asset").filter(owner=firm))
    assert {view: len(one.fields) for view, one in seen.items()} == {"partner": 3, "network": 2, "public": 1}


@pytest.mark.parametrize("view", VIEWS)
def test_a_preview_of_what_nobody_sees_is_empty(view):  # A3
    pending = actor(organisation(status=OrganisationStatus.PENDING))
    asset(pending, tier=Tier.PUBLIC)
    assert not preview_of_organisation(pending, view).exists()
    owner = actor()
    put_away = asset(owner, tier=Tier.PUBLIC, archived=True)
    assert preview_of_asset(owner, put_away.code)[1][view] is None


def test_previews_are_for_the_own_people(firm, owner):  # A3
    core, public = asset(owner, tier=Tier.CORE), asset(owner, tier=Tier.PUBLIC)
    for viewer, made in ((actor(firm, Role.LEAD), core), (actor(), public), (network_actor(), public)):
        with pytest.raises(Absent):
            preview_of_asset(viewer, made.code)
    assert not preview_of_organisation(network_actor(), "public").exists()


# The written rule


def test_a_changed_rule_waits_for_approval_again(firm, owner):  # A3
    lead = actor(firm, Role.LEAD)
    write_rule(actor=lead, text="数値はNDAの後", seen=0)
    with pytest.raises(PermissionDenied):
        approve_rule(actor=lead, number=1)
    approved = approve_rule(actor=owner, number=1)
    assert (approved.approved_by_id, approved.approved_at is None) == (owner.person_id, False)
    write_rule(actor=lead, text="数値は出さない", seen=1)
    assert current_rule_for(owner).approved_at is None
    assert [(one.number, bool(one.approved_at)) for one in list_rules_for(owner)] == [(2, False), (1, True)]
    assert verbs("opening_rule") == ["opening_rule_written", "opening_rule_approved", "opening_rule_written"]


def test_the_same_rule_again_keeps_its_approval(owner):  # A3
    write_rule(actor=owner, text="数値はNDAの後", seen=0)
    approve_rule(actor=owner, number=1)
    write_rule(actor=owner, text="数値はNDAの後\n", seen=1)
    assert OpeningRule.objects.get().approved_at is not None


def test_nobody_approves_words_that_they_did_not_read(owner):  # A3
    write_rule(actor=owner, text="甲", seen=0)
    write_rule(actor=owner, text="乙", seen=1)
    with pytest.raises(Conflict):
        approve_rule(actor=owner, number=1)


def test_two_writers_lose_nothing(firm, owner):  # A3
    write_rule(actor=owner, text="先の決まり", seen=0)
    page = client_of(actor(firm, Role.LEAD)).post(reverse("opening_rule"), {"text": "後の決まり", "seen": "0"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "先の決まり" in text
    assert "後の決まり</textarea>" in text
    assert 'name="seen" value="1"' in text


def test_who_may_write_and_read_the_rule(firm, owner):  # A3
    write_rule(actor=owner, text="数値はNDAの後", seen=0)
    plain = actor(firm, Role.MEMBER)
    assert current_rule_for(plain).text == "数値はNDAの後"
    for other in (plain, network_actor(), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            write_rule(actor=other, text="別", seen=1)
    for stranger in (actor(), network_actor(), ANONYMOUS):
        assert current_rule_for(stranger) is None
    page = client_of(plain).get(reverse("opening_rule"), {"edit": "1"}).content.decode()
    assert "数値はNDAの後" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("text", ["", "\u200b", "長" * 6001])
def test_a_rule_that_says_nothing_or_too_much_is_refused(owner, text):
    assert client_of(owner).post(reverse("opening_rule"), {"text": text, "seen": "0"}).status_code == 422
    assert not OpeningRule.objects.exists()


def test_the_rule_is_written_and_approved_on_its_page(owner):  # A3
    browser = client_of(owner)
    assert "だれにでも見せるもの" in browser.get(reverse("opening_rule")).content.decode()
    browser.post(reverse("opening_rule"), {"text": "数値はNDAの後", "seen": "0"})
    browser.post(reverse("opening_rule_approve"), {"number": "1"})
    assert current_rule_for(owner).approved_at is not None


# Warnings


def giving_away(owner):
    opened = asset(owner, title="絞り", tier=Tier.PUBLIC, summary="すきま0.0137mmで絞る")
    closed = asset(owner, title="秘", tier=Tier.CORE, summary="すきまは0.0137mm")
    return opened, closed


def warned(viewer):
    return [(one.opened.code, one.closed.code, one.words) for one in find_warnings_for(viewer, adapters.trade_words())]


def test_a_warning_is_for_those_who_see_both(firm, owner):  # A3
    opened, closed = giving_away(owner)
    assert warned(owner) == [(opened.code, closed.code, ("0.0137mm",))]
    for other in (actor(firm, Role.LEAD), actor(firm, Role.MEMBER), actor(), network_actor()):
        assert warned(other) == []
    text = client_of(owner).get(reverse("board_warnings")).content.decode()
    assert "0.0137mm" in text
    assert "0.0137mm" not in client_of(actor(firm, Role.LEAD)).get(reverse("board_warnings")).content.decode()


def test_a_dismissed_warning_returns_when_other_words_are_shared(owner):  # A3
    opened, closed = giving_away(owner)
    sent = {"opened": opened.code, "closed": closed.code}
    assert client_of(owner).post(reverse("board_dismiss"), sent).status_code == 302
    assert warned(owner) == []
    assert "0.0137" not in str(DismissedWarning.objects.values())
    assert verbs("asset")[-1] == "leak_warning_dismissed"
    edit_asset(actor=owner, code=opened.code, version=1, values={"summary": "すきま0.0137mm、R0.0251mmで絞る"})
    edit_asset(actor=owner, code=closed.code, version=1, values={"summary": "すきま0.0137mmと0.0251mm"})
    assert len(warned(owner)) == 1
    dismiss_warning(actor=owner, opened=opened.code, closed=closed.code)
    assert DismissedWarning.objects.count() == 1


def test_a_warning_that_one_is_not_shown_cannot_be_dismissed(firm, owner):  # A3
    opened, closed = giving_away(owner)
    for other in (actor(firm, Role.LEAD), actor()):
        with pytest.raises(Absent):
            dismiss_warning(actor=other, opened=opened.code, closed=closed.code)
    assert client_of(actor()).post(reverse("board_dismiss"), {"opened": opened.code}).status_code == 404
    assert not DismissedWarning.objects.exists()
