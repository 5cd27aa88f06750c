"""Importing, step by step: a file, its columns, a look at what would happen, the import, and its undoing (H2)."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.apps.exchange.columns import main_column
from kyoso.apps.exchange.enums import ImportState, RowAction
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.queries import (
    can_undo,
    get_import_for,
    has_begun,
    import_counts,
    import_rows,
    list_imports_for,
)
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.limits import MAX_BYTES
from kyoso.apps.exchange.services._records import RECORDS, columns_of
from kyoso.apps.exchange.services.check_import import await_check, check_import
from kyoso.apps.exchange.services.discard_import import discard_import
from kyoso.apps.exchange.services.fault_file import fault_file
from kyoso.apps.exchange.services.run_import import run_import
from kyoso.apps.exchange.services.send_file import NAMES, choose_columns, choose_sheet, headers_of, left_out, send_file
from kyoso.apps.exchange.services.template_file import template_file
from kyoso.apps.exchange.services.undo_import import undo_import
from kyoso.apps.exchange.web.bundles import bundle_page, part_label, recheck, run_bundle
from kyoso.apps.exchange.web.forms import ColumnsForm, FileForm, PlaceForm
from kyoso.apps.exchange.web.rows import TONES, fault_text, figures, shown_rows
from kyoso.apps.exchange.wording import column_label, say_unreadable
from kyoso.apps.jobs.queries import latest_job_for
from kyoso.apps.jobs.services.start_job import start_job
from kyoso.apps.jobs.web.views import job_row
from kyoso.shared.bodies import body_size, limits_itself

PAGE = 30
AT_ONCE = 100
"""So many rows are written while the browser waits; more in the background."""

CHECKED_AT_ONCE = 1_000
FORM_EXTRA = 64 * 1024
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
LISTS = {"asset": "asset_list", "need": "need_list", "profile": "organisation_own", "file": "export_new"}


@limits_itself
@csrf_exempt
def import_new(request: Request, kind: str) -> HttpResponse:
    """Send a file. What is too large is refused by what it says of itself, before any of it is read."""
    if request.method == "POST" and body_size(request) > MAX_BYTES + FORM_EXTRA:
        return _too_large(request, kind)
    return _import_new(request, kind)


@for_members
def _too_large(request: Request, kind: str) -> HttpResponse:
    return _new_page(request, kind, FileForm(), [say_unreadable(_large())], 413)


def _large() -> Unreadable:
    return Unreadable("too_large", limit=MAX_BYTES // 1024 // 1024)


@csrf_protect
@for_members
def _import_new(request: Request, kind: str) -> HttpResponse:
    _known(kind)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not form.is_valid():
        return _new_page(request, kind, form, [], 422 if form.errors else 200)
    upload = form.cleaned_data["file"]
    try:
        if upload.size > MAX_BYTES:
            raise _large()
        batch = send_file(actor=request.actor, kind=kind, data=upload.read(), name=upload.name)
    except Unreadable as fault:
        return _new_page(request, kind, form, [say_unreadable(fault, kind)], 422)
    if _is_clear(batch):
        return _check(request, batch)
    return redirect("import_columns", batch.code)


def _is_clear(batch: Import) -> bool:
    """Nothing to ask: one sheet, and each header means a column or was left out before."""
    without = left_out(batch)
    headers = [place for place, header in enumerate(headers_of(batch)) if header and place not in without]
    known = main_column(batch.kind) in batch.places.values() and all(str(place) in batch.places for place in headers)
    return known and len(batch.outline) == 1


def _new_page(request: Request, kind: str, form: FileForm, faults: list[str], status: int) -> HttpResponse:
    _known(kind)
    context = {"form": form, "kind": kind, "faults": faults, "before": list_imports_for(request.actor, kind)}
    return render(request, "exchange/import_new.html", context | _names(kind), status=status)


@require_safe
@for_members
def import_template(request: Request, kind: str, format: str) -> HttpResponse:
    """Download a file to begin with."""
    _known(kind)
    if format not in TYPES or kind not in RECORDS:
        raise Http404
    data = template_file(kind, format, get_language() or "ja")
    return download(data, f"kyoso-{kind}.{format}", TYPES[format])


@for_members
def import_columns(request: Request, code: str) -> HttpResponse:
    """Say which column is which; what was guessed is filled in."""
    batch = get_import_for(request.actor, code)
    if has_begun(batch) or not batch.stored or not batch.outline:
        return redirect("import_detail", code)
    faults = []
    if request.method == "POST":
        try:
            if _chosen(request, batch):
                return _check(request, batch)
        except Unreadable as fault:
            faults = [say_unreadable(fault, batch.kind)]
    return _columns_page(request, batch, faults)


def _chosen(request: Request, batch: Import) -> bool:
    """Take over what was chosen; True once the columns are."""
    if "sheet" in request.POST:
        place = PlaceForm(request.POST, outline=batch.outline, sheet=batch.sheet)
        wanted = str(request.POST["sheet"])
        if not wanted.isdigit() or (wanted == str(batch.sheet) and not place.is_valid()):
            raise Unreadable("no_such_place")
        same = int(wanted) == batch.sheet
        choose_sheet(batch=batch, sheet=int(wanted), header=place.cleaned_data["header"] if same else None)
        return False
    form = _columns_form(batch, request.POST)
    if not form.is_valid():
        raise Unreadable("no_such_place")
    choose_columns(batch=batch, places=form.places())
    return True


def _columns_form(batch: Import, data: Any = None) -> ColumnsForm:
    headers = headers_of(batch)
    rows = batch.outline[batch.sheet]["rows"][batch.header + 1 :][:10]
    samples = [[row["cells"][n] if n < len(row["cells"]) else "" for row in rows] for n in range(len(headers))]
    language = get_language() or "ja"
    choices = [(one.name, one.label(language)) for one in columns_of(batch.kind) if one.holds != "note"]
    return ColumnsForm(
        data,
        headers=headers,
        samples=samples,
        choices=choices,
        places=batch.places,
        main=main_column(batch.kind),
        left_out=left_out(batch),
    )


def _columns_page(request: Request, batch: Import, faults: list[str]) -> HttpResponse:
    initial = {"sheet": batch.sheet, "header": batch.header}
    form = _columns_form(batch, request.POST if faults and "sheet" not in request.POST else None)
    context = {
        "batch": batch,
        "faults": faults,
        "place_form": PlaceForm(outline=batch.outline, sheet=batch.sheet, initial=initial),
        "form": form,
        "hidden": _hidden(batch),
        "groups": form.groups(),
        "main_label": column_label(batch.kind, main_column(batch.kind)),
        "has_main": form.has_main(),
    }
    return render(request, "exchange/import_columns.html", context | _names(batch.kind), status=422 if faults else 200)


def _check(request: Request, batch: Import) -> HttpResponse:
    """Check at once what is small; the rest in the background."""
    if batch.part_of:
        return recheck(request, batch.part_of)
    if batch.outline[batch.sheet]["count"] > CHECKED_AT_ONCE:
        await_check(batch)
        start_job(actor=request.actor, kind="import_check", subject=batch.code)
        return redirect("import_detail", batch.code)
    try:
        check_import(actor=request.actor, batch=batch)
    except Unreadable as fault:
        return _columns_page(request, batch, [say_unreadable(fault, batch.kind)])
    except FileNotFoundError:
        return _columns_page(request, batch, [say_unreadable(Unreadable("file_gone"))])
    return redirect("import_detail", batch.code)


@require_safe
@for_members
def import_detail(request: Request, code: str) -> HttpResponse:
    """Show what an import would do, is doing, or did."""
    batch = get_import_for(request.actor, code)
    if batch.kind == "zip":
        return bundle_page(request, batch)
    job = latest_job_for(request.actor, code)
    if batch.state == ImportState.UPLOADED and job is None and batch.kind != "file":
        return redirect("import_columns", code)
    counts = import_counts(batch)
    show = _show(request, counts)
    page = Paginator(import_rows(batch, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "counts": counts,
        "wanted": counts[RowAction.CREATE] + counts[RowAction.CHANGE] - counts["done"],
        "page": page,
        "rows": shown_rows(request.actor, batch, page.object_list),
        "tabs": _tabs(code, counts, show),
        "show": show,
        "figures": figures(batch.state, counts),
        "row": job_row(job) if job and job.state != "done" else None,
        "may_restart": bool(job and job.may_restart),
        "can_undo": can_undo(batch) and not batch.part_of_id,
        "can_choose": bool(batch.stored) and not counts["done"],
        "whole": batch.part_of,
        "part_label": part_label(batch.kind),
        "hidden": _hidden(batch),
        "mapped": [column_label(batch.kind, name) for name in batch.places.values()],
    }
    return render(request, "exchange/import_detail.html", context | _names(batch.kind))


def _hidden(batch: Import) -> dict[str, int]:
    """How many rows and columns of the sheet are hidden in Excel, as long as it can still be put right."""
    rows, columns = (0, 0)
    if batch.outline and batch.stored:
        rows, columns = batch.outline[batch.sheet].get("hidden", (0, 0))
    return {"rows": rows, "columns": columns} if rows or columns else {}


def _show(request: Request, counts: dict[str, int]) -> str:
    """The rows to look at: those asked for, else those at fault, else the first that do something."""
    asked = request.GET.get("show", "")
    if asked in RowAction.values:
        return asked
    order = (RowAction.FAULT, RowAction.CREATE, RowAction.CHANGE, RowAction.SAME)
    return next((action.value for action in order if counts[action]), RowAction.CREATE.value)


def _tabs(code: str, counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    address = reverse("import_detail", args=[code])
    return [
        {
            "label": action.label,
            "url": f"{address}?show={action.value}",
            "current": action == show,
            "count": counts[action],
        }
        for action in TONES
        if counts[action]
    ]


def _whole(request: Request, code: str) -> Import:
    """An import that is not a part of another: parts are imported and undone together."""
    batch = get_import_for(request.actor, code)
    if batch.part_of_id:
        raise Http404
    return batch


@require_POST
@for_members
def import_run(request: Request, code: str) -> HttpResponse:
    """Import what was checked."""
    batch = _whole(request, code)
    if batch.state != ImportState.CHECKED:
        return redirect("import_detail", code)
    if batch.kind == "zip":
        return run_bundle(request, batch)
    counts = import_counts(batch)
    if counts[RowAction.CREATE] + counts[RowAction.CHANGE] > AT_ONCE:
        start_job(actor=request.actor, kind="import_run", subject=code, total=counts["create"] + counts["change"])
    else:
        run_import(actor=request.actor, batch=batch)
        messages.success(request, _("The rows were imported."))
    return redirect("import_detail", code)


@require_POST
@for_members
def import_undo(request: Request, code: str) -> HttpResponse:
    """Take an import back."""
    batch = _whole(request, code)
    done = import_counts(batch)["done"]
    if done > AT_ONCE and can_undo(batch):
        start_job(actor=request.actor, kind="import_undo", subject=code, total=done)
        return redirect("import_detail", code)
    try:
        undo_import(actor=request.actor, batch=batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The import was undone."))
    return redirect("import_detail", code)


@require_POST
@for_members
def import_discard(request: Request, code: str) -> HttpResponse:
    """Drop a file that was not imported."""
    batch = _whole(request, code)
    discard_import(actor=request.actor, batch=batch)
    messages.success(request, _("The file was removed; nothing was imported."))
    return redirect("bundle_new") if batch.kind == "zip" else redirect("import_new", batch.kind)


@require_safe
@for_members
def import_faults(request: Request, code: str) -> HttpResponse:
    """Download the rows at fault, each saying what is wrong with it."""
    batch = get_import_for(request.actor, code)
    if (
        batch.kind not in RECORDS
        or batch.state == ImportState.UNDONE
        or not batch.rows.filter(action=RowAction.FAULT).exists()
    ):
        raise Http404
    return download(fault_file(batch, fault_text), f"kyoso-mend-{code}.xlsx", TYPES["xlsx"])


def download(data: "bytes | File[Any]", name: str, media_type: str) -> HttpResponse:
    """Answer with a file that no cache keeps; one from the disk goes out in pieces."""
    answer = HttpResponse if isinstance(data, bytes) else FileResponse
    response = cast(HttpResponse, answer(data, content_type=media_type))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _known(kind: str) -> None:
    if kind not in NAMES:
        raise Http404


def _names(kind: str) -> dict[str, Any]:
    """How the kind is called on the page, and where its list is."""
    names = {
        "asset": (_("Our assets"), _("Import assets")),
        "need": (_("Our needs"), _("Import needs")),
        "profile": (_("Our organisation"), _("Import the profile")),
        "file": (pgettext("page", "Export"), _("Bring an export back")),
    }
    label, start = names[kind]
    begin = reverse("bundle_new") if kind == "file" else reverse("import_new", args=[kind])
    return {
        "list_label": label,
        "list_url": reverse(LISTS[kind]),
        "start": start,
        "start_url": begin,
        "detail": "organisation_detail" if kind == "profile" else f"{kind}_detail",
        "kind": kind,
    }
