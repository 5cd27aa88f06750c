"""Taking one's data along: choosing, waiting, downloading (H2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.queries import list_own_assets
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.models import Export
from kyoso.apps.exchange.queries import get_export_for, list_exports_for
from kyoso.apps.exchange.services.make_export import ask_export, log_export, make_export
from kyoso.apps.exchange.web.forms import ExportForm
from kyoso.apps.exchange.web.imports import TYPES, download
from kyoso.apps.jobs.queries import latest_job_for
from kyoso.apps.jobs.services.start_job import start_job
from kyoso.apps.jobs.web.views import job_row
from kyoso.apps.needs.queries import list_own_needs

AT_ONCE = 300
ENDINGS = {**TYPES, "csv": "text/csv", "json": "application/json", "zip": "application/zip"}


@for_members
def export_new(request: Request) -> HttpResponse:
    """Choose what to take along, and in which form."""
    form = ExportForm(request.POST) if request.method == "POST" else ExportForm()
    if form.is_valid():
        try:
            export = ask_export(actor=request.actor, language=get_language() or "ja", **form.cleaned_data)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                form.add_error(name if name in form.fields else None, " ".join(texts))
        else:
            return _begin(request, export)
    context = {"form": form, "exports": list_exports_for(request.actor)}
    return render(request, "exchange/export_new.html", context, status=422 if form.errors else 200)


def _begin(request: Request, export: Export) -> HttpResponse:
    many = list_own_assets(request.actor).count() + list_own_needs(request.actor).count() > AT_ONCE
    if many or "files" in export.kinds:
        start_job(actor=request.actor, kind="export", subject=export.code)
    else:
        make_export(actor=request.actor, export=export)
    return redirect("export_detail", export.code)


@require_safe
@for_members
def export_detail(request: Request, code: str) -> HttpResponse:
    """Offer the file, or show how far it is."""
    export = get_export_for(request.actor, code)
    job = None if export.is_ready else latest_job_for(request.actor, code)
    context = {
        "export": export,
        "row": job_row(job) if job else None,
        "may_restart": bool(job and job.may_restart),
    }
    return render(request, "exchange/export_detail.html", context)


@require_safe
@for_members
def export_download(request: Request, code: str) -> HttpResponse:
    """Hand the file to whoever asked for it, as long as their rights are what they were."""
    export = get_export_for(request.actor, code)
    if not export.is_ready:
        raise PermissionDenied
    try:
        file = storage.opened(export.stored)
    except FileNotFoundError as error:
        raise Http404 from error
    log_export("export_downloaded", request.actor, export)
    return download(file, export.file_name, ENDINGS[export.file_name.rsplit(".", 1)[-1]])
