"""Taking stock (A1): how far one has come, quick entry, and words that the bridge proposes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.registries import industry_label
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.adapters import propose
from kyoso.apps.assets.enums import AssetKind, Part, TechnologyField
from kyoso.apps.assets.models import Interview
from kyoso.apps.assets.queries import (
    count_kinds_for,
    count_undecided_for,
    current_rule_for,
    list_interviews_for,
    list_passed_assets,
    similar_firms_have,
)
from kyoso.apps.assets.question_file import minutes_for, questions_of
from kyoso.apps.assets.rules.drafting import propose_tier, split_titles
from kyoso.apps.assets.rules.progress import WANTED, KindCount, NextStep, easiest_first, next_step
from kyoso.apps.assets.services.save_asset import create_assets
from kyoso.apps.assets.web.forms import QuickForm
from kyoso.apps.assets.web.tabs import asset_tabs
from kyoso.apps.disclosure.queries import tiers_for
from kyoso.apps.disclosure.web.guards import for_members


@for_members
def stock_overview(request: Request) -> HttpResponse:
    """Show how far the stock-taking has come, kind by kind, and the one next step (A1)."""
    counts = count_kinds_for(request.actor)
    interviews = list_interviews_for(request.actor)
    passed = list_passed_assets(request.actor)
    under_way = [one for one in interviews if one.finished_at is None]
    step = next_step(
        counts,
        open_kinds=[one.kind for one in under_way],
        passed=len(passed),
        undecided=count_undecided_for(request.actor),
        has_rule=current_rule_for(request.actor) is not None,
    )
    usable = sum(one.usable for one in counts)
    context = {
        "asset_tabs": asset_tabs("stock_overview"),
        "kinds": [_kind_row(one, interviews) for one in easiest_first(counts)],
        "total": sum(one.total for one in counts),
        "usable": usable,
        "wanted": WANTED,
        "minutes": _minutes_left(counts, usable),
        "passed": passed,
        "step": _step(step, under_way),
        "similar": _similar(request, counts),
    }
    return render(request, "assets/stock_overview.html", context)


@for_members
def stock_quick(request: Request) -> HttpResponse:
    """Enter several assets by their names alone; the rest follows (A1)."""
    tiers = tiers_for(request.actor)
    initial = {"tier": int(propose_tier(tiers)), "kind": request.GET.get("kind")}
    form = QuickForm(request.POST or None, tiers=tiers, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made, known = create_assets(
                actor=request.actor,
                titles=split_titles(values["titles"]),
                kind=values["kind"],
                tier=values["tier"],
            )
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                form.add_error(name if name in form.fields else None, texts)
        else:
            _tell(request, len(made), len(known))
            return redirect(f"{reverse('asset_list')}?kind={values['kind']}")
    return render(request, "assets/stock_quick.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@for_members
def stock_suggest(request: Request) -> HttpResponse:
    """Propose words of the bridge for what is being typed; sent by POST, so that no log holds what was typed (A4)."""
    text = request.POST.get("title", "") + "\n" + request.POST.get("summary", "")
    proposals = [
        {
            "proposal": one,
            "uses": [{"industry": industry_label(code), "text": use} for code, use in one.uses[:3]],
            "field": TechnologyField(one.field).label if one.field in TechnologyField.values else "",
        }
        for one in propose(text.strip())
    ]
    return render(request, "assets/_suggestions.html", {"proposals": proposals})


def _tell(request: Request, made: int, known: int) -> None:
    if made:
        text = ngettext("%(number)d asset was added.", "%(number)d assets were added.", made)
        messages.success(request, text % {"number": made})
    if known:
        text = ngettext(
            "%(number)d name was there already and was left out.",
            "%(number)d names were there already and were left out.",
            known,
        )
        messages.info(request, text % {"number": known})


def _kind_row(count: KindCount, interviews: list[Interview]) -> dict[str, Any]:
    own = [one for one in interviews if one.kind == count.kind]
    under_way = next((one for one in own if one.finished_at is None), None)
    questions = questions_of(count.kind)
    return {
        "count": count,
        "label": AssetKind(count.kind).label,
        "missing": [
            {"part": part, "label": Part(part).label, "number": number} for part, number in count.missing.items()
        ],
        "under_way": under_way,
        "answered": getattr(under_way, "answered", 0),
        "earlier": next((one for one in own if one.finished_at is not None), None),
        "questions": len(questions),
        "minutes": minutes_for(len(questions)),
    }


def _minutes_left(counts: list[KindCount], usable: int) -> int:
    """An interview gives an asset or two: the time for as many interviews as usable assets are wanting."""
    wanting = max(0, WANTED - usable)
    return wanting * minutes_for(len(questions_of(counts[0].kind))) if wanting else 0


def _step(step: NextStep, under_way: list[Interview]) -> dict[str, Any]:
    """The next step in words, with where it leads; `kind` where an interview is to be begun."""
    kind = AssetKind(step.kind).label if step.kind else ""
    listed = reverse("asset_list")
    words = {
        "resume": (_("Go on with the questions that you left"), _("Go on")),
        "renew": (_("Renew the idle capacity whose period is over, or put it away"), _("Show it")),
        "begin": (_("Answer a few questions: %(kind)s") % {"kind": kind}, _("Begin")),
        "complete": (
            _("Add what is missing to “%(kind)s”: %(part)s")
            % {"kind": kind, "part": Part(step.part).label if step.part else ""},
            _("Show them"),
        ),
        "decide": (_("Decide who may see each asset"), _("Open the board")),
        "rule": (_("Write down what you open and what you keep"), _("Write the rule")),
        "done": (_("The inventory is complete. See who needs what you have"), _("Show our assets")),
    }
    urls = {
        "resume": reverse("interview_detail", args=[under_way[0].code]) if under_way else "",
        "renew": f"{listed}?status=passed",
        "complete": f"{listed}?kind={step.kind}&missing={step.part}",
        "decide": f"{reverse('board')}?undecided=1",
        "rule": reverse("opening_rule"),
        "done": listed,
    }
    text, label = words[step.what]
    return {"text": text, "label": label, "url": urls.get(step.what, ""), "kind": step.kind}


def _similar(request: Request, counts: list[KindCount]) -> dict[str, Any]:
    found = similar_firms_have(request.actor)
    own = {one.kind for one in counts if one.total}
    rows = [
        {
            "kind": AssetKind(one.kind).label,
            "field": TechnologyField(one.field).label if one.field else "",
            "organisations": one.organisations,
            "is_own": one.kind in own,
        }
        for one in found.had
    ]
    return {"industry": industry_label(found.industry), "rows": rows}
