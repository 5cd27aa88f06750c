"""Files that are hidden cannot be told from files that are not there, by whoever asks in whatever way (A3)."""

import random
from typing import Any

import pytest
from tests.canary.routes import ABSENT, all_routes
from tests.canary.surfaces import VARIANTS, everything, normalised, viewers
from tests.canary.world import World

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import files_of, files_visible_to, main_photos_for
from kyoso.apps.files.services.access import log_file_view
from kyoso.apps.journal.models import Entry

STRANGERS = ["anonymous", "signed_in", "pending_owner", "outsider_owner", "grantee_all", "grantee_one", "operator"]
VALUES = {"version": "1", "caption": "説明", "tier": "0", "step": "up"}
FOR_VIEWERS = {"file_detail", "file_thumbnail"}
SAMPLE = 4


def actor_of(world: World, name: str) -> Any:
    viewer = world.viewers[name]
    return actor_for(viewer.person_id, viewer.organisation_id) if viewer.person_id else ANONYMOUS


@pytest.mark.parametrize("method", ["get", pytest.param("post", marks=pytest.mark.once)])
@pytest.mark.parametrize("name", viewers([*STRANGERS, "own_lead", "own_member"]))
def test_a_forbidden_file_is_like_an_absent_one(world, name, method):
    client, before = world.client(name), Entry.objects.count()
    rows = files_visible_to(actor_of(world, name))
    seen = set(rows.values_list("code", flat=True))
    own = set(rows.filter(owner=world.viewers[name].organisation_id).values_list("code", flat=True))
    for route in all_routes():
        if route.parameters != ("code",) or not route.name.startswith("file_"):
            continue
        opened = seen if route.name in FOR_VIEWERS else own
        closed = [code for code in world.codes["file"] if code not in opened]
        for sent in (VARIANTS[0], VARIANTS[-1]):
            answers = {}
            for code in [ABSENT, *random.Random(route.name).sample(closed, min(SAMPLE, len(closed)))]:
                response = getattr(client, method)(route.url({"code": code}), VALUES, headers=sent)
                answers[code] = normalised(everything(response), code)
            assert len(set(answers.values())) == 1, f"{name} can tell by {method} {route.name} that a file exists"
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["anonymous", "outsider_owner", "grantee_all", "grantee_one", "own_lead", "own_owner"])
def test_lists_and_counts_hold_what_the_pages_show(world, name):
    """What export and lists of others read is no wider than what one gets file by file."""
    viewer, client, maker = actor_of(world, name), world.client(name), world.organisations["maker"]
    listed = set(files_of(viewer, maker.pk).values_list("code", flat=True))
    shown = {code for code in world.codes["file"] if client.get(f"/files/{code}/").status_code == 200}
    assert listed == shown & set(File.objects.filter(owner=maker).values_list("code", flat=True))
    assert main_photos_for(viewer, [(one.kind, one.pk) for one in world.records]) == {}


def test_the_journal_says_who_saw_nda_files_without_their_words(world):  # E2
    file = files_visible_to(actor_of(world, "grantee_all")).filter(tier=2).first()
    assert log_file_view(actor=actor_of(world, "grantee_all"), file=file, part="content")
    assert not world.tokens.found_in(str(Entry.objects.latest("pk").data))
