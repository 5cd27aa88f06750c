"""Content of the style guide, as a tag so that the page needs no view of its own."""

from typing import Any

from django import template

from kyoso.web import guide

register = template.Library()


@register.simple_tag
def guide_data() -> dict[str, Any]:
    """Return what the style guide shows."""
    return {**guide.DATA, "form": guide.started_form(), "wrong": guide.wrong_form(), "page": guide.page()}
