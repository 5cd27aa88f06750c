"""The main navigation, in the order of the journey, for whoever asks."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import ANONYMOUS, Actor

Link = tuple[str, str, str]


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the entries of the main navigation, the current one marked; none leads to a page that is not theirs."""
    return {
        "navigation": [
            {"label": label, "url": reverse(name), "icon": icon, "current": _is_current(request.path, reverse(name))}
            for label, name, icon in _entries(getattr(request, "actor", ANONYMOUS))
        ]
    }


def _entries(actor: Actor) -> Iterator[Link]:
    if not actor.is_anonymous:
        yield _("Home"), "home", "home"
    if actor.organisation_id is not None:
        yield _("Our assets"), "asset_list", "asset"
        yield _("Our needs"), "need_list", "need"
        yield _("Shortlist"), "shortlist", "bookmark"
    yield _("Search"), "directory", "search"
    if actor.network_roles:
        yield _("Network"), "operator_organisations", "users"


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
