"""The interview (A1): questions of one kind of asset, answered bit by bit, and what becomes of the answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.assets.models import Answer, Interview
from kyoso.apps.assets.queries import answers_of, count_assets_from, get_interview_for, meanwhile_in, own_titles
from kyoso.apps.assets.question_file import Question, minutes_for, questions_of
from kyoso.apps.assets.rules.drafting import MOST_TITLES, Draft, make_draft
from kyoso.apps.assets.services.hold_interview import (
    discard_interview,
    finish_interview,
    save_answer,
    save_answers,
    set_readers,
    start_interview,
)
from kyoso.apps.assets.services.save_asset import create_from_interview
from kyoso.apps.assets.web.forms import AssetForm
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent, tiers_for
from kyoso.apps.disclosure.web.guards import for_members
from kyoso.shared.locking import Conflict
from kyoso.shared.text import clean_line

Fault = Conflict | ValidationError

STOP_ASKING = 286
"""What htmx takes as the end of asking again and again."""


@require_POST
@for_members
def interview_start(request: Request) -> HttpResponse:
    """Begin the questions about a kind of asset."""
    try:
        interview = start_interview(actor=request.actor, kind=request.POST.get("kind", ""))
    except ValidationError as error:
        raise Absent from error
    return redirect("interview_detail", interview.code)


@for_members
def interview_detail(request: Request, code: str) -> HttpResponse:
    """Ask the questions; answers are kept as one goes, and all at once by the buttons."""
    interview = get_interview_for(request.actor, code)
    faults: dict[str, Fault] = {}
    if request.method == "POST":
        given = {
            question.key: (request.POST[f"answer_{question.key}"], _number(request, f"version_{question.key}"))
            for question in questions_of(interview.kind)
            if f"answer_{question.key}" in request.POST
        }
        faults = save_answers(actor=request.actor, code=code, given=given)
        if not faults:
            return _go_on(request, interview)
    return _page(request, interview, faults)


@require_POST
@for_members
def interview_answer(request: Request, code: str, question: str) -> HttpResponse:
    """Keep one answer as soon as it is left, and say so beside it; two at once are both shown."""
    interview = get_interview_for(request.actor, code)
    asked = next((one for one in questions_of(interview.kind) if one.key == question), None)
    if asked is None:
        raise Absent
    text, version = request.POST.get(f"answer_{question}", ""), _number(request, f"version_{question}")
    fault: Fault | None = None
    try:
        save_answer(actor=request.actor, code=code, question=question, text=text, version=version)
    except (Conflict, ValidationError) as error:
        fault = error
    answers = answers_of(interview)
    row = _row(asked, answers.get(question), text, fault) | {"is_saved": fault is None}
    return render(request, "assets/_answer_saved.html", {"row": row, **_counted(interview, answers)})


@for_members
def interview_meanwhile(request: Request, code: str) -> HttpResponse:
    """Tell an open page what colleagues answered since; nothing to say is an empty answer."""
    known = _versions(request, "version_")
    try:
        found = meanwhile_in(request.actor, code, known | _versions(request, "seen_"))
    except Absent:
        return render(request, "assets/_interview_gone.html", status=STOP_ASKING)
    if not found.arrived:
        return HttpResponse(status=204)
    questions = questions_of(found.kind)
    numbers = {question.key: number for number, question in enumerate(questions, start=1)}
    rows = [
        {"arrived": one, "key": one.question, "number": numbers[one.question], "known": known.get(one.question, 1)}
        for one in found.arrived
        if one.question in numbers
    ]
    answered = sum(question.key in found.answered for question in questions)
    context = {"rows": rows, "answered": answered, "all": len(questions)}
    return render(request, "assets/_interview_meanwhile.html", context)


@for_members
def interview_draft(request: Request, code: str) -> HttpResponse:
    """Turn the answers into an asset: a form filled in, tiers proposed and explained."""
    interview = get_interview_for(request.actor, code)
    draft = _draft(request, interview)
    more = [title for title in request.POST.getlist("more") if clean_line(title)]
    form = AssetForm(request.POST or None, tiers=tiers_for(request.actor), initial=_initial(interview, draft))
    if request.method == "POST" and form.is_valid():
        try:
            _asset, number = create_from_interview(
                actor=request.actor, interview=interview, values=form.values(), more=more[:MOST_TITLES]
            )
        except ValidationError as error:
            form.add_errors(error)
        else:
            text = ngettext("%(number)d asset was made of the answers.", "%(number)d assets were made.", number)
            messages.success(request, text % {"number": number})
            return redirect("stock_overview")
    context = {
        "form": form,
        "interview": interview,
        "draft": draft,
        "kind_label": AssetKind(interview.kind).label,
        "others": [{"title": title, "checked": not form.is_bound or title in more} for title in draft.titles[1:]],
        "known": own_titles(request.actor, draft.titles),
    }
    return render(request, "assets/interview_draft.html", context, status=422 if form.errors else 200)


@require_POST
@for_members
def interview_finish(request: Request, code: str) -> HttpResponse:
    """Put the questions away; the answers stay to be read."""
    finish_interview(actor=request.actor, code=code)
    messages.success(request, _("The questions are done. The answers stay where they are."))
    return redirect("stock_overview")


@require_POST
@for_members
def interview_discard(request: Request, code: str) -> HttpResponse:
    """Throw the answers away."""
    discard_interview(actor=request.actor, code=code)
    messages.success(request, _("The answers were thrown away. Assets made from them stay."))
    return redirect("stock_overview")


@require_POST
@for_members
def interview_readers(request: Request, code: str) -> HttpResponse:
    """Say who in the organisation reads the answers."""
    wanted = _number(request, "tier", -1)
    if wanted not in Tier.values:
        raise PermissionDenied
    set_readers(actor=request.actor, code=code, tier=wanted)
    return redirect("interview_detail", code)


def _go_on(request: Request, interview: Interview) -> HttpResponse:
    then = request.POST.get("then")
    if then == "draft":
        return redirect("interview_draft", interview.code)
    messages.success(request, _("Your answers were saved. Go on whenever you like."))
    return redirect("stock_overview") if then == "pause" else redirect("interview_detail", interview.code)


def _page(request: Request, interview: Interview, faults: dict[str, Fault]) -> HttpResponse:
    answers = answers_of(interview)
    questions = questions_of(interview.kind)
    rows = [
        _row(one, answers.get(one.key), request.POST.get(f"answer_{one.key}"), faults.get(one.key)) for one in questions
    ]
    conflicts = any(isinstance(fault, Conflict) for fault in faults.values())
    context = {
        "interview": interview,
        "kind_label": AssetKind(interview.kind).label,
        "rows": rows,
        **_counted(interview, answers),
        "minutes": minutes_for(len(questions)),
        "has_faults": bool(faults),
        "assets_made": count_assets_from(interview),
        "is_for_managers": interview.tier == Tier.CORE,
    }
    return render(request, "assets/interview_detail.html", context, status=409 if conflicts else 422 if faults else 200)


def _counted(interview: Interview, answers: dict[str, Answer]) -> dict[str, int]:
    questions = questions_of(interview.kind)
    return {
        "answered": sum(bool(answers[one.key].text) for one in questions if one.key in answers),
        "all": len(questions),
    }


def _row(
    asked: Question, answer: Answer | None, typed: str | None = None, fault: Fault | None = None
) -> dict[str, Any]:
    """What the page shows of a question: the words kept, those typed, and what keeps them apart."""
    saved = answer.text if answer else ""
    is_conflict = isinstance(fault, Conflict)
    return {
        "question": asked,
        "saved": saved,
        "text": typed if fault is not None and typed is not None else saved,
        "version": answer.version if answer else 1,
        "by": answer.written_by if answer and saved else None,
        "at": answer.updated_at if answer and saved else None,
        "theirs": saved if is_conflict else None,
        "is_conflict": is_conflict,
        "errors": fault.messages if isinstance(fault, ValidationError) else [],
    }


def _draft(request: Request, interview: Interview) -> Draft:
    answers = answers_of(interview)
    given = [
        (question.into, answers[question.key].text)
        for question in questions_of(interview.kind)
        if question.key in answers
    ]
    floor = Tier.CORE if interview.tier == Tier.CORE else Tier.NETWORK
    return make_draft(interview.kind, given, tiers_for(request.actor), floor)


def _initial(interview: Interview, draft: Draft) -> dict[str, Any]:
    return {
        "kind": interview.kind,
        "title": draft.titles[0][:120] if draft.titles else "",
        "tier": int(draft.tier),
        **draft.texts,
        **{f"tier_{name}": int(tier) for name, tier in draft.field_tiers.items()},
    }


def _versions(request: Request, prefix: str) -> dict[str, int]:
    """What a page says that it shows, or has said already, of each question."""
    sent = {name.removeprefix(prefix): request.GET.get(name, "") for name in request.GET if name.startswith(prefix)}
    return {name: int(value) for name, value in sent.items() if value.isascii() and value.isdigit() and len(value) < 10}


def _number(request: Request, name: str, default: int = 1) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else default
