"""What an organisation keeps to itself changes no byte of what others find: no rank, no score, no quote (A3, D2)."""

import json

import pytest
from django.urls import reverse
from tests.apps.matching.helpers import PROBLEM, SUMMARY, brewery, client_of, cosmetics, culture, moisture
from tests.canary.surfaces import everything, normalised
from tests.factories import actor, asset, need

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.assets.services.save_asset import edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.matching.adapters import build_index
from kyoso.apps.matching.services.find_matches import matches_for_text
from kyoso.apps.needs.enums import NeedStatus
from kyoso.cli.match import as_dict

pytestmark = pytest.mark.django_db

FAR = [0.2, 0.8]


class Network:
    """A few firms with public and network records, somebody who asks, and a visitor."""

    def __init__(self):
        self.asker = cosmetics()
        self.need, self.asset = moisture(self.asker), culture(self.asker)
        self.brewer, self.other = actor(brewery()), actor(brewery("隣の蔵"))
        culture(self.brewer, tier=Tier.PUBLIC)
        culture(self.other, title="乳酸発酵", tier=Tier.NETWORK, ability="乾燥肌に", field_tiers={"ability": Tier.NDA})
        asset(self.other, title="酵母の培養", summary="素材を探す人へ", tier=Tier.PUBLIC)
        asset(actor(brewery("機械の蔵")), title="瓶詰機", summary="一時間に千本", tier=Tier.PUBLIC)
        need(self.brewer, title="酒かすの使い道", problem="酒かすが余る。商品がほしい", tier=Tier.PUBLIC)
        need(self.other, title="瓶の運搬", problem="重い瓶を運ぶ", tier=Tier.NETWORK)
        build_index()

    def seen_by(self, who):
        """All that somebody gets from matching, by command and by page."""
        seen = {}
        for far in FAR:
            for kind, text in (("need", PROBLEM), ("asset", SUMMARY)):
                matches = matches_for_text(who, kind, text, far=far)
                seen[f"{kind} {far}"] = json.dumps([as_dict(match) for match in matches], ensure_ascii=False)
            if who != ANONYMOUS:
                client = client_of(who)
                for kind, record in (("need", self.need), ("asset", self.asset)):
                    url = reverse(f"{kind}_matches", args=[record.code])
                    seen[f"{url} {far}"] = normalised(everything(client.get(url, {"far": far})))
        return seen


def rich(by, tier, **values):
    """An asset and a need that would come first, were they seen: they say every word that is asked for."""
    culture(by, title="うるおい素材 乾燥肌", summary=f"{SUMMARY}{PROBLEM}", tier=tier, **values)
    moisture(by, title="うるおい素材 乾燥肌", problem=f"{SUMMARY}{PROBLEM}", tier=tier)


def hide(network, what):
    words = {"summary": PROBLEM, "evidence": PROBLEM * 3}
    if what in {"nda", "core"}:
        rich(network.brewer, Tier.NDA if what == "nda" else Tier.CORE)
    elif what == "draft":
        moisture(network.brewer, problem=SUMMARY * 3, tier=Tier.PUBLIC, status=NeedStatus.DRAFT)
    elif what == "closed":
        moisture(network.brewer, problem=SUMMARY * 3, tier=Tier.PUBLIC, status=NeedStatus.CLOSED)
    elif what == "archived":
        culture(network.brewer, **words, tier=Tier.PUBLIC, archived=True)
    elif what == "not approved":
        for status in (OrganisationStatus.PENDING, OrganisationStatus.REJECTED):
            rich(actor(brewery("申請中の蔵", status=status)), Tier.PUBLIC)
    elif what == "network":
        rich(network.other, Tier.NETWORK)
    elif what == "many":
        for number in range(40):
            culture(network.brewer, title=f"麹{number}", **words, tier=Tier.NDA)


HIDDEN = ["nda", "core", "draft", "closed", "archived", "not approved", "many"]


@pytest.fixture
def network():
    return Network()


@pytest.mark.parametrize("what", HIDDEN)
def test_what_is_hidden_from_a_member_of_the_network_changes_no_byte(network, what):  # A3
    before = network.seen_by(network.asker)
    hide(network, what)
    build_index()
    assert network.seen_by(network.asker) == before


@pytest.mark.parametrize("what", [*HIDDEN, "network"])
def test_what_is_hidden_from_a_visitor_changes_no_byte(network, what):  # A3
    before = network.seen_by(ANONYMOUS)
    hide(network, what)
    build_index()
    assert network.seen_by(ANONYMOUS) == before


def test_a_closed_text_of_a_listed_record_changes_no_byte(network):  # A3
    values = {"tier": Tier.PUBLIC, "title": "米ぬか", "summary": "うるおい"}
    tiers = {"evidence": Tier.NDA, "ability": Tier.CORE}
    plain = culture(network.other, **values)
    build_index()
    before = {who: network.seen_by(who) for who in (network.asker, ANONYMOUS)}
    written = {"evidence": PROBLEM, "ability": SUMMARY, "field_tiers": tiers}
    edit_asset(actor=network.other, code=plain.code, version=plain.version, values=written)
    build_index()
    assert {who: network.seen_by(who) for who in (network.asker, ANONYMOUS)} == before


def test_what_is_shown_does_change_it(network):
    """The comparisons above would pass on a search that never finds anything."""
    for who, tier in ((network.asker, Tier.NETWORK), (ANONYMOUS, Tier.PUBLIC)):
        before = network.seen_by(who)
        rich(network.brewer, tier)
        build_index()
        after = network.seen_by(who)
        assert all(before[name] != after[name] for name in before)
        assert json.loads(after["need 0.8"])[0]["title"] == "うるおい素材 乾燥肌"


def test_the_network_tier_is_seen_by_members_and_not_by_visitors(network):
    member, visitor = (len(json.loads(network.seen_by(who)["need 0.8"])) for who in (network.asker, ANONYMOUS))
    assert member > visitor > 0
