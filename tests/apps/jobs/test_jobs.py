"""Long work (H2): who sees it, how it ends, what becomes of it when its process dies."""

import datetime
import logging

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import acting, actor, member, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.jobs.enums import JobState
from kyoso.apps.jobs.kinds import KINDS, Kind
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.queries import get_job_for, list_jobs_for
from kyoso.apps.jobs.rules import SILENCE, can_restart, is_stopped
from kyoso.apps.jobs.services.run_job import CalledOff, GiveUp, Work, run_job
from kyoso.apps.jobs.services.start_job import cancel_job, restart_job, start_job
from kyoso.apps.journal.models import Entry

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def do(monkeypatch):
    """A kind of work that does what a test tells it to."""
    todo = []
    kind = Kind("testing", "Testing", lambda work: todo[-1](work), lambda code: f"/x/{code}", {"fit": "%(n)s fit."})
    monkeypatch.setitem(KINDS, "testing", kind)
    return todo.append


@pytest.fixture
def owner(db):
    return actor()


def started(by, subject="S"):
    return start_job(actor=by, kind="testing", subject=subject)


def after(job):
    job.refresh_from_db()
    return job


def test_work_tells_how_far_it_is_and_ends(owner, do):  # H2
    seen = []

    def work(job):
        job.step(1, 3)
        seen.append((after(waiting).state, waiting.done, waiting.total))
        job.say("fit", n=3)

    do(work)
    waiting = started(owner)
    assert waiting.state == JobState.WAITING
    run_job(waiting.code)
    assert seen == [(JobState.RUNNING, 1, 3)]
    assert (after(waiting).state, waiting.message, waiting.params) == (JobState.DONE, "fit", {"n": 3})
    run_job(waiting.code)  # the queue may deliver twice
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [(ValueError("社外秘"), "broken"), (GiveUp("fit", n=2), "fit"), (PermissionDenied(), "not_allowed")],
)
def test_whatever_goes_wrong_ends_up_in_the_job_without_text(owner, do, fault, message, caplog):  # H2
    caplog.set_level(logging.DEBUG)

    def work(job):
        raise fault

    do(work)
    job = started(owner)
    run_job(job.code)
    assert (after(job).state, job.message) == (JobState.FAILED, message)
    assert "社外秘" not in caplog.text + str(Job.objects.values()) + str(Entry.objects.values())


def test_who_left_a_second_ago_gets_nothing_done(owner, do):  # H2
    do(lambda job: pytest.fail("nothing is done for them"))
    job = started(owner)
    Membership.objects.filter(person_id=owner.person_id).update(ended_at=timezone.now())
    run_job(job.code)
    assert (after(job).state, job.message) == (JobState.FAILED, "not_allowed")


def test_what_waits_is_called_off_before_it_begins(owner, do):  # H2
    do(lambda job: pytest.fail("called off"))
    job = started(owner)
    cancel_job(actor=owner, code=job.code)
    run_job(job.code)
    assert after(job).state == JobState.CANCELLED


def test_a_step_of_what_was_called_off_is_taken_back(owner, do):  # H2
    def work(job):
        cancel_job(actor=owner, code=job.job.code)
        with transaction.atomic():
            Entry.objects.create(verb="half_done", subject_kind="test", subject_id=1)
            job.step(1)

    do(work)
    job = started(owner)
    run_job(job.code)
    assert after(job).state == JobState.CANCELLED
    assert not Entry.objects.filter(verb="half_done").exists()


def test_a_second_start_of_the_same_returns_the_first(owner, do):  # H2
    assert started(owner).code == started(owner).code
    assert Job.objects.count() == 1
    assert started(owner, "T").code != started(owner).code


@pytest.mark.parametrize("state", JobState)
def test_silence_means_stopped_only_while_at_work(state):  # H2
    now = timezone.now()
    assert is_stopped(state, now - SILENCE - datetime.timedelta(seconds=1), now) is (state == JobState.RUNNING)
    assert not is_stopped(state, now, now)
    assert can_restart(state, stopped=False) is (state in {JobState.FAILED, JobState.CANCELLED})


