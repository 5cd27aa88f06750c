"""One's choice of mails, and the page behind the link that ends them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kyoso.apps.accounts.web.guards import for_people
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.notifications.queries import list_choices_for
from kyoso.apps.notifications.services.choose_frequency import choose_frequency, stop_by_key, topic_of_key
from kyoso.apps.notifications.web.forms import NoticesForm


@for_people
def notices(request: Request) -> HttpResponse:
    """Show and change how often one gets mail, topic by topic (H1)."""
    choices = list_choices_for(request.actor)
    form = NoticesForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        for topic, frequency in form.cleaned_data.items():
            choose_frequency(actor=request.actor, topic=topic, frequency=frequency)
        messages.success(request, _("Your choice was saved."))
        return redirect("notices")
    context = {"form": form, "choices": choices}
    return render(request, "notifications/notices.html", context, status=422 if form.errors else 200)


@never_cache
@csrf_exempt  # mail programs press the button for their reader (RFC 8058); the key in the link is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
def notices_stop(request: Request, key: str) -> HttpResponse:
    """Show a button that ends mails on a topic, or end them; scanners of mails open links, so opening ends nothing."""
    topic = stop_by_key(key) if request.method == "POST" else topic_of_key(key)
    if topic is None:
        raise Http404
    return render(request, "notifications/stop.html", {"topic": topic, "is_done": request.method == "POST"})
