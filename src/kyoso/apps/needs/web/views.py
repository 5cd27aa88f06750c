from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import history_of, tiers_for
from kyoso.apps.disclosure.services.access import log_view
from kyoso.apps.disclosure.web.guards import absent_as_404, for_members, hands_back
from kyoso.apps.disclosure.web.history import history_rows
from kyoso.apps.disclosure.web.tiered import initial_for, shown_texts
from kyoso.apps.files.web.section import files_section
from kyoso.apps.needs.enums import CloseReason, Direction, NeedStatus
from kyoso.apps.needs.queries import get_need_for, get_need_to_edit, list_own_needs
from kyoso.apps.needs.services.save_need import close_need, create_need, edit_need, publish_need
from kyoso.apps.needs.web.forms import NeedCloseForm, NeedFilterForm, NeedForm
from kyoso.shared.locking import Conflict

PAGE = 30
COLUMNS = ("direction", "partner_kinds", "source", "due")
TONES = {NeedStatus.DRAFT: "info", NeedStatus.PUBLISHED: "success", NeedStatus.CLOSED: "neutral"}


@for_members
def need_list(request: Request) -> HttpResponse:
    """List the needs of one's own organisation (C2)."""
    form = NeedFilterForm(request.GET)
    found: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found_rows = list_own_needs(
        request.actor,
        text=found.get("q", ""),
        status=found.get("status", ""),
        direction=found.get("direction", ""),
    )
    page = Paginator(found_rows, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"need": row, "status": NeedStatus(row.status).label, "tone": TONES[NeedStatus(row.status)]}
        for row in page.object_list
    ]
    context = {"form": form, "page": page, "rows": rows, "narrowed": any(found.values())}
    return render(request, "needs/_need_rows.html" if request.htmx else "needs/need_list.html", context)


@absent_as_404
def need_detail(request: Request, code: str) -> HttpResponse:
    """Show a need as the viewer may see it; a look at NDA content of others is logged (E2)."""
    need = get_need_for(request.actor, code)
    log_view(actor=request.actor, shown=need)
    is_own = need.owner_id == request.actor.organisation_id
    raw = get_need_to_edit(request.actor, code)[0] if is_own else None
    context = {
        "need": need,
        "is_own": is_own,
        "files": files_section(request, need),
        "raw": raw,
        "close_label": CloseReason(raw.close_reason).label if raw and raw.close_reason else "",
        "direction_label": Direction(need.category).label,
        "status_label": NeedStatus(need.status).label,
        "tone": TONES[NeedStatus(need.status)],
        "texts": shown_texts(need, NeedForm),
        "close_form": NeedCloseForm() if is_own else None,
    }
    return render(request, "needs/need_detail.html", context)


@for_members
def need_create(request: Request) -> HttpResponse:
    """State a need; it stays a draft until it is published (C2)."""
    tiers = tiers_for(request.actor)
    form = NeedForm(request.POST or None, tiers=tiers, initial={"tier": int(tiers[0])})
    if request.method == "POST" and form.is_valid():
        try:
            need = create_need(actor=request.actor, values=form.values())
        except ValidationError as error:
            form.add_errors(error)
        else:
            return _saved(request, need.code)
    return render(request, "needs/need_form.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@hands_back(NeedForm)
def need_edit(request: Request, code: str) -> HttpResponse:
    """Change a need; whoever saves second sees both texts and loses nothing."""
    need, opened = get_need_to_edit(request.actor, code)
    tiers = sorted({*tiers_for(request.actor), Tier(need.tier)})
    form = NeedForm(request.POST or None, tiers=tiers, open_texts=opened, initial=initial_for(need, opened, COLUMNS))
    differences = None
    if request.method == "POST" and form.is_valid():
        try:
            if form.has_newly_closed():
                raise Conflict(need)
            edit_need(actor=request.actor, code=code, version=form.cleaned_data["version"] or 0, values=form.values())
        except ValidationError as error:
            form.add_errors(error)
        except Conflict as conflict:
            differences = form.accept_version(conflict.current, initial_for(conflict.current, opened, COLUMNS))
        else:
            return _saved(request, code)
    context = {"form": form, "need": need, "differences": differences}
    status = 422 if form.errors else 409 if differences is not None or form.has_newly_closed() else 200
    return render(request, "needs/need_form.html", context, status=status)


def _saved(request: Request, code: str) -> HttpResponse:
    if request.POST.get("then") == "publish":
        return need_publish(request, code)
    messages.success(request, _("The need was saved."))
    return redirect("need_detail", code)


@require_POST
@for_members
def need_publish(request: Request, code: str) -> HttpResponse:
    """Show a need to those whom its tier admits."""
    try:
        publish_need(actor=request.actor, code=code)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("need_edit", code)
    messages.success(request, _("The need was published."))
    return redirect("need_detail", code)


@require_POST
@for_members
def need_close(request: Request, code: str) -> HttpResponse:
    """Close a need with a reason."""
    form = NeedCloseForm(request.POST)
    try:
        close_need(
            actor=request.actor,
            code=code,
            reason=form.data.get("reason", ""),
            note=form.data.get("note", "")[:1000],
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The need was closed."))
    return redirect("need_detail", code)


@absent_as_404
@for_members
def need_history(request: Request, code: str) -> HttpResponse:
    """Show the organisation's own people who changed what, as far as it is open to them (H2)."""
    record, _opened = get_need_to_edit(request.actor, code)
    context = {
        "record": get_need_for(request.actor, code),
        "record_url": reverse("need_detail", args=[code]),
        "rows": history_rows(history_of(request.actor, record), NeedForm),
    }
    return render(request, "disclosure/history.html", context)