def test_a_job_whose_process_died_is_told_and_begun_again(owner, do, client):  # H2
    tried = []

    def work(job):
        tried.append(job.job.attempt)
        if len(tried) == 1:
            raise KeyboardInterrupt  # as if killed: nobody writes down how it ended

    do(work)
    job = started(owner)
    with pytest.raises(KeyboardInterrupt):
        run_job(job.code)
    with pytest.raises(ValidationError):
        restart_job(actor=owner, code=job.code)
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - 2 * SILENCE)
    sign_in(client, owner)
    page = client.get(reverse("job_detail", args=[job.code])).content.decode()
    assert reverse("job_restart", args=[job.code]) in page
    assert "止まりました" in page
    client.post(reverse("job_restart", args=[job.code]))
    run_job(job.code)
    assert (tried, after(job).state) == ([1, 2], JobState.DONE)


def test_what_an_earlier_attempt_says_is_void(owner, do):  # H2
    do(lambda job: None)
    job = started(owner)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, beat_at=timezone.now() - 2 * SILENCE)
    zombie = Work(after(job))
    restart_job(actor=owner, code=job.code)
    run_job(job.code)
    with pytest.raises(CalledOff):
        zombie.step(5)
    zombie.fail("broken", {})
    assert (after(job).state, job.done) == (JobState.DONE, 0)


def test_only_its_person_and_the_managers_know_of_a_job(owner, do):  # H2
    firm = Membership.objects.get(person_id=owner.person_id).organisation
    lead, other = actor(firm, Role.LEAD), actor(firm, Role.MEMBER)
    job = started(lead)
    for one in (lead, owner):
        assert get_job_for(one, job.code) == job
        assert list(list_jobs_for(one)) == [job]
    elsewhere = acting(member(organisation(), Role.OWNER, Membership.objects.get(person_id=lead.person_id).person))
    for one in (other, actor(), elsewhere, network_actor(), ANONYMOUS):
        assert list(list_jobs_for(one)) == []
        with pytest.raises(Absent):
            get_job_for(one, job.code)
        with pytest.raises(Absent):
            cancel_job(actor=one, code=job.code)
    cancel_job(actor=owner, code=job.code)
    with pytest.raises(PermissionDenied):  # it would be done with the rights of another
        restart_job(actor=owner, code=job.code)


def test_nobody_without_an_organisation_starts_work(db, do):  # H2
    for one in (ANONYMOUS, network_actor()):
        with pytest.raises(PermissionDenied):
            started(one)


# Pages


def sign_in(client: Client, one) -> None:
    person = Membership.objects.get(person_id=one.person_id, ended_at=None).person
    client.force_login(person, backend=BACKEND)


def test_the_fragment_asks_again_until_the_work_is_over(owner, do, client):  # H2
    do(lambda job: job.say("fit", n=3))
    job = started(owner)
    sign_in(client, owner)
    url = reverse("job_detail", args=[job.code])
    fragment = client.get(url, headers={"hx-request": "true"})
    assert 'hx-trigger="every 2s"' in fragment.content.decode()
    assert "HX-Refresh" not in fragment.headers
    run_job(job.code)
    fragment = client.get(url, headers={"hx-request": "true"})
    assert fragment.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in fragment.content.decode()
    page = client.get(url).content.decode()
    assert "3 fit." in page
    assert f"/x/{job.subject}" in page


LIST_QUERIES = 6
"""Session, person, memberships, network roles, count, rows."""


def test_job_list_asks_the_same_number_of_questions_for_one_and_three_rows(
    owner, do, client, django_assert_num_queries
):  # H2
    sign_in(client, owner)
    started(owner, "A")
    client.get(reverse("job_list"))
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse("job_list")).status_code == 200
    started(owner, "B")
    started(owner, "C")
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("job_list"))


def test_others_find_no_page(owner, do, client):  # H2
    do(lambda job: None)
    job = started(owner)
    sign_in(client, actor())
    for name in ("job_detail", "job_cancel", "job_restart"):
        assert client.get(reverse("job_detail", args=[job.code])).status_code == 404
        if name != "job_detail":
            assert client.post(reverse(name, args=[job.code])).status_code == 404
    assert after(job).state == JobState.WAITING
