"""Core or co-creation (A3): the board, where many assets are sorted, and what seems to give something away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
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
    MOST_AT_ONCE,
    BoardRow,
    Filter,
    board_columns,
    choose_all_for,
    count_columns_for,
    count_decided_for,
    current_rule_for,
    find_warnings_for,
    last_decision_of,
    next_on_board,
)
from kyoso.apps.assets.services.decide_tier import Decided, decide_tiers, undo_decisions
from kyoso.apps.assets.services.dismiss_warning import dismiss_warning
from kyoso.apps.assets.web.forms import BoardFilterForm, BulkForm
from kyoso.apps.assets.web.tabs import asset_tabs
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import tiers_for
from kyoso.apps.disclosure.web.guards import for_members

COLUMN = 20
"""Assets of a column that are shown at first."""

MORE = 40
"""Assets that are shown more of it at a time."""

REFUSALS = 5
"""Refused assets that are told of by name."""

Told = list[tuple[str, str]]
"""What became of a decision: the tone of each sentence, and the sentence."""


@for_members
def board(request: Request) -> HttpResponse:
    """Show all assets in the columns of their tiers, to be sorted (A3)."""
    if request.htmx and request.GET.get("column"):
        return _more(request)
    context = _board(request, request.GET) | {
        "asset_tabs": asset_tabs("board"),
        "form": BoardFilterForm(request.GET),
        "rule": current_rule_for(request.actor),
    }
    return render(request, "assets/board.html", context)


@require_POST
@for_members
def board_decide(request: Request) -> HttpResponse:
    """Give the chosen assets a tier, or confirm what they have, and tell what became of each."""
    chosen = [pair for pair in map(_chosen, request.POST.getlist("asset")[:MOST_AT_ONCE]) if pair]
    tier = request.POST.get("tier", "")
    if not chosen:
        return _answer(request, [("warning", _("Choose at least one asset first."))])
    if tier not in map(str, Tier.values):
        return _answer(request, [("warning", _("Choose who may see them."))])
    after = next_on_board(request.actor, _filter(request.POST), {code for code, _version in chosen})
    results = decide_tiers(actor=request.actor, chosen=chosen, tier=int(tier), reason=request.POST.get("reason", ""))
    return _answer(request, _tell(results, Tier(int(tier))), after)


@for_members
def board_all(request: Request) -> HttpResponse:
    """Decide about all assets of a filter at one go: the number is stated, and confirmed by sending the form."""
    sent = request.POST or request.GET
    filters, column = BoardFilterForm(sent), _tier(sent.get("column", ""))
    choice = choose_all_for(request.actor, _filter(sent), column) if filters.is_valid() else None
    if choice is None or not choice.rows:
        messages.warning(request, _("No asset fits these filters"))
        return redirect("board")
    form = BulkForm(request.POST or None, tiers=tiers_for(request.actor))
    is_same = request.POST.get("mark") == choice.mark
    if request.method == "POST" and form.is_valid() and is_same:
        tier, reason = form.cleaned_data["tier"], form.cleaned_data["reason"]
        return _answer(
            request, _tell(decide_tiers(actor=request.actor, chosen=choice.pairs, tier=tier, reason=reason), tier)
        )
    context = {
        "form": form,
        "choice": choice,
        "number": len(choice.rows),
        "now": _spread(row.record_tier for row in choice.rows),
        "narrowed": _in_words(filters, column),
        "kept": _kept(sent) | ({"column": column} if column is not None else {}),
        "back": _address(_kept(sent)),
        "is_changed": request.method == "POST" and not is_same,
    }
    status = 422 if form.errors else 409 if context["is_changed"] else 200
    return render(request, "assets/board_all.html", context, status=status)


@require_POST
@for_members
def board_undo(request: Request) -> HttpResponse:
    """Take one's last decision back."""
    results = undo_decisions(actor=request.actor, batch=request.POST.get("batch", ""))
    done = [one for one in results if not one.refused]
    text = ngettext("%(number)d decision was taken back.", "%(number)d decisions were taken back.", len(done))
    told: Told = [("success", text % {"number": len(done)})] if done else []
    return _answer(request, told + _refused(results), done[0].code if done else "")


@for_members
def board_warnings(request: Request) -> HttpResponse:
    """Show where open texts seem to give closed ones away; only of texts that the reader sees both."""
    context = {"warnings": find_warnings_for(request.actor, trade_words())}
    return render(request, "assets/_warnings_line.html" if request.htmx else "assets/board_warnings.html", context)


@require_POST
@for_members
def board_dismiss(request: Request) -> HttpResponse:
    """Set a warning aside, with all pairs of assets that it is about."""
    dismiss_warning(actor=request.actor, mark=request.POST.get("mark", ""))
    text = _("The warning was set aside. It returns when other words are shared.")
    if request.htmx:
        context = {"warnings": find_warnings_for(request.actor, trade_words()), "told": text}
        return render(request, "assets/_warnings.html", context)
    messages.success(request, text)
    return redirect("board_warnings")


def _board(request: Request, sent: QueryDict) -> dict[str, Any]:
    """What the columns and the bar beneath them show."""
    chosen, counts = _filter(sent), count_columns_for(request.actor, _filter(sent))
    shown = {int(tier): _shown(sent, int(tier)) for tier in reversed(Tier)}
    rows = board_columns(request.actor, chosen, {tier: slice(0, upto) for tier, upto in shown.items()})
    decided, everything = count_decided_for(request.actor)
    offered = tiers_for(request.actor)
    kept = _kept(sent)
    return {
        "columns": [_column(kept, tier, rows[tier], 0, counts[tier]) for tier in shown],
        "choices": [
            {"value": int(tier), "label": tier.label, "key": number}
            for number, tier in enumerate(reversed(offered), start=1)
        ],
        "total": sum(counts.values()),
        "decided": decided,
        "undecided": everything - decided,
        "everything": everything,
        "narrowed": chosen != Filter(),
        "kept": kept,
        "all_url": f"{reverse('board_all')}?{urlencode(_only_filters(kept))}",
        "undo": _undo(request),
    }


