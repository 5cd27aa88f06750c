"""Puts the actor on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Membership
from kyoso.apps.accounts.queries import actor_among, list_memberships_of

SESSION_KEY = "organisation"


class Request(HttpRequest):
    """What a view receives once the middleware is through; for type annotations."""

    actor: Actor
    memberships: list[Membership]
    htmx: HtmxDetails


def current_actor(request: HttpRequest) -> Actor:
    """Build the actor from the signed-in person and the organisation chosen in this session."""
    memberships = request.memberships  # type: ignore[attr-defined]
    return actor_among(request.user.pk, memberships, request.session.get(SESSION_KEY))


def act_for(request: HttpRequest, organisation_id: int) -> None:
    """Act for this organisation from the next request on; one that the person does not belong to changes nothing."""
    request.session[SESSION_KEY] = organisation_id


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach `request.actor` and the `memberships` it is made from, read only when a page asks for them."""
        request.memberships = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: list_memberships_of(request.user.pk)
        )
        request.actor = SimpleLazyObject(lambda: current_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)
