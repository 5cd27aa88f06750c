"""The views of the inventory, side by side: list, stock-taking, board."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def asset_tabs(here: str) -> list[dict[str, Any]]:
    """Return the tabs with the one called `here` marked."""
    entries = [
        (_("List"), "asset_list", "asset"),
        (_("Take stock"), "stock_overview", "idea"),
        (_("Core or co-creation"), "board", "tier-nda"),
    ]
    return [
        {"label": label, "url": reverse(name), "icon": icon, "current": name == here} for label, name, icon in entries
    ]
