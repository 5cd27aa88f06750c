"""Explanations from the registries, for forms of every app: `{% load registries %}{% trl_help %}`."""

from typing import Any

from django import template

from kyoso.apps.accounts.registries.explained import TECHNOLOGY_FIELDS, TRL_LEVELS

register = template.Library()


@register.inclusion_tag("accounts/_trl_levels.html")
def trl_levels() -> dict[str, Any]:
    """Show the nine levels of readiness, each with what shows that it is reached."""
    return {"levels": TRL_LEVELS}


@register.inclusion_tag("accounts/_trl_level.html")
def trl_level(level: int, proof: str = "") -> dict[str, Any]:
    """Show one level of readiness in words; `proof` is the address of the text that shows it, else what would."""
    return {"level": TRL_LEVELS[level - 1], "proof": proof}


@register.inclusion_tag("accounts/_trl_help.html")
def trl_help() -> dict[str, Any]:
    """Show the levels of readiness folded, to put under the choice of a form."""
    return {"levels": TRL_LEVELS}


@register.inclusion_tag("accounts/_technology_fields.html")
def technology_fields() -> dict[str, Any]:
    """Show the twelve fields of core manufacturing technology with examples."""
    return {"fields": TECHNOLOGY_FIELDS}


@register.inclusion_tag("accounts/_technology_field_help.html")
def technology_field_help() -> dict[str, Any]:
    """Show the twelve fields folded, to put under the choice of a form."""
    return {"fields": TECHNOLOGY_FIELDS}
