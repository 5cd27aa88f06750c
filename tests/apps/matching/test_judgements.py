"""Shortlisting and declining: known to one's own organisation alone, and taken back at will (D2)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.apps.matching.helpers import brewery, client_of, cosmetics, culture, moisture
from tests.factories import actor, manager_of, network_actor

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.models import Entry
from kyoso.apps.matching.adapters import build_index
from kyoso.apps.matching.enums import DeclineReason, Verdict
from kyoso.apps.matching.models import Judgement
from kyoso.apps.matching.services.find_matches import matches_for, shortlisted_for
from kyoso.apps.matching.services.judge import decline_candidate, shortlist_candidate, undo_judgement
from kyoso.apps.matching.values import USUAL_FAR

pytestmark = pytest.mark.django_db


class Pair:
    """A need, an asset that answers it, and the asset's owner."""

    def __init__(self):
        self.asker = cosmetics()
        self.need = moisture(self.asker)
        self.asset = culture()
        self.owner = manager_of(self.asset.owner)
        build_index()

    @property
    def both(self):
        return {"query": ("need", self.need.code), "candidate": ("asset", self.asset.code)}

    def url(self, action, **other):
        return reverse(f"match_{action}", kwargs={"kind": "need", "code": self.need.code, **self.candidate, **other})

    @property
    def candidate(self):
        return {"candidate": self.asset.code}

    def post(self, action, data=None, who=None, htmx=False, **other):
        headers = {"hx-request": "true"} if htmx else {}
        return client_of(who or self.asker).post(self.url(action, **other), data or {}, headers=headers)


@pytest.fixture
def pair():
    return Pair()


def verdicts(pair):
    found = matches_for(pair.asker, "need", pair.need.code)
    return [match.verdict for match in found.matches], [match.verdict for match in found.declined]


# Services


def test_declined_candidates_stand_apart_with_their_reason_until_taken_back(pair):  # D2
    decline_candidate(actor=pair.asker, **pair.both, reason="competitor", note="  取引先と競合 ")
    found = matches_for(pair.asker, "need", pair.need.code)
    assert found.matches == []
    assert [match.decline_reason for match in found.declined] == [str(DeclineReason.COMPETITOR.label)]
    assert Judgement.objects.get().note == "取引先と競合"
    undo_judgement(actor=pair.asker, **pair.both)
    assert verdicts(pair) == ([""], [])


def test_shortlisted_candidates_stay_in_their_place(pair):
    shortlist_candidate(actor=pair.asker, **pair.both)
    assert verdicts(pair) == ([Verdict.SHORTLISTED], [])


def test_the_last_judgement_of_a_pair_holds(pair):
    decline_candidate(actor=pair.asker, **pair.both, reason="later", note="秋に")
    shortlist_candidate(actor=pair.asker, **pair.both)
    judgement = Judgement.objects.get()
    assert (judgement.verdict, judgement.reason, judgement.note) == (Verdict.SHORTLISTED, "", "")


def test_colleagues_share_judgements(pair):
    shortlist_candidate(actor=pair.asker, **pair.both)
    colleague = actor(Organisation.objects.get(pk=pair.asker.organisation_id))
    assert [len(group["rows"]) for group in shortlisted_for(colleague)] == [1]
    undo_judgement(actor=colleague, **pair.both)
    assert not Judgement.objects.exists()


def test_taking_back_what_was_never_judged_does_nothing(pair):
    before = Entry.objects.count()
    undo_judgement(actor=pair.asker, **pair.both)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("reason", ["", "nothing", "COMPETITOR", "shortlisted"])
def test_declining_needs_a_reason_that_is_one(pair, reason):
    with pytest.raises(ValidationError) as fault:
        decline_candidate(actor=pair.asker, **pair.both, reason=reason)
    assert set(fault.value.message_dict) == {"reason"}
    assert not Judgement.objects.exists()


def test_the_journal_holds_who_judged_what_but_no_note(pair):
    before = Entry.objects.count()
    decline_candidate(actor=pair.asker, **pair.both, reason="size", note="内緒の話")
    undo_judgement(actor=pair.asker, **pair.both)
    declined, undone = Entry.objects.order_by("pk")[before:]
    assert (declined.verb, undone.verb) == ("candidate_declined", "judgement_undone")
    assert declined.data == {"candidate": "asset", "candidate_id": pair.asset.pk}
    assert "内緒" not in str(declined.data)


def test_nobody_judges_for_others_or_without_an_organisation(pair):  # A3
    for who in (pair.owner, cosmetics("よその会社")):
        with pytest.raises(Absent):
            shortlist_candidate(actor=who, **pair.both)
    for who in (ANONYMOUS, network_actor()):
        with pytest.raises(PermissionDenied):
            shortlist_candidate(actor=who, **pair.both)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("action", [shortlist_candidate, undo_judgement])
def test_a_candidate_must_be_visible_and_of_the_other_kind(pair, action):  # A3
    same_kind = moisture(actor(brewery("よその蔵")), tier=Tier.PUBLIC)
    secret = culture(actor(brewery("秘密の蔵")), tier=Tier.NDA)
    for candidate in (("need", same_kind.code), ("asset", secret.code), ("asset", "ZZZZZZZZZZ"), ("", "")):
        with pytest.raises(Absent):
            action(actor=pair.asker, query=pair.both["query"], candidate=candidate)
    assert not Judgement.objects.exists()


