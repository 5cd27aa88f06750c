"""The icons, drawn for Kyoso on a 24 × 24 grid with a stroke of 1.75; colour and size come from the style sheets."""
# ruff: noqa: E501 - a drawing stays on its line

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS: dict[str, str] = {
    # actions
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>',
    "edit": '<path d="M4 20h4L19 9l-4-4L4 16z"/><path d="m13 7 4 4"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M4 20h16"/>',
    "upload": '<path d="M12 16V5M7 10l5-5 5 5M4 20h16"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "undo": '<path d="M8 5 4 9l4 4"/><path d="M4 9h10a5.5 5.5 0 0 1 0 11H8"/>',
    "bookmark": '<path d="M6 4h12v16l-6-4.5L6 20z"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "sort": '<path d="M8 5v14m-4-4 4 4 4-4M16 19V5m-4 4 4-4 4 4"/>',
    "sign-out": '<path d="M10 4H4v16h6M9 12h11m-4-4 4 4-4 4"/>',
    # directions
    "chevron-up": '<path d="m6 15 6-6 6 6"/>',
    "chevron-down": '<path d="m6 9 6 6 6-6"/>',
    "chevron-left": '<path d="m15 6-6 6 6 6"/>',
    "chevron-right": '<path d="m9 6 6 6-6 6"/>',
    "arrow-right": '<path d="M4 12h16m-6-6 6 6-6 6"/>',
    "arrow-left": '<path d="M20 12H4m6-6-6 6 6 6"/>',
    # states
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "check-circle": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.7"/>',
    "warn": '<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "question": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.8a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.7M12 16.6v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "x-circle": '<circle cx="12" cy="12" r="8.5"/><path d="m9 9 6 6M15 9l-6 6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2"/>',
    # things
    "home": '<path d="m4 11 8-7 8 7v9h-5.5v-6h-5v6H4z"/>',
    "building": '<path d="M4 20V8l5 3V8l5 3V4h6v16zM2.5 20h19M8 15.5h2M13 15.5h2"/>',
    "asset": '<path d="m12 3 8 4.5v9L12 21l-8-4.5v-9z"/><path d="m4 7.5 8 4.5 8-4.5M12 12v9"/>',
    "need": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="4.5"/><path d="M12 12v.01" stroke-width="2.5"/>',
    "match": '<path d="M4 8h8v8H4z"/><circle cx="15" cy="12" r="5.5"/>',
    "link": '<path d="m10 14 4-4M8.5 11 6 13.5a3.2 3.2 0 0 0 4.5 4.5L13 15.5M15.5 13l2.5-2.5A3.2 3.2 0 0 0 13.5 6L11 8.5"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.3 2.8 7.5 7 9 4.2-1.5 7-4.7 7-9V6z"/>',
    "lock": '<path d="M5.5 11h13v9h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "users": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.6-3.5 3-5.5 6.5-5.5s5.9 2 6.5 5.5M15.5 5.2a3.5 3.5 0 0 1 0 6.6M18 14.7c1.9.8 3.1 2.5 3.5 4.8"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7"/>',
    "pin": '<path d="M12 21c4.5-4.6 7-8.2 7-11a7 7 0 0 0-14 0c0 2.8 2.5 6.4 7 11z"/><circle cx="12" cy="10" r="2.5"/>',
    "mail": '<path d="M3.5 6h17v12.5h-17zM3.5 7.5 12 13.5l8.5-6"/>',
    "file": '<path d="M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5V8.5h5"/>',
    "idea": '<path d="M9 17.5c0-2-3-3.4-3-7.2a6 6 0 0 1 12 0c0 3.8-3 5.2-3 7.2zM9.5 20.5h5"/>',
    "chart": '<path d="M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6"/>',
    "book": '<path d="M12 6.5C10 5 7.5 4.5 4 4.5v14c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-14c-3.5 0-6 .5-8 2zM12 6.5v14"/>',
    "flag": '<path d="M5.5 21V4h12l-2.5 4.5 2.5 4.5h-12"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "language": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.5 3.7 5.3 3.7 8.5s-1.2 6-3.7 8.5c-2.5-2.5-3.7-5.3-3.7-8.5S9.5 6 12 3.5z"/>',
    "eye": '<path d="M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
    # the four disclosure tiers: open ring, linked members, signed sheet, closed lock
    "tier-public": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.5 3.7 5.3 3.7 8.5s-1.2 6-3.7 8.5c-2.5-2.5-3.7-5.3-3.7-8.5S9.5 6 12 3.5z"/>',
    "tier-network": '<circle cx="12" cy="5.5" r="2.5"/><circle cx="5.5" cy="17.5" r="2.5"/><circle cx="18.5" cy="17.5" r="2.5"/><path d="m10.8 7.7-4.1 7.6M13.2 7.7l4.1 7.6M8 17.5h8"/>',
    "tier-nda": '<path d="M5.5 3.5h13v17h-13zM9 8h6M9 11.5h6"/><path d="M8.5 17c1.5-2.5 2.5-2 2.5-.5s1.5 1 2-.5 1 1 2.5 1"/>',
    "tier-core": '<path d="M5 11h14v9.5H5z" fill="currentColor"/><path d="M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/>',
}


# Other names for the same thing.
ALIASES = {"cube": "asset", "target": "need", "warning": "warn", "danger": "x-circle", "success": "check-circle"}


def draw(name: str, label: str = "") -> SafeString:
    """Return an icon as inline SVG: decorative without a label, an image with one. KeyError for an unknown name."""
    drawing = mark_safe(DRAWINGS[ALIASES.get(name, name)])  # noqa: S308 - our own constants
    if label:
        return format_html('<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', drawing)
