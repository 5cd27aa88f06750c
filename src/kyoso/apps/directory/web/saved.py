from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.web.guards import for_people
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.directory.services.find_records import FACETS
from kyoso.apps.directory.services.keep_search import ask_for_mail, mark_seen, remove_search, save_search
from kyoso.apps.directory.services.list_searches import count_news, list_kept_searches
from kyoso.apps.directory.services.tell_news import TOPIC
from kyoso.apps.directory.web.views import chosen_kind, chosen_text
from kyoso.apps.notifications.queries import get_frequency_for


@for_people
def saved_searches(request: Request) -> HttpResponse:
    """Show what a person keeps looking for, and how much of it is new (D1)."""
    searches = list_kept_searches(request.actor)
    context = {"searches": searches, "frequency": get_frequency_for(request.actor, TOPIC) if searches else None}
    return render(request, "directory/saved_searches.html", context)


@for_people
def saved_searches_news(request: Request) -> HttpResponse:
    """Say in a line how much is new, for the first page of a day; nothing when there is nothing."""
    return render(request, "directory/_saved_news.html", {"count": count_news(request.actor)})


@require_POST
@for_people
def saved_search_keep(request: Request) -> HttpResponse:
    """Keep the search on the page before."""
    kind = chosen_kind(request.POST.get("what"))
    chosen = {name: request.POST.getlist(name) for name in FACETS.get(kind, ())}
    try:
        save_search(actor=request.actor, kind=kind, text=chosen_text(request.POST.get("q")), chosen=chosen)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The search is kept. What is new will be shown here and on the first page."))
    return redirect("saved_searches")


@require_POST
@for_people
def saved_search_open(request: Request, code: str) -> HttpResponse:
    """Go to the results; from now on they are known."""
    kept = next((one for one in list_kept_searches(request.actor) if one.code == code), None)
    mark_seen(actor=request.actor, code=code)
    return redirect(kept.url if kept else "saved_searches")


@require_POST
@for_people
def saved_search_mail(request: Request, code: str) -> HttpResponse:
    """Be told of a search by mail, or no longer."""
    wanted = request.POST.get("by_mail") == "1"
    try:
        kept = ask_for_mail(actor=request.actor, code=code, wanted=wanted)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        if kept and wanted:
            messages.success(request, _("You will be told of what is new in this search by mail."))
        elif kept:
            messages.success(request, _("You get no more mail on this search."))
    return redirect("saved_searches")


@require_POST
@for_people
def saved_search_remove(request: Request, code: str) -> HttpResponse:
    """Keep a search no longer."""
    remove_search(actor=request.actor, code=code)
    messages.success(request, _("The search is kept no longer."))
    return redirect("saved_searches")
