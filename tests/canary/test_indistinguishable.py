"""What is hidden cannot be told from what does not exist: by searching, by guessing, by trying, by waiting (A3, D1)."""

import random

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.urls import reverse
from tests.canary.cast import LEVELS, ONE_BY_ONE, OWN
from tests.canary.records import Made
from tests.canary.routes import ABSENT, QUERIES, SEARCHES, Route, all_routes
from tests.canary.surfaces import VARIANTS, everything, normalised, viewers
from tests.canary.tokens import Token, absent_word
from tests.canary.world import World
from tests.factories import actor, asset, manager_of, need, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets.services.save_asset import edit_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.journal.models import Entry
from kyoso.apps.needs.enums import NeedStatus

SAMPLE = 5
"""Hidden words and forbidden codes that each viewer tries."""

STRANGERS = ["anonymous", "signed_in", "pending_owner", "outsider_owner", "grantee_all", "grantee_one", "operator"]
PLAIN_AND_HTMX = [VARIANTS[0], VARIANTS[-1]]
VALUES = {
    "title": "題",
    "tier": "1",
    "version": "1",
    "kind": "technology",
    "direction": "inbound",
    "source": "own",
    "reason": "postponed",
    "note": "覚え書き",
}
"""A form that would be good enough, were the record the sender's own."""

FOR_VIEWERS = {"asset_detail", "asset_fields", "asset_sheet", "asset_sheet_pdf", "need_detail"}
"""Pages of a record for whoever may see it."""


def hidden_words(world: World, name: str) -> list[Token]:
    """A sample over all kinds of hidden text, always the same for a viewer."""
    return random.Random(name).sample(world.tokens.hidden_from(name), SAMPLE)


# Searching


@pytest.mark.parametrize("name", viewers([*STRANGERS, "grantee_expired", "own_lead", "own_member"]))
def test_searching_a_hidden_word_is_like_searching_one_that_nobody_wrote(world, name):  # D1
    client, words = world.client(name), hidden_words(world, name)
    for number, (route, place) in enumerate((route, place) for route, places in SEARCHES.items() for place in places):
        sent = VARIANTS[number % len(VARIANTS)]

        def found(word: str, route: str = route, place: str = place, sent: dict[str, str] = sent) -> str:
            client.cookies.pop(CookieStorage.cookie_name, None)  # told on no page in between
            return normalised(everything(client.get(f"{reverse(route)}?{place.format(word)}", headers=sent)), word)

        nothing = found(absent_word())
        for token in words:
            assert found(token.word) == nothing, f"{name} can tell “{token.where}” by {route}?{place}"


def test_searching_a_word_one_may_see_finds_it(world):
    """The comparison above would pass on a search that never finds anything."""
    client = world.client("outsider_owner")
    shown = [
        token for token in world.tokens.for_viewer("outsider_owner") if "active, record at 1: title" in token.where
    ]
    for token in shown:
        found = normalised(everything(client.get(reverse("directory"), {"q": token.word})), token.word)
        nothing = absent_word()
        assert found != normalised(everything(client.get(reverse("directory"), {"q": nothing})), nothing)
    assert shown


# Guessing codes


def is_open(name: str, record: Made, world: World) -> bool:
    """Whether a viewer may see a record at all, said by the cast's table."""
    level = LEVELS[name]
    if record.opened_singly:
        level = max(level, ONE_BY_ONE.get(name, 0))
    owned = Projection.objects.filter(code=record.code, owner=world.organisations["maker"]).exists()
    if not owned:
        return name == "pending_owner"
    return level >= record.tier and (record.listed or name in OWN)


def forbidden(name: str, record: Made, route: Route, world: World) -> bool:
    """Whether a route must treat a record as absent: pages that change or match are for its owner's people."""
    return not is_open(name, record, world) or (route.name not in FOR_VIEWERS and not _is_own(name, record, world))


def _is_own(name: str, record: Made, world: World) -> bool:
    owner = Projection.objects.filter(code=record.code).values_list("owner_id", flat=True).first()
    return world.viewers[name].organisation_id == owner


@pytest.mark.parametrize("method", ["get", pytest.param("post", marks=pytest.mark.once)])
@pytest.mark.parametrize("name", viewers([*STRANGERS, "own_lead", "own_member"]))
def test_forbidden_is_like_absent_on_every_page_of_a_record(world, name, method):  # A3
    client, before, absent = world.client(name), Entry.objects.count(), ""
    for route in all_routes():
        kind = route.name.split("_")[0]
        if route.parameters != ("code",) or kind not in {"asset", "need"}:
            continue
        closed = [record for record in world.of_kind(kind) if forbidden(name, record, route, world)]
        for sent in PLAIN_AND_HTMX:
            for record in [None, *random.Random(route.name + str(sent)).sample(closed, min(SAMPLE, len(closed)))]:
                code = record.code if record else ABSENT
                response = getattr(client, method)(route.url({"code": code}), VALUES, headers=sent)
                answer = normalised(everything(response), code)
                absent = absent if record else answer
                assert answer == absent, f"{name} can tell by {method} {route.name} that {record} exists"
    assert Entry.objects.count() == before


