"""The owner's page of a record's files: add, caption, order, replace, delete; for others, a plain list of them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import clearance_for
from kyoso.apps.disclosure.web.guards import absent_as_404, for_members
from kyoso.apps.files.enums import EXTENSIONS, MediaType
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import get_file_to_edit, get_record_for, get_record_of, get_record_to_fill
from kyoso.apps.files.rules import MEGABYTE, tiers_to_give
from kyoso.apps.files.services.add_file import add_file, replace_file
from kyoso.apps.files.services.edit_file import delete_file, edit_file, move_file
from kyoso.apps.files.web.forms import FileForm, TierForm
from kyoso.apps.files.web.section import files_section
from kyoso.apps.files.web.uploads import takes_files
from kyoso.shared.locking import Conflict

Fault = tuple[str, str]
STEPS = {"up": -1, "down": 1}
UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@absent_as_404
def file_list(request: Request, kind: str, code: str) -> HttpResponse:
    """Show the files of a record as the viewer may see them; its owner's people change them here."""
    return _list_page(request, get_record_for(request.actor, kind, code))


@require_POST
@takes_files
@for_members
def file_add(request: Request, kind: str, code: str) -> HttpResponse:
    """Add one or several files; those at fault are named, and keep none of the others out."""
    record = get_record_to_fill(request.actor, kind, code)
    form, faults, added = TierForm(request.POST, **_tiers(request, record)), _upload_faults(request), 0
    if not form.is_valid():
        return _list_page(request, record, form=None if faults else form, faults=faults)
    for upload in request.FILES.getlist("files"):
        try:
            add_file(actor=request.actor, kind=kind, code=code, upload=upload, tier=form.cleaned_data["tier"])
            added += 1
        except ValidationError as fault:
            faults.append((upload.name or "", " ".join(fault.messages)))
    if not added and not faults:
        faults.append(("", _("Choose at least one file.")))
    notice = ngettext("%(n)s file was added.", "%(n)s files were added.", added) % {"n": added} if added else ""
    if faults or request.htmx:
        return _list_page(request, record, faults=faults, notice=notice)
    messages.success(request, notice)
    return redirect("file_list", kind, code)


@for_members
def file_edit(request: Request, code: str) -> HttpResponse:
    """Change caption and tier; whoever saves second sees what was saved first."""
    file = get_file_to_edit(request.actor, code)
    record = get_record_of(request.actor, file)
    form = _file_form(request, record, file)
    if request.method == "POST" and form.is_valid():
        try:
            edit_file(actor=request.actor, code=code, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        except Conflict:
            form.see_version(file.version)
            return _edit_page(request, record, file, form, has_conflict=True)
        else:
            messages.success(request, _("The file was saved."))
            return redirect("file_list", record.kind, record.code)
    return _edit_page(request, record, file, form)


@require_POST
@takes_files
@for_members
def file_replace(request: Request, code: str) -> HttpResponse:
    """Put another file in its place; address, caption and tier stay."""
    file = get_file_to_edit(request.actor, code)
    record = get_record_of(request.actor, file)
    faults, upload = _upload_faults(request), request.FILES.get("file")
    if upload is not None:
        try:
            replace_file(actor=request.actor, code=code, upload=upload)
        except ValidationError as fault:
            faults.append((upload.name or "", " ".join(fault.messages)))
        else:
            messages.success(request, _("The file was replaced."))
            return redirect("file_list", record.kind, record.code)
    faults = faults or [("", _("Choose a file."))]
    return _edit_page(request, record, file, _file_form(request, record, file, bound=False), faults=faults)


@require_POST
@for_members
def file_move(request: Request, code: str) -> HttpResponse:
    """Move a file up or down by one place."""
    file = move_file(actor=request.actor, code=code, step=STEPS.get(request.POST.get("step", ""), 0))
    record = get_record_of(request.actor, file)
    if request.htmx:
        return _list_page(request, record)
    return redirect(reverse("file_list", args=[record.kind, record.code]) + f"#file-{code}")


@for_members
def file_delete(request: Request, code: str) -> HttpResponse:
    """Ask, and then take a file away for good."""
    file = get_file_to_edit(request.actor, code)
    record = get_record_of(request.actor, file)
    if request.method != "POST":
        return render(request, "files/file_delete.html", _names(record) | {"file": file})
    delete_file(actor=request.actor, code=code)
    messages.success(request, _("The file was deleted."))
    return redirect("file_list", record.kind, record.code)


# Pages


def _list_page(
    request: Request,
    record: Projection,
    form: TierForm | None = None,
    faults: list[Fault] | None = None,
    notice: str = "",
) -> HttpResponse:
    section = files_section(request, record)
    context = _names(record) | {"files": section, "faults": faults or [], "notice": notice}
    if section["can_edit"]:
        context |= {"form": form or TierForm(**_tiers(request, record))} | limits()
    if request.htmx:
        return render(request, "files/_manage.html", context)
    status = UNPROCESSABLE if faults or (form and form.errors) else 200
    return render(request, "files/file_list.html", context, status=status)


def _edit_page(
    request: Request,
    record: Projection,
    file: File,
    form: FileForm,
    *,
    faults: list[Fault] | None = None,
    has_conflict: bool = False,
) -> HttpResponse:
    context = _names(record) | {"file": file, "form": form, "faults": faults or [], "conflict": has_conflict} | limits()
    status = CONFLICT if has_conflict else UNPROCESSABLE if faults or form.errors else 200
    return render(request, "files/file_form.html", context, status=status)


def _names(record: Projection) -> dict[str, Any]:
    return {"record": record, "record_url": reverse(f"{record.kind}_detail", args=[record.code])}


def limits() -> dict[str, Any]:
    """Return what pages say of the limits, and what a browser should offer to choose from."""
    endings = [*(ending for kind in MediaType for ending in EXTENSIONS[kind]), ".gif"]
    return {
        "limit": settings.FILE_BYTES,
        "limit_mb": settings.FILE_BYTES // MEGABYTE,
        "accept": ",".join(["image/jpeg", "image/png", "image/webp", "image/gif", *endings]),
    }


def _tiers(request: Request, record: Projection) -> dict[str, Any]:
    seen = clearance_for(request.actor).tier_for(record.owner_id, (record.kind, record.record_id))
    return {"tiers": tiers_to_give(request.actor, seen, record.record_tier), "record_tier": record.record_tier}


def _file_form(request: Request, record: Projection, file: File, *, bound: bool = True) -> FileForm:
    """Offers what the file has now besides what the person may give."""
    given = _tiers(request, record) | {"kept": file.tier}
    given["tiers"] = sorted({*given["tiers"], file.shown_tier})
    initial = {"caption": file.caption, "tier": file.tier, "version": file.version}
    return FileForm(request.POST if bound and request.method == "POST" else None, initial=initial, **given)


def _upload_faults(request: Request) -> list[Fault]:
    return list(request.upload_faults)  # type: ignore[attr-defined]
