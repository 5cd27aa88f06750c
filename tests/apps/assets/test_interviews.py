"""The interview (A1): saved as it goes, by several people, read by the own organisation alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.apps.matching.helpers import client_of
from tests.factories import acting, actor, asset, member, network_actor, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.models import Answer, Asset, Interview
from kyoso.apps.assets.queries import answers_of, get_interview_for, list_interviews_for
from kyoso.apps.assets.question_file import questions_of
from kyoso.apps.assets.services.hold_interview import (
    discard_interview,
    finish_interview,
    save_answer,
    save_answers,
    set_readers,
    start_interview,
)
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.journal.models import Entry, OutboxRow
from kyoso.shared.locking import Conflict

pytestmark = pytest.mark.django_db
ALL = [question.key for question in questions_of("technology")]


@pytest.fixture
def firm():
    return organisation()


@pytest.fixture
def owner(firm):
    return actor(firm)


@pytest.fixture
def interview(owner):
    return start_interview(actor=owner, kind="technology")


def answer(by, interview, question="refused", text="3社に断られた板", version=1):
    return save_answer(actor=by, code=interview.code, question=question, text=text, version=version)


def verbs(interview):
    rows = Entry.objects.filter(subject_kind="interview", subject_id=interview.pk).order_by("pk")
    return list(rows.values_list("verb", flat=True))


def test_an_interview_is_left_and_resumed(owner, interview):  # A1
    answer(owner, interview)
    assert answers_of(get_interview_for(owner, interview.code))["refused"].text == "3社に断られた板"
    (listed,) = list_interviews_for(owner)
    assert (listed, listed.answered) == (interview, 1)


def test_answers_are_no_records_and_tell_the_journal_nothing(owner, interview):  # A1, A3
    answer(owner, interview, text="極秘の配合")
    assert not Projection.objects.exists()
    assert not OutboxRow.objects.filter(kind="asset").exists()
    assert not any("極秘" in str(row) for row in Entry.objects.values())
    assert verbs(interview) == ["interview_started", "interview_answered"]


def test_the_same_words_again_change_nothing(owner, interview):
    first = answer(owner, interview)
    again = answer(owner, interview, text="3社に断られた板  ", version=1)
    assert again.version == first.version == 2
    assert verbs(interview).count("interview_answered") == 1


def test_two_at_once_lose_nothing(firm, owner, interview):  # A1
    colleague = actor(firm, Role.MEMBER)
    answer(owner, interview, text="私の答え")
    with pytest.raises(Conflict) as conflict:
        answer(colleague, interview, text="別の答え", version=1)
    assert conflict.value.current.text == "私の答え"
    assert answer(colleague, interview, text="両方の答え", version=2).written_by_id == colleague.person_id


def test_several_answers_are_kept_though_one_is_at_fault(owner, interview):  # A1
    answer(owner, interview, text="先の答え")
    given = {"refused": ("後の答え", 1), "marvel": ("音で分かる", 1), "proof": ("長" * 2001, 1)}
    faults = save_answers(actor=owner, code=interview.code, given=given)
    assert {name: type(fault) for name, fault in faults.items()} == {"refused": Conflict, "proof": ValidationError}
    kept = {question: one.text for question, one in answers_of(interview).items()}
    assert kept == {"refused": "先の答え", "marvel": "音で分かる"} | ({"proof": ""} if "proof" in kept else {})


def test_members_read_each_others_answers_and_nobody_else_does(firm, interview):  # A3
    assert get_interview_for(actor(firm, Role.MEMBER), interview.code)
    for other in (actor(), network_actor()):
        with pytest.raises(Absent):
            get_interview_for(other, interview.code)
        with pytest.raises(Absent):
            answer(other, interview)
        with pytest.raises(Absent):
            discard_interview(actor=other, code=interview.code)
        assert list_interviews_for(other) == []


def test_answers_for_managers_are_absent_to_other_staff(firm, owner, interview):  # A3
    lead = actor(firm, Role.LEAD)
    with pytest.raises(PermissionDenied):
        set_readers(actor=lead, code=interview.code, tier=Tier.CORE)
    set_readers(actor=owner, code=interview.code, tier=Tier.CORE)
    with pytest.raises(Absent):
        get_interview_for(lead, interview.code)
    assert list_interviews_for(lead) == []
    assert get_interview_for(actor(firm, Role.MANAGER), interview.code)
    with pytest.raises(PermissionDenied):
        start_interview(actor=lead, kind="data", tier=Tier.CORE)


def test_unknown_kinds_and_questions_are_refused(owner, interview):
    with pytest.raises(ValidationError):
        start_interview(actor=owner, kind="nothing")
    with pytest.raises(Absent):
        answer(owner, interview, question="nothing")
    with pytest.raises(PermissionDenied):
        start_interview(actor=network_actor(), kind="data")


def test_thrown_away_answers_are_gone_and_assets_stay(owner, interview):  # A1
    answer(owner, interview)
    made = asset(owner)
    Asset.objects.filter(pk=made.pk).update(interview=interview)
    discard_interview(actor=owner, code=interview.code)
    assert not Answer.objects.exists()
    assert not Interview.objects.exists()
    assert Asset.objects.get(pk=made.pk).interview_id is None


def test_finishing_twice_is_told_once(owner, interview):
    finish_interview(actor=owner, code=interview.code)
    finish_interview(actor=owner, code=interview.code)
    assert verbs(interview) == ["interview_started", "interview_finished"]


# Pages


@pytest.fixture
def browser(owner):
    return client_of(owner)


def url(name, interview, *more):
    return reverse(name, args=[interview.code, *more])


@pytest.mark.parametrize("kind", AssetKind.values)
def test_every_kind_leads_from_questions_to_an_asset(browser, kind):  # A1
    begun = browser.post(reverse("interview_start"), {"kind": kind}, follow=True)
    interview = Interview.objects.get()
    keys = {question.into: question.key for question in questions_of(kind)}
    sent = {f"answer_{keys['title']}": "絞り", f"answer_{keys['summary']}": "薄い板", "then": "draft"}
    draft = browser.post(begun.redirect_chain[-1][0], sent, follow=True)
    assert draft.context["form"]["title"].value() == "絞り"
    values = {"title": "絞り", "kind": kind, "tier": "1", "summary": "薄い板"}
    assert browser.post(url("interview_draft", interview), values).status_code == 302
    made = Asset.objects.get()
    assert (made.title, made.kind, made.summary, made.interview) == ("絞り", kind, "薄い板", interview)
    assert Interview.objects.get().finished_at is not None


def test_one_set_of_answers_makes_several_assets(browser, owner, interview):  # A1
    answer(owner, interview, "name", "深絞り\n角筒\n割れの予測")
    page = browser.get(url("interview_draft", interview))
    assert [one["title"] for one in page.context["others"]] == ["角筒", "割れの予測"]
    sent = {"title": "深絞り", "kind": "technology", "tier": "1", "more": ["角筒", "深絞り"]}
    browser.post(url("interview_draft", interview), sent)
    assert sorted(Asset.objects.values_list("title", flat=True)) == ["深絞り", "角筒"]
    assert set(Asset.objects.values_list("interview_id", flat=True)) == {interview.pk}


def test_a_faulty_draft_keeps_what_was_typed_and_makes_nothing(browser, interview):
    sent = {"title": "", "kind": "technology", "tier": "1", "summary": "書きかけ", "more": ["角筒"]}
    answered = browser.post(url("interview_draft", interview), sent)
    assert answered.status_code == 422
    assert "書きかけ" in answered.content.decode()
    assert not Asset.objects.exists()


def test_an_answer_is_saved_on_leaving_its_box(browser, interview):  # A1
    sent = {"answer_refused": "断られた板", "version_refused": "1"}
    answered = browser.post(url("interview_answer", interview, "refused"), sent, headers={"hx-request": "true"})
    text = answered.content.decode()
    assert 'name="version_refused" value="2"' in text
    assert "保存しました" in text
    assert "1 / 5" in text
    assert Answer.objects.get().text == "断られた板"


def test_a_collision_shows_both_and_the_next_save_replaces_knowingly(browser, owner, firm, interview):  # A1
    answer(actor(firm, Role.MEMBER), interview, text="先の答え")
    sent = {"answer_refused": "後の答え", "version_refused": "1"}
    fragment = browser.post(url("interview_answer", interview, "refused"), sent).content.decode()
    assert "先の答え" in fragment
    assert 'name="version_refused" value="2"' in fragment
    page = browser.post(url("interview_detail", interview), sent | {"then": "draft"})
    assert page.status_code == 409
    assert "先の答え" in page.content.decode()
    assert "後の答え</textarea>" in page.content.decode()
    again = browser.post(url("interview_detail", interview), {"answer_refused": "後の答え", "version_refused": "2"})
    assert again.status_code == 302
    assert Answer.objects.get(question="refused").text == "後の答え"


def test_a_text_too_long_is_named_and_kept(browser, interview):
    sent = {"answer_refused": "長" * 2001, "version_refused": "1"}
    page = browser.post(url("interview_detail", interview), sent)
    assert page.status_code == 422
    assert "長" * 2001 in page.content.decode()


def test_a_foreign_interview_is_absent(interview):  # A3
    stranger = client_of(actor())
    for name in ("interview_detail", "interview_draft"):
        assert stranger.get(url(name, interview)).status_code == 404
    for name in ("interview_finish", "interview_discard", "interview_readers"):
        assert stranger.post(url(name, interview), {"tier": "3"}).status_code == 404
    assert Interview.objects.get().tier == Tier.NDA


def test_a_member_gets_a_draft_at_the_tier_of_the_role(firm, interview):  # A3
    page = client_of(actor(firm, Role.MEMBER)).get(url("interview_draft", interview))
    assert int(page.context["form"]["tier"].value()) == Tier.NDA


def test_the_questions_ask_the_same_number_of_queries_however_many_answers(
    client, owner, firm, interview, django_assert_num_queries
):
    people = member(firm)
    client.force_login(people.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer(owner, interview)
    client.get(url("interview_detail", interview))
    with django_assert_num_queries(8):  # session, person, memberships, roles, grants, interview, answers, assets made
        client.get(url("interview_detail", interview))
    for key in ALL[1:]:
        answer(acting(people), interview, key)
    with django_assert_num_queries(8):
        client.get(url("interview_detail", interview))


# Colleagues at the same time


def ask_meanwhile(who, interview, **known):
    return who.get(url("interview_meanwhile", interview), known, headers={"hx-request": "true"})


def test_an_open_page_is_told_what_colleagues_answer(browser, firm, interview):  # A1
    colleague = actor(firm, Role.MEMBER)
    assert ask_meanwhile(browser, interview).status_code == 204
    answer(colleague, interview, text="仲間の答え")
    text = ask_meanwhile(browser, interview, version_refused="1", version_name="1").content.decode()
    assert "仲間の答え" in text
    assert "質問1に答えました" in text
    assert "1 / 5" in text
    assert 'name="version_refused" value="1"' in text, "a box that holds other words does not replace these unseen"
    assert ask_meanwhile(browser, interview, version_refused="2").status_code == 204
    assert ask_meanwhile(browser, interview, version_refused="1", seen_refused="2").status_code == 204
    assert ask_meanwhile(browser, interview, version_refused="²x").status_code == 200


def test_own_words_are_no_news(browser, owner, interview):
    answer(owner, interview, text="私の答え")
    assert "答えました" not in ask_meanwhile(browser, interview).content.decode()


def test_asking_ends_where_the_answers_are_not_there(browser, owner, firm, interview):  # A1, A3
    answer(owner, interview)
    set_readers(actor=owner, code=interview.code, tier=Tier.CORE)
    lead, stranger = client_of(actor(firm, Role.LEAD)), client_of(actor())
    ended = [ask_meanwhile(who, interview) for who in (lead, stranger)]
    discard_interview(actor=owner, code=interview.code)
    ended.append(ask_meanwhile(browser, interview))
    assert [one.status_code for one in ended] == [286] * 3
    assert len({one.content for one in ended}) == 1


def test_asking_costs_one_query_however_many_answers(client, owner, firm, interview, django_assert_num_queries):
    people = member(firm)
    client.force_login(people.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer(owner, interview)
    ask_meanwhile(client, interview)
    with django_assert_num_queries(6):  # session, person, memberships, roles, grants; the answers
        ask_meanwhile(client, interview)
    for key in ALL[1:]:
        answer(owner, interview, key)
    with django_assert_num_queries(6):
        assert ask_meanwhile(client, interview).status_code == 200