@pytest.mark.parametrize("action", ["match_shortlist", "match_decline", "match_undo"])
def test_a_forbidden_candidate_is_like_an_absent_one(world, action):  # D2
    client, before = world.client("outsider_owner"), Entry.objects.count()
    (own,) = world.codes["outsider_need"]
    closed = [record for record in world.of_kind("asset") if not is_open("outsider_owner", record, world)]
    for number, record in enumerate(random.Random(action).sample(closed, SAMPLE)):
        for query, candidate in ((own, record.code), (world.of_kind("need")[0].code, ABSENT)):
            answers = []
            for code in (candidate, ABSENT):
                url = reverse(action, kwargs={"kind": "need", "code": query, "candidate": code})
                response = client.post(url, {"reason": "competitor"}, headers=VARIANTS[number % len(VARIANTS)])
                answers.append(normalised(everything(response), code))
            assert answers[0] == answers[1]
            assert answers[0].startswith("404")
    assert Entry.objects.count() == before


# Waiting: what others do in secret does not show


def snapshot(world: World, name: str) -> dict[str, str]:
    """Every list and search that a viewer has, as bytes."""
    client = world.client(name)
    asked = [f"{reverse(route)}?{query}" for route, some in QUERIES.items() for query in ["", *some]]
    asked += [f"{reverse(route)}?{place.format('新')}" for route, places in SEARCHES.items() for place in places]
    return {url: normalised(everything(client.get(url, headers=VARIANTS[0]))) for url in [*asked, reverse("home")]}


def act_in_secret(world: World) -> None:
    """Everything that an organisation can do without anybody outside being meant to notice."""
    maker = manager_of(world.organisations["maker"])
    asset(maker, title="新しい核心", tier=Tier.CORE, summary="新")
    asset(maker, title="新しい秘密", tier=Tier.NDA, summary="新")
    asset(maker, title="新しい公開だが保管", tier=Tier.PUBLIC, archived=True)
    need(maker, title="新しい下書き", tier=Tier.PUBLIC, status=NeedStatus.DRAFT)
    need(maker, title="新しい終わり", tier=Tier.PUBLIC, status=NeedStatus.CLOSED)
    need(maker, title="新しい核心の課題", tier=Tier.CORE)
    asset(manager_of(world.organisations["hopeful"]), title="新しい未承認", tier=Tier.PUBLIC)
    actor(world.organisations["maker"], Role.MEMBER)


@pytest.mark.parametrize("name", viewers(["anonymous", "signed_in", "outsider_owner", "rejected_owner", "operator"]))
def test_what_is_done_in_secret_changes_no_byte_for_others(world, name):  # A3
    before = snapshot(world, name)
    act_in_secret(world)
    after = snapshot(world, name)
    assert [url for url in before if before[url] != after[url]] == []


def test_what_is_done_in_secret_shows_to_its_own(world):
    """The comparison above would pass on pages that never change."""
    before = snapshot(world, "own_owner")
    act_in_secret(world)
    after = snapshot(world, "own_owner")
    assert len([url for url in before if before[url] != after[url]]) >= 3


@pytest.mark.parametrize("name", ["anonymous", "outsider_owner"])
def test_work_on_closed_texts_changes_no_byte_for_others(world, name):  # A3
    maker = manager_of(world.organisations["maker"])
    shown = asset(maker, title="公開", tier=Tier.PUBLIC, evidence="前", field_tiers={"evidence": Tier.CORE})
    asset(maker, title="あとから", tier=Tier.PUBLIC)
    before = snapshot(world, name)
    edit_asset(actor=maker, code=shown.code, version=1, values={"evidence": "新しい核心"})
    after = snapshot(world, name)
    assert [url for url in before if before[url] != after[url]] == []


def test_an_unapproved_organisation_changes_no_byte_for_others(world):  # A3
    before = snapshot(world, "outsider_owner")
    manager = actor(organisation("新しい会社", status="pending", search_text="新しい会社"))
    asset(manager, title="新しい公開", tier=Tier.PUBLIC)
    assert snapshot(world, "outsider_owner") == before
