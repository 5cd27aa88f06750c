"""Work in progress: what one started, how far it is, calling it off, beginning it again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.apps.jobs.enums import JobState
from kyoso.apps.jobs.kinds import KINDS
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.queries import get_job_for, list_jobs_for
from kyoso.apps.jobs.services.start_job import cancel_job, restart_job

PAGE = 30
TONES = {
    JobState.WAITING: "neutral",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
    JobState.CANCELLED: "neutral",
}


@require_safe
@for_members
def job_list(request: Request) -> HttpResponse:
    """List one's own long work, and for managers that of the whole organisation (H2)."""
    page = Paginator(list_jobs_for(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/job_list.html", {"page": page, "rows": [job_row(job) for job in page.object_list]})


@require_safe
@for_members
def job_detail(request: Request, code: str) -> HttpResponse:
    """Show how far a job is; the fragment asks again by itself, and has the page read anew once the work is over."""
    job = get_job_for(request.actor, code)
    context = {"row": job_row(job), "may_restart": job.may_restart and job.person_id == request.actor.person_id}
    if not request.htmx:
        return render(request, "jobs/job_detail.html", context)
    response = render(request, "jobs/_job_progress.html", context)
    if not job.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@for_members
def job_cancel(request: Request, code: str) -> HttpResponse:
    """Call a job off."""
    cancel_job(actor=request.actor, code=code)
    return redirect("job_detail", code)


@require_POST
@for_members
def job_restart(request: Request, code: str) -> HttpResponse:
    """Begin a job again."""
    try:
        restart_job(actor=request.actor, code=code)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("job_detail", code)


def job_row(job: Job) -> dict[str, Any]:
    """Return what a page shows of a job."""
    kind = KINDS.get(job.kind)
    return {
        "job": job,
        "label": kind.label if kind else job.kind,
        "page": kind.page(job.subject) if kind else "",
        "state": pgettext("job", "Stopped") if job.is_stopped else JobState(job.state).label,
        "tone": "danger" if job.is_stopped else TONES[JobState(job.state)],
        "text": _text(job),
    }


def _text(job: Job) -> str:
    if job.is_stopped:
        return _("The process that did this work is gone. Start it again: what was done is not done twice.")
    known = {
        "broken": _("Something went wrong with us, not with you. Start it again; if that does not help, tell us."),
        "not_allowed": _("You may no longer do this: your role changed meanwhile."),
    }
    kind = KINDS.get(job.kind)
    text = known.get(job.message) or (kind.messages.get(job.message, "") if kind else "")
    return str(text) % job.params if text else ""
