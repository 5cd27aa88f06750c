"""The main navigation, in the order of the journey."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the entries of the main navigation for whoever asks, with the current one marked."""
    if request.user.is_authenticated:
        entries = [
            (_("Home"), "home", "home"),
            (_("Our assets"), "asset_list", "asset"),
            (_("Our needs"), "need_list", "need"),
        ]
    else:
        entries = []
    entries.append((_("Search"), "directory", "search"))
    return {
        "navigation": [
            {"label": label, "url": reverse(name), "icon": icon, "current": _is_current(request.path, reverse(name))}
            for label, name, icon in entries
        ]
    }


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
