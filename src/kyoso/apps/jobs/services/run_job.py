"""Doing long work: with the rights its person has at that moment, telling how far it is, ending when called off."""

import logging
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.jobs.enums import JobState
from kyoso.apps.jobs.kinds import KINDS
from kyoso.apps.jobs.models import Job

logger = logging.getLogger(__name__)

Plain = str | int


class CalledOff(Exception):
    """The job was cancelled, or begun again elsewhere: what this attempt has in hand must not be kept."""


class GiveUp(Exception):
    """Work cannot be finished, for a reason that the kind has words for."""

    def __init__(self, message: str, **params: Plain) -> None:
        super().__init__(message)
        self.message, self.params = message, params


class Work:
    """What does a job is given this: whose rights count, what is worked on, and where to tell how far it is."""

    def __init__(self, job: Job) -> None:
        self.job, self.subject = job, job.subject
        self._said: tuple[str, Mapping[str, Plain]] = ("", {})

    def actor(self) -> Actor:
        """Return the person with the rights of this moment; PermissionDenied once they left the organisation."""
        actor = actor_for(self.job.person_id, self.job.organisation_id)
        if actor.organisation_id != self.job.organisation_id:
            raise PermissionDenied
        return actor

    def step(self, done: int, total: int | None = None) -> None:
        """Tell how far the work is; raises CalledOff when it is no longer wanted.

        Called as the last thing within the transaction of a step, it takes the step back with it.
        """
        told = {"done": done, "beat_at": timezone.now()} | ({} if total is None else {"total": total})
        if not self._mine().update(**told):
            raise CalledOff

    def say(self, message: str, **params: Plain) -> None:
        """Choose what the job says when it ends well."""
        self._said = (message, params)

    def end(self) -> None:
        """Finish well; a job called off a moment ago stays called off."""
        message, params = self._said
        self._mine().update(state=JobState.DONE, ended_at=timezone.now(), message=message, params=params)

    def fail(self, message: str, params: Mapping[str, Plain]) -> None:
        """Finish badly."""
        self._mine().update(state=JobState.FAILED, ended_at=timezone.now(), message=message, params=params)

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=JobState.RUNNING)


@task()
def run_job_task(code: str) -> None:
    """What the queue holds: the code alone."""
    run_job(code)


def run_job(code: str) -> None:
    """Do a job that waits; any other is left alone. Whatever goes wrong ends up in the job, never as text in a log."""
    job = _begin(code)
    if job is None:
        return
    work = Work(job)
    try:
        with override(job.language):
            work.actor()
            KINDS[job.kind].run(work)
        work.end()
    except CalledOff:
        logger.info("job %s was called off", code)
    except GiveUp as reason:
        work.fail(reason.message, reason.params)
    except (PermissionDenied, Absent):
        work.fail("not_allowed", {})
    except Exception as error:
        logger.error("job %s broke: %s %s", code, type(error).__name__, _place(error))  # the message could speak
        work.fail("broken", {})


def _begin(code: str) -> Job | None:
    now = timezone.now()
    waiting = Job.objects.filter(code=code, state=JobState.WAITING)
    if not waiting.update(state=JobState.RUNNING, started_at=now, beat_at=now):
        return None
    return Job.objects.get(code=code)


def _place(error: Exception) -> str:
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
