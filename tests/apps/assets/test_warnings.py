"""Open texts that seem to give closed ones away: who is warned, and what is set aside (A3)."""

import pytest
from django.urls import reverse
from tests.apps.matching.helpers import client_of, words_and_bridge
from tests.factories import actor, asset, network_actor, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets import adapters
from kyoso.apps.assets.models import DismissedWarning
from kyoso.apps.assets.queries import find_warnings_for, mark_of
from kyoso.apps.assets.services.dismiss_warning import dismiss_warning
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


def giving_away(owner):
    opened = asset(owner, title="絞り", tier=Tier.PUBLIC, summary="すきま0.0137mmで絞る")
    closed = asset(owner, title="秘", tier=Tier.CORE, summary="すきまは0.0137mm")
    return opened, closed


def warned(viewer):
    found = find_warnings_for(viewer, adapters.trade_words())
    return [(one.opened.code, one.closed.code, one.words) for group in found for one in group.pairs]


def test_a_warning_is_for_those_who_see_both(firm, owner):  # A3
    opened, closed = giving_away(owner)
    assert warned(owner) == [(opened.code, closed.code, ("0.0137mm",))]
    for other in (actor(firm, Role.LEAD), actor(firm, Role.MEMBER), actor(), network_actor()):
        assert warned(other) == []
    text = client_of(owner).get(reverse("board_warnings")).content.decode()
    assert "0.0137mm" in text
    assert "0.0137mm" not in client_of(actor(firm, Role.LEAD)).get(reverse("board_warnings")).content.decode()


def test_one_figure_in_many_assets_is_one_warning(owner):  # A3
    for number in range(3):
        asset(
            owner, title=f"公{number}", tier=Tier.PUBLIC, summary="すきま0.0137mm" + ("とR0.0251mm" if number else "")
        )
        asset(owner, title=f"秘{number}", tier=Tier.CORE, summary="すきま0.0137mm、R0.0251mm")
    (found,) = find_warnings_for(owner, adapters.trade_words())
    assert (found.words, found.others) == (("0.0137mm",), ["0.0251mm"])
    assert (len(found.opened), len(found.closed), len(found.pairs)) == (3, 3, 9)
    browser = client_of(owner)
    assert "1件" in browser.get(reverse("board_warnings"), headers={"hx-request": "true"}).content.decode()
    browser.post(reverse("board_dismiss"), {"mark": found.mark}, headers={"hx-request": "true"})
    assert find_warnings_for(owner, adapters.trade_words()) == []
    assert DismissedWarning.objects.count() == 9


def test_a_dismissed_warning_returns_when_other_words_are_shared(owner):  # A3
    opened, closed = giving_away(owner)
    assert client_of(owner).post(reverse("board_dismiss"), {"mark": mark_of(["0.0137mm"])}).status_code == 302
    assert warned(owner) == []
    assert "0.0137" not in str(DismissedWarning.objects.values())
    assert verbs("asset")[-1] == "leak_warning_dismissed"
    edit_asset(actor=owner, code=opened.code, version=1, values={"summary": "すきま0.0137mm、R0.0251mmで絞る"})
    edit_asset(actor=owner, code=closed.code, version=1, values={"summary": "すきま0.0137mmと0.0251mm"})
    assert len(warned(owner)) == 1
    dismiss_warning(actor=owner, mark=find_warnings_for(owner, adapters.trade_words())[0].mark)
    assert warned(owner) == []
    assert DismissedWarning.objects.count() == 1


def test_a_warning_that_one_is_not_shown_cannot_be_dismissed(firm, owner):  # A3
    giving_away(owner)
    mark = mark_of(["0.0137mm"])
    for other in (actor(firm, Role.LEAD), actor()):
        with pytest.raises(Absent):
            dismiss_warning(actor=other, mark=mark)
    assert client_of(actor()).post(reverse("board_dismiss"), {"mark": mark}).status_code == 404
    assert not DismissedWarning.objects.exists()