# Pages


def test_judgements_of_one_organisation_show_to_no_other(pair):  # A3
    decline_candidate(actor=pair.asker, **pair.both, reason="competitor", note="うちの秘密の理由")
    for who in (pair.owner, cosmetics("よその会社"), network_actor(), ANONYMOUS):
        client = client_of(who)
        for url in ("asset_matches", "asset_detail", "need_detail"):
            code = pair.need.code if url == "need_detail" else pair.asset.code
            body = client.get(reverse(url, args=[code])).content.decode()
            assert "うちの秘密の理由" not in body
        assert "麹と発酵" not in client.get(reverse("shortlist")).content.decode()
    (match,) = matches_for(pair.owner, "asset", pair.asset.code).matches
    assert (match.verdict, match.decline_reason) == ("", "")


def test_plain_forms_lead_back_to_the_list_at_the_same_dial(pair):
    back = f"{reverse('need_matches', args=[pair.need.code])}?far=0.8"
    assert pair.post("shortlist", {"far": "0.8"}).headers["Location"] == back
    assert pair.post("undo", {"far": "0.8"}).headers["Location"] == back
    assert pair.post("decline", {"far": "0.8", "reason": "later"}).headers["Location"] == back
    assert pair.post("undo", {"far": "far"}).headers["Location"].endswith(f"?far={USUAL_FAR}")


def test_htmx_gets_the_list_as_it_is_now(pair):
    body = pair.post("shortlist", {"far": "0.8"}, htmx=True).content.decode()
    assert "<html" not in body
    assert pair.url("undo") in body
    assert 'name="far" value="0.8"' in body
    body = pair.post("decline", {"reason": "known"}, htmx=True).content.decode()
    assert str(DeclineReason.KNOWN.label) in body
    assert pair.url("shortlist") not in body
    assert pair.url("shortlist") in pair.post("undo", htmx=True).content.decode()


def test_declining_without_a_reason_says_so_and_changes_nothing(pair):
    client = client_of(pair.asker)
    answer = client.post(pair.url("decline"), {"far": "0.5"}, follow=True)
    assert "選" in " ".join(str(message) for message in answer.context["messages"])
    assert not Judgement.objects.exists()


def test_declining_without_a_reason_says_so_to_htmx_too(pair):
    answer = pair.post("decline", {"reason": "nothing"}, htmx=True)
    assert answer.status_code == 200
    assert "toast--danger" in answer.content.decode()
    assert not Judgement.objects.exists()


def test_a_note_of_any_length_is_cut_to_what_fits(pair):
    assert pair.post("decline", {"reason": "other", "note": "長" * 5000}).status_code == 302
    assert len(Judgement.objects.get().note) == 400


@pytest.mark.parametrize("action", ["shortlist", "decline", "undo"])
def test_what_is_not_there_or_not_for_one_is_not_found(pair, action):  # A3
    secret = culture(actor(brewery("秘密の蔵")), tier=Tier.NDA)
    same_kind = moisture(actor(brewery("よその蔵")), tier=Tier.PUBLIC)
    reason = {"reason": "later"}
    for other in (
        {"candidate": secret.code},
        {"candidate": same_kind.code},
        {"candidate": "ZZZZZZZZZZ"},
        {"code": "ZZZZZZZZZZ"},
        {"kind": "asset"},
        {"kind": "organisation"},
        {"kind": "nothing"},
    ):
        assert pair.post(action, reason, **other).status_code == 404, other
        assert pair.post(action, reason, htmx=True, **other).status_code == 404, other
    assert pair.post(action, reason, who=pair.owner).status_code == 404
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("action", ["shortlist", "decline", "undo"])
def test_judging_is_done_by_post_alone(pair, action):
    assert client_of(pair.asker).get(pair.url(action)).status_code == 405


def test_shortlist_groups_by_own_record_and_can_be_emptied_from_there(pair):
    second = culture(actor(brewery("二番蔵")), title="二番目の麹")
    shortlist_candidate(actor=pair.asker, **pair.both)
    shortlist_candidate(actor=pair.asker, query=("need", pair.need.code), candidate=("asset", second.code))
    client = client_of(pair.asker)
    body = client.get(reverse("shortlist")).content.decode()
    assert body.count(f">{pair.need.title}</a></h2>") == 1
    assert body.index(second.title) < body.index(pair.asset.title)
    assert client.post(pair.url("undo"), {"from": "shortlist"}).headers["Location"] == reverse("shortlist")
    assert pair.asset.title not in client.get(reverse("shortlist")).content.decode().replace("二番目の麹", "")


def test_shortlist_drops_what_is_no_longer_visible(pair):  # A3
    shortlist_candidate(actor=pair.asker, **pair.both)
    Organisation.objects.filter(pk=pair.asset.owner_id).update(status="rejected")
    assert shortlisted_for(pair.asker) == []
    assert pair.asset.title not in client_of(pair.asker).get(reverse("shortlist")).content.decode()
