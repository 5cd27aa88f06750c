"""What others see of the inventory, and the written rule of what the firm opens (A3)."""

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
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.queries import VIEWS, list_rules_for, preview_files, preview_of_asset, preview_of_organisation
from kyoso.apps.assets.services.write_rule import approve_rule, can_write_rule, write_rule
from kyoso.apps.assets.web.forms import RuleForm
from kyoso.apps.assets.web.shown import shown_in_words
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.shared.locking import Conflict

PAGE = 20


@for_members
def board_preview(request: Request) -> HttpResponse:
    """Show the whole organisation's assets exactly as a partner, the network or the public sees them."""
    view = request.GET.get("as", "public")
    view = view if view in VIEWS else "public"
    page = Paginator(preview_of_organisation(request.actor, view), PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"label": label, "url": f"{reverse('board_preview')}?as={name}", "current": name == view}
        for name, label in _views().items()
    ]
    files = preview_files(request.actor, view, [row.record_id for row in page])
    cards = [
        {
            "asset": row,
            "kind": AssetKind(row.category).label,
            "texts": shown_in_words(row),
            "files": files.get(row.record_id, []),
        }
        for row in page
    ]
    context = {"tabs": tabs, "page": page, "cards": cards, "view": view, "label": _views()[view]}
    return render(request, "assets/board_preview.html", context)


@for_members
def asset_preview(request: Request, code: str) -> HttpResponse:
    """Show one asset as a partner, the network and the public see it, side by side."""
    asset, seen = preview_of_asset(request.actor, code)
    views = [
        _seen(label, VIEWS[name], seen[name])
        | {"files": preview_files(request.actor, name, [asset.record_id]).get(asset.record_id, [])}
        for name, label in _views().items()
    ]
    return render(request, "assets/asset_preview.html", {"asset": asset, "views": views})


@for_members
def opening_rule(request: Request) -> HttpResponse:
    """Show and write the organisation's rule of what it opens; a changed rule waits for approval again."""
    rules = list_rules_for(request.actor)
    current = rules[0] if rules else None
    may_write = can_write_rule(request.actor)
    initial = {"text": current.text if current else _proposal(), "seen": current.number if current else 0}
    form = RuleForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            write_rule(actor=request.actor, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"] or 0)
        except ValidationError as error:
            form.add_error("text", error.message_dict["text"])
        except Conflict as conflict:
            theirs = conflict.current
            form = _with_version(form, theirs.number)
        else:
            messages.success(request, _("The rule was saved."))
            return redirect("opening_rule")
    context = {
        "form": form if may_write else None,
        "current": current,
        "earlier": rules[1:],
        "theirs": theirs,
        "may_approve": request.actor.is_manager,
        "is_writing": request.method == "POST" or "edit" in request.GET or current is None,
    }
    return render(request, "assets/opening_rule.html", context, status=422 if form.errors else 409 if theirs else 200)


@require_POST
@for_members
def opening_rule_approve(request: Request) -> HttpResponse:
    """Approve the rule as it stands."""
    number = request.POST.get("number", "")
    try:
        approve_rule(actor=request.actor, number=int(number) if number.isascii() and number.isdigit() else 0)
    except Conflict:
        messages.warning(request, _("The rule was changed meanwhile. Read it again before you approve it."))
    else:
        messages.success(request, _("The rule is approved."))
    return redirect("opening_rule")


def _views() -> dict[str, str]:
    return {"partner": _("A partner under NDA"), "network": _("The network"), "public": _("The public")}


def _seen(label: str, tier: Tier, shown: Projection | None) -> dict[str, Any]:
    return {"label": label, "tier": tier, "asset": shown, "texts": shown_in_words(shown) if shown else []}


def _with_version(form: RuleForm, number: int) -> RuleForm:
    """The same words over the version written meanwhile: saving again then replaces it knowingly."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = number
    return RuleForm(data)


def _proposal() -> str:
    """What many firms could begin with."""
    return _(
        "1. Open to everybody: what we make, for whom, and what customers thank us for.\n"
        "2. Open to the network: what we can do, without figures and without names of customers.\n"
        "3. After an NDA: figures, evidence, prices, free capacity. The NDA is signed before the talk, not after it.\n"
        "4. Never: what keeps us ahead although we are small - recipes, settings, tools of our own making, lists of "
        "customers.\n"
        "5. The lead proposes, the owner decides. When in doubt, the stricter tier holds until the next meeting.\n"
        "6. We go through this list once a year, and whenever somebody asks for more than it allows."
    )
