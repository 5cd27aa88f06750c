"""Core or co-creation (A3): the board, what others see, the written rule, and what seems to give something away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.adapters import trade_words
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.queries import (
    VIEWS,
    board_columns,
    board_rows,
    count_undecided_for,
    current_rule_for,
    find_warnings_for,
    list_rules_for,
    preview_of_asset,
    preview_of_organisation,
)
from kyoso.apps.assets.services.decide_tier import Decided, decide_tiers
from kyoso.apps.assets.services.dismiss_warning import dismiss_warning
from kyoso.apps.assets.services.write_rule import approve_rule, can_write_rule, write_rule
from kyoso.apps.assets.web.forms import BoardFilterForm, RuleForm
from kyoso.apps.assets.web.shown import shown_in_words
from kyoso.apps.assets.web.tabs import asset_tabs
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import tiers_for
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.shared.locking import Conflict

COLUMN = 20
"""Assets of a column that are shown at once; the others are on its next pages."""

MOST_AT_ONCE = 200
PAGE = 20


@for_members
def board(request: Request) -> HttpResponse:
    """Show all assets in the columns of their tiers, to be sorted (A3)."""
    form = BoardFilterForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    kind, undecided = found.get("kind", ""), bool(found.get("undecided"))
    offered = {int(tier) for tier in tiers_for(request.actor)}
    pages = {
        int(tier): Paginator(board_rows(request.actor, tier=tier, kind=kind, undecided=undecided), COLUMN).get_page(
            request.GET.get(f"page{int(tier)}")
        )
        for tier in reversed(Tier)
    }
    rows = board_columns({tier: page.object_list for tier, page in pages.items()})
    context = {
        "asset_tabs": asset_tabs("board"),
        "form": form,
        "columns": [_column(tier, page, rows[tier]) for tier, page in pages.items()],
        "choices": [{"value": int(tier), "label": tier.label} for tier in Tier if int(tier) in offered],
        "total": sum(page.paginator.count for page in pages.values()),
        "undecided": count_undecided_for(request.actor),
        "narrowed": bool(kind or undecided),
        "rule": current_rule_for(request.actor),
        "here": request.get_full_path(),
    }
    return render(request, "assets/board.html", context)


@require_POST
@for_members
def board_decide(request: Request) -> HttpResponse:
    """Give the chosen assets a tier, or confirm what they have, and tell what became of each."""
    chosen = [pair for pair in map(_chosen, request.POST.getlist("asset")[:MOST_AT_ONCE]) if pair]
    tier = request.POST.get("tier", "")
    if not chosen:
        messages.warning(request, _("Choose at least one asset first."))
    elif tier not in map(str, Tier.values):
        messages.warning(request, _("Choose who may see them."))
    else:
        reason = request.POST.get("reason", "")
        _tell(request, decide_tiers(actor=request.actor, chosen=chosen, tier=int(tier), reason=reason), Tier(int(tier)))
    return redirect(_back(request))


@for_members
def board_warnings(request: Request) -> HttpResponse:
    """Show where an open text seems to give away a closed one; only of texts that the reader sees both."""
    context = {"warnings": find_warnings_for(request.actor, trade_words())}
    return render(request, "assets/_warnings.html" if request.htmx else "assets/board_warnings.html", context)


@require_POST
@for_members
def board_dismiss(request: Request) -> HttpResponse:
    """Set a warning aside."""
    dismiss_warning(actor=request.actor, opened=request.POST.get("opened", ""), closed=request.POST.get("closed", ""))
    if request.htmx:
        return board_warnings(request)
    messages.success(request, _("The warning was set aside. It returns when other words are shared."))
    return redirect("board_warnings")


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
    cards = [{"asset": row, "kind": AssetKind(row.category).label, "texts": shown_in_words(row)} for row in page]
    context = {"tabs": tabs, "page": page, "cards": cards, "view": view, "label": _views()[view]}
    return render(request, "assets/board_preview.html", context)


@for_members
def asset_preview(request: Request, code: str) -> HttpResponse:
    """Show one asset as a partner, the network and the public see it, side by side."""
    asset, seen = preview_of_asset(request.actor, code)
    views = [_seen(label, VIEWS[name], seen[name]) for name, label in _views().items()]
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


def _column(tier: int, page: Any, rows: list[Any]) -> dict[str, Any]:
    return {
        "tier": tier,
        "label": Tier(tier).label,
        "page": page,
        "name": f"page{tier}",
        "rows": [{"row": row, "kind": AssetKind(row.asset.category).label} for row in rows],
    }


def _chosen(value: str) -> tuple[str, int] | None:
    code, _colon, version = value.partition(":")
    is_good = code.isalnum() and len(code) <= 12 and version.isascii() and version.isdigit() and len(version) < 10
    return (code, int(version)) if is_good else None


def _tell(request: Request, results: list[Decided], tier: Tier) -> None:
    changed = sum(not one.refused for one in results)
    if changed:
        text = ngettext("%(number)d asset: %(tier)s.", "%(number)d assets: %(tier)s.", changed)
        messages.success(request, text % {"number": changed, "tier": tier.label})
    for one in results:
        if one.refused:
            messages.warning(request, f"{one.title or one.code}: {one.refused}")


def _back(request: Request) -> str:
    """Where the board stood: its filters and pages, and nothing else."""
    kept = {name: request.POST.get(name, "") for name in ("kind", "undecided", *(f"page{tier}" for tier in range(4)))}
    kept = {name: value for name, value in kept.items() if value}
    return f"{reverse('board')}?{urlencode(kept)}" if kept else reverse("board")


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
