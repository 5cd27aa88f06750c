"""Starting long work, calling it off, beginning it again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.jobs.enums import OPEN_STATES, JobState
from kyoso.apps.jobs.kinds import KINDS
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.queries import get_job_for
from kyoso.apps.jobs.services.run_job import run_job_task
from kyoso.apps.journal.services.record import record_event


def start_job(*, actor: Actor, kind: str, subject: str, total: int = 0) -> Job:
    """Put work into the queue; a second start of what is not over yet returns the first.

    Raises PermissionDenied unless a person acts for an organisation.
    """
    if actor.person_id is None or actor.organisation_id is None:
        raise PermissionDenied
    known = KINDS[kind]
    try:
        with transaction.atomic():
            job = Job.objects.create(
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                kind=known.name,
                subject=subject,
                total=total,
                language=(get_language() or "ja")[:2],
            )
            _log("job_started", actor, job)
            run_job_task.enqueue(job.code)
    except IntegrityError:
        return Job.objects.get(kind=kind, subject=subject, state__in=OPEN_STATES)
    return job


def cancel_job(*, actor: Actor, code: str) -> Job:
    """Call work off: what waits never begins, what runs ends at its next step. Absent for all but its people."""
    job = get_job_for(actor, code)
    with transaction.atomic():
        called_off = {"state": JobState.CANCELLED, "ended_at": timezone.now(), "message": ""}
        if Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).update(**called_off):
            _log("job_cancelled", actor, job)
    job.refresh_from_db()
    return job


def restart_job(*, actor: Actor, code: str) -> Job:
    """Begin again what was stopped, failed or called off; work that was done is not done twice.

    For whoever started it: it is done with their rights. Raises Absent, or ValidationError where it is not over.
    """
    job = get_job_for(actor, code)
    if job.person_id != actor.person_id:
        raise PermissionDenied
    with transaction.atomic():
        if not job.may_restart:
            raise ValidationError(_("This work is not over yet, or is finished."))
        again = {"state": JobState.WAITING, "attempt": F("attempt") + 1, "message": "", "ended_at": None}
        same = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state)
        if same.update(**again, beat_at=timezone.now()):
            _log("job_restarted", actor, job)
            run_job_task.enqueue(job.code)
    job.refresh_from_db()
    return job


def _log(verb: str, actor: Actor, job: Job) -> None:
    record_event(
        verb,
        subject=("job", job.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"kind": job.kind},
    )