def _more(request: Request) -> HttpResponse:
    """The next cards of one column alone, so that what is chosen stays chosen."""
    tier, kept = _tier(request.GET["column"]), _kept(request.GET)
    if tier is None:
        return redirect("board")
    first, upto = int(_shown(request.GET, tier, "from")), _shown(request.GET, tier)
    rows = board_columns(request.actor, _filter(request.GET), {tier: slice(first, upto)})[tier]
    total = count_columns_for(request.actor, _filter(request.GET))[tier]
    column = _column(kept, tier, rows, first, total)
    return render(request, "assets/_board_more.html", {"column": column, "focus": column["first"]})


def _answer(request: Request, told: Told, after: str = "") -> HttpResponse:
    """Go on where one was: at the next asset, with what became of the last ones said beside it."""
    if request.htmx:
        context = _board(request, request.POST) | {"told": told, "focus": after}
        return render(request, "assets/_board_answer.html", context)
    for tone, text in told:
        messages.add_message(request, messages.SUCCESS if tone == "success" else messages.WARNING, text)
    return redirect(_address(_kept(request.POST)) + (f"#asset_{after}" if after else ""))


def _column(kept: dict[str, str], tier: int, rows: list[BoardRow], first: int, total: int) -> dict[str, Any]:
    upto, name = first + len(rows), f"show{tier}"
    more = min(MORE, total - upto, MOST_AT_ONCE - upto)
    new = kept | {name: str(upto + MORE)}
    return {
        "tier": tier,
        "label": Tier(tier).label,
        "total": total,
        "rows": [{"row": row, "kind": AssetKind(row.asset.category).label} for row in rows],
        "first": rows[0].asset.code if rows else "",
        "last": rows[-1].asset.code if rows else "",
        "name": name,
        "shown": upto,
        "more": max(more, 0),
        "left": total - upto,
        "more_url": f"{_address(new)}#asset_{rows[-1].asset.code}" if rows else "",
        "more_cards": f"{_address(new)}&{urlencode({'column': tier, f'from{tier}': upto})}",
        "all_url": f"{reverse('board_all')}?{urlencode(_only_filters(kept) | {'column': str(tier)})}",
    }


def _filter(sent: QueryDict) -> Filter:
    form = BoardFilterForm(sent)
    found = form.cleaned_data if form.is_valid() else {}
    return Filter(found.get("q", ""), found.get("kind", ""), found.get("field", ""), bool(found.get("undecided")))


def _in_words(form: BoardFilterForm, column: int | None) -> list[tuple[str, str]]:
    """The filters that narrow the choice, as their labels and words."""
    rows = []
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        if value:
            choices = dict(getattr(bound.field, "choices", []))
            rows.append((str(bound.label), str(choices.get(value, value))))
    return rows + ([(_("Who may see it"), str(Tier(column).label))] if column is not None else [])


def _spread(tiers: Any) -> list[tuple[int, int]]:
    counted = list(tiers)
    return [(int(tier), counted.count(int(tier))) for tier in reversed(Tier) if int(tier) in counted]


def _shown(sent: QueryDict, tier: int, name: str = "show") -> int:
    """How many cards of a column are shown."""
    value = sent.get(f"{name}{tier}", "")
    is_good = value.isascii() and value.isdigit() and len(value) < 5
    return min(max(int(value) if is_good else COLUMN, COLUMN), MOST_AT_ONCE)


def _tier(value: str) -> int | None:
    return int(value) if value in map(str, Tier.values) else None


def _chosen(value: str) -> tuple[str, int] | None:
    code, _colon, version = value.partition(":")
    is_good = code.isalnum() and len(code) <= 12 and version.isascii() and version.isdigit() and len(version) < 10
    return (code, int(version)) if is_good else None


def _tell(results: list[Decided], tier: Tier) -> Told:
    changed = sum(not one.refused for one in results)
    text = ngettext("%(number)d asset: %(tier)s.", "%(number)d assets: %(tier)s.", changed)
    told: Told = [("success", text % {"number": changed, "tier": tier.label})] if changed else []
    return told + _refused(results)


def _refused(results: list[Decided]) -> Told:
    """The first few that were refused by name, the others by their number."""
    refused = [one for one in results if one.refused]
    told: Told = [("warning", f"{one.title or one.code}: {one.refused}") for one in refused[:REFUSALS]]
    left = len(refused) - REFUSALS
    if left > 0:
        text = ngettext("%(number)d more was refused.", "%(number)d more were refused.", left)
        told.append(("warning", text % {"number": left}))
    return told


def _undo(request: Request) -> dict[str, Any] | None:
    last = last_decision_of(request.actor)
    if last is None:
        return None
    text = ngettext("Take back: %(number)d asset, %(tier)s", "Take back: %(number)d assets, %(tier)s", last.number)
    return {"batch": last.batch, "text": text % {"number": last.number, "tier": Tier(last.tier).label}}


def _kept(sent: QueryDict) -> dict[str, str]:
    """Where the board stands: its filters and how much it shows, and nothing else."""
    names = ("q", "kind", "field", "undecided", *(f"show{tier}" for tier in range(4)))
    return {name: value for name in names if (value := sent.get(name, ""))}


def _only_filters(kept: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in kept.items() if not name.startswith("show")}


def _address(kept: dict[str, str]) -> str:
    return f"{reverse('board')}?{urlencode(kept)}" if kept else reverse("board")
