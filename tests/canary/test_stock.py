"""What stock-taking sends back besides its pages: conflicts, proposals, results. None of it leaks (A1, A3)."""

import pytest
from django.urls import reverse
from tests.canary.cast import EVERYBODY, LEVELS, OWN
from tests.canary.routes import ABSENT, all_routes, filler, queries
from tests.canary.surfaces import VARIANTS, Output, everything, follow, normalised, viewers
from tests.canary.test_leaks import look
from tests.canary.world import World

from kyoso.apps.assets.question_file import questions_of
from kyoso.apps.journal.models import Entry

MINE = ("stock_", "interview_", "board", "opening_rule", "asset_preview")


def stock_pages(world: World, name: str):
    """Every page of stock-taking and of the board, with every code."""
    client = world.client(name)
    for route in all_routes():
        if not route.name.startswith(MINE):
            continue
        for values in filler(route)(world):
            for query in ["", *(queries(route) if not route.parameters else [])]:
                for url, response in follow(client, f"{route.url(values)}?{query}", VARIANTS[len(query) % 4]):
                    yield Output(url, everything(response))


def stock_answers(world: World, name: str):
    """What comes back when somebody sends what cannot be kept, or asks for words: the other's words above all."""
    client = world.client(name)
    for code in [*world.codes["interview"], ABSENT]:
        keys = [question.key for question in questions_of("technology")]
        sent = {f"answer_{key}": "別の答え" for key in keys} | {f"version_{key}": "9" for key in keys}
        yield Output("answers", everything(client.post(reverse("interview_detail", args=[code]), sent)))
        for key in keys:
            url = reverse("interview_answer", args=[code, key])
            yield Output(url, everything(client.post(url, sent, headers=VARIANTS[-1])))
        url = reverse("interview_draft", args=[code])
        yield Output(url, everything(client.post(url, {"title": "", "kind": "technology", "tier": "1"})))
    rule = client.post(reverse("opening_rule"), {"text": "別の決まり", "seen": "1"})
    yield Output("rule", everything(rule))
    chosen = [f"{one.code}:99" for one in world.of_kind("asset")]
    decided = client.post(reverse("board_decide"), {"asset": chosen, "tier": "0", "reason": "見たい"}, follow=True)
    yield Output("board", everything(decided))
    for text in ("めっき", "深絞り", *[token.word for token in world.tokens.hidden_from(name)[:3]]):
        answer = client.post(reverse("stock_suggest"), {"title": text, "summary": ""}, headers=VARIANTS[-1])
        yield Output("suggest", normalised(everything(answer), text))


@pytest.mark.parametrize("name", viewers(LEVELS))
@pytest.mark.parametrize("visit", [stock_pages, stock_answers])
def test_stock_taking_shows_nobody_what_is_not_for_them(world, visit, name):  # A1, A3
    seen, leaks = look(world, name, visit(world, name))
    assert not leaks, "\n".join(leaks[:20])
    written = {token for token in world.tokens.known.values() if token.where.startswith(("answer to", "version"))}
    for_them = {token for token in written if name in token.viewers}
    if name in OWN and visit is stock_pages:
        assert for_them <= seen, "an answer or a rule that its own people do not get"
    assert (seen & written) <= for_them


def test_answers_have_readers_and_strangers(world):
    """The test above would pass on tokens that nobody may see, or everybody."""
    written = [token for token in world.tokens.known.values() if token.where.startswith("answer to")]
    assert {len(token.viewers) for token in written} == {3, len(OWN)}
    assert all(token.viewers < EVERYBODY for token in written)


@pytest.mark.parametrize("name", viewers(["anonymous", "outsider_owner", "grantee_all", "operator"]))
def test_a_foreign_interview_is_like_none(world, name):  # A1
    client, before = world.client(name), Entry.objects.count()
    for route in (one for one in all_routes() if one.name.startswith("interview_") and one.parameters):
        extra = {"question": "refused"} if "question" in route.parameters else {}
        for method in ("get", "post"):
            answers = []
            for code in (world.codes["interview"][0], ABSENT):
                response = getattr(client, method)(route.url({"code": code, **extra}), {"answer_refused": "何か"})
                answers.append(normalised(everything(response), code))
            assert answers[0] == answers[1]
    assert Entry.objects.count() == before
