"""Small tags of this app's own pages."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def signup_steps() -> list[str]:
    """Name the two steps of signing up."""
    return [_("About you"), _("Your organisation")]


@register.filter
def figures(number: int) -> str:
    """Group the digits: 20,000."""
    return f"{number:,}"


@register.filter
def yen(amount: int) -> str:
    """Write an amount as one reads it: 2,000万円 in Japanese, ¥20,000,000 in English."""
    if (get_language() or "").startswith("en"):
        return f"¥{amount:,}"
    parts = [(amount // 10**8, "億"), (amount // 10**4 % 10**4, "万"), (amount % 10**4, "")]
    return "".join(f"{count:,}{unit}" for count, unit in parts if count) + "円" if amount else "0円"
