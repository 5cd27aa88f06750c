"""Reading jobs: one's own, and for managers those of the whole organisation."""

from django.db.models import QuerySet

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.rules import can_see_job


def list_jobs_for(actor: Actor) -> QuerySet[Job]:
    """Return the jobs that the actor may know of, newest first."""
    if actor.organisation_id is None:
        return Job.objects.none()
    jobs = Job.objects.filter(organisation_id=actor.organisation_id)
    if not actor.is_manager:
        jobs = jobs.filter(person_id=actor.person_id or 0)
    return jobs.select_related("person").order_by("-created_at", "-pk")


def get_job_for(actor: Actor, code: str) -> Job:
    """Return one job, or raise Absent: forbidden and missing look the same."""
    job = Job.objects.filter(code=code).select_related("person").first()
    if job is None or not can_see_job(actor, job.person_id, job.organisation_id):
        raise Absent
    return job


def latest_job_for(actor: Actor, subject: str) -> Job | None:
    """Return the last job about a subject, if the actor may know of it."""
    job = Job.objects.filter(subject=subject).order_by("-pk").first()
    return job if job and can_see_job(actor, job.person_id, job.organisation_id) else None
