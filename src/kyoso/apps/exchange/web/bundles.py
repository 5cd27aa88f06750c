"""Bringing an export back: the zip, what each of its parts would do, all of it at once, and its undoing (H2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.apps.exchange.enums import ImportState
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.queries import can_undo, count_parts, list_imports_for, list_parts
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.services._files import most_bytes
from kyoso.apps.exchange.services.check_import import await_check, check_import
from kyoso.apps.exchange.services.run_import import choose_parts, run_import
from kyoso.apps.exchange.services.send_bundle import send_bundle
from kyoso.apps.exchange.web.forms import ZipForm
from kyoso.apps.exchange.web.rows import figures
from kyoso.apps.exchange.wording import say_unreadable
from kyoso.apps.jobs.queries import latest_job_for
from kyoso.apps.jobs.services.start_job import start_job
from kyoso.apps.jobs.web.views import job_row
from kyoso.shared.bodies import body_size, limits_itself

FORM_EXTRA = 64 * 1024
LARGE = 5 * 1024 * 1024
"""A zip of this size is looked through in the background."""

ROWS_AT_ONCE, FILES_AT_ONCE = 100, 10
MEGABYTE = 1024 * 1024


@limits_itself
@csrf_exempt
def bundle_new(request: Request) -> HttpResponse:
    """Send the zip of an export. What is too large is refused by what it says of itself, before any of it is read."""
    most = most_bytes() if request.actor.organisation_id else 0  # of strangers nothing is received
    if request.method == "POST" and body_size(request) > most + FORM_EXTRA:
        return _too_large(request)
    return _bundle_new(request)


@for_members
def _too_large(request: Request) -> HttpResponse:
    fault = Unreadable("zip_too_large", limit=most_bytes() // MEGABYTE)
    return _new_page(request, ZipForm(), [say_unreadable(fault)], 413)


@csrf_protect
@for_members
def _bundle_new(request: Request) -> HttpResponse:
    form = ZipForm(request.POST, request.FILES) if request.method == "POST" else ZipForm()
    if not form.is_valid():
        return _new_page(request, form, [], 422 if form.errors else 200)
    upload = form.cleaned_data["file"]
    is_large = upload.size > LARGE
    try:
        batch = send_bundle(actor=request.actor, file=upload, name=upload.name)
        if not is_large:
            check_import(actor=request.actor, batch=batch)
    except Unreadable as fault:
        return _new_page(request, form, [say_unreadable(fault)], 422)
    if is_large:
        check_later(request, batch)
    return redirect("import_detail", batch.code)


def check_later(request: Request, batch: Import) -> None:
    """Have a zip looked through in the background."""
    await_check(batch)
    start_job(actor=request.actor, kind="import_check", subject=batch.code)


def _new_page(request: Request, form: ZipForm, faults: list[str], status: int) -> HttpResponse:
    before = list_imports_for(request.actor, "zip")
    context = {"form": form, "faults": faults, "before": before, "limit": most_bytes() // MEGABYTE}
    return render(request, "exchange/bundle_new.html", context, status=status)


def bundle_page(request: Request, batch: Import) -> HttpResponse:
    """Show what each part of a zip would do, or did."""
    job = latest_job_for(request.actor, batch.code)
    rows = [_row(batch, part, counts) for part, counts in count_parts(batch)]
    context = {
        "batch": batch,
        "parts": rows,
        "heads": [head for head, _number in figures(batch.state, {})],
        "wanted": sum(row["todo"] for row in rows),
        "has_faults": any(row["counts"]["fault"] for row in rows),
        "is_other_firm": any(row["part"].kind == "profile" and row["todo"] and not row["is_ticked"] for row in rows),
        "has_begun": any(row["counts"]["done"] for row in rows),
        "row": job_row(job) if job and job.state != "done" else None,
        "may_restart": bool(job and job.may_restart),
        "can_undo": can_undo(batch) and any(row["counts"]["done"] for row in rows),
    }
    return render(request, "exchange/bundle_detail.html", context)


def _row(batch: Import, part: Import, counts: dict[str, int]) -> dict[str, Any]:
    waits = part.state == ImportState.UPLOADED and part.kind != "file"
    return {
        "part": part,
        "label": part_label(part.kind),
        "counts": counts,
        "figures": figures(batch.state, counts),
        "todo": counts["create"] + counts["change"] - counts["done"] if part.state == ImportState.CHECKED else 0,
        "url": reverse("import_columns" if waits else "import_detail", args=[part.code]),
        "waits": waits,
        "is_left_out": not part.is_wanted,
        "is_ticked": part.is_wanted and not _is_another_firm(part),
    }


def _is_another_firm(part: Import) -> bool:
    """A profile of another name is not taken over unless somebody says so."""
    return part.kind == "profile" and any("name" in row.changes for row in part.rows.all()[:1])


def part_label(kind: str) -> str:
    """Return what a part of a zip is called."""
    labels = {"asset": _("Assets"), "need": _("Needs"), "profile": _("Profile of the organisation")}
    return labels.get(kind, _("Photos and documents"))


def run_bundle(request: Request, batch: Import) -> HttpResponse:
    """Import the chosen parts."""
    chosen = request.POST.getlist("part")
    todo = {part.kind: counts for part, counts in count_parts(batch) if part.code in chosen}
    if not todo:
        messages.error(request, _("Choose at least one part."))
        return redirect("import_detail", batch.code)
    choose_parts(batch=batch, codes=chosen)
    count = {kind: counts["create"] + counts["change"] for kind, counts in todo.items()}
    if sum(count.values()) > ROWS_AT_ONCE or count.get("file", 0) > FILES_AT_ONCE:
        start_job(actor=request.actor, kind="import_run", subject=batch.code, total=sum(count.values()))
    else:
        run_import(actor=request.actor, batch=batch)
        messages.success(request, _("The export was brought back."))
    return redirect("import_detail", batch.code)


def recheck(request: Request, batch: Import) -> HttpResponse:
    """Once the columns of a part are known, look through the whole zip: files hang on what the tables will make."""
    if any(one.outline and one.outline[one.sheet]["count"] > 1_000 for one in list_parts(batch)):
        check_later(request, batch)
    else:
        check_import(actor=request.actor, batch=batch)
    return redirect("import_detail", batch.code)
