"""The components as template tags: `{% load kyoso %}`. docs/design-system.md shows each with an example."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kyoso.web import fields, icons
from kyoso.web.matches import PATH_STEPS, path_steps
from kyoso.web.tiers import TIERS, tier_look

register = template.Library()

TONES = {"neutral", "accent", "info", "success", "warning", "danger"}
TONE_ICONS = {"success": "check-circle", "warning": "warn", "danger": "x-circle"}
# The tags of django.contrib.messages, and other words that people reach for.
TONE_WORDS = {"error": "danger", "debug": "neutral", "": "neutral"}


def _tone(word: object) -> str:
    found = TONE_WORDS.get(str(word), str(word))
    if found not in TONES:
        raise template.TemplateSyntaxError(f"tone {word!r} is not one of {', '.join(sorted(TONES))}")
    return found


# Signs


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; give a label only where no word stands beside it."""
    return icons.draw(name, label)


@register.inclusion_tag("components/tier_badge.html")
def tier_badge(tier: object) -> dict[str, Any]:
    """Show a disclosure tier (0 to 3) as icon, word and colour."""
    return {"tier": tier_look(tier)}


@register.simple_tag
def tier_note(tier: object) -> str:
    """Say in a sentence who sees what has this tier (0 to 3)."""
    return str(tier_look(tier).description)


@register.inclusion_tag("components/status_badge.html")
def status_badge(text: object, tone: str = "neutral") -> dict[str, Any]:
    """Show a state in one word; tone is neutral, accent, info, success, warning or danger."""
    return {"text": text, "tone": _tone(tone)}


@register.filter
def tone_icon(tone: str) -> str:
    """Name the icon that goes with a tone or a message tag."""
    return TONE_ICONS.get(_tone(tone), "info")


@register.filter
def tone(tag: str) -> str:
    """Turn a message tag (debug, info, success, warning, error) into a tone."""
    return _tone(tag)


# Forms


@register.inclusion_tag("components/field.html")
def field(bound_field: BoundField, unit: str = "") -> dict[str, Any]:
    """Show a field with label, mark, help, control and error, tied together for screen readers."""
    return {"field": fields.view(bound_field, unit)}


@register.inclusion_tag("components/field.html")
def tier_field(bound_field: BoundField) -> dict[str, Any]:
    """Show a choice of disclosure tier (values 0 to 3) as four explained options."""
    return {"field": fields.view(bound_field, kind="tiers"), "tiers": TIERS}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Show all fields of a form in order, hidden ones included, without the error summary."""
    return {"form": form}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Summarise the errors of a submitted form above it, each linking to its field."""
    rows: list[dict[str, Any]] = []
    if form.is_bound:
        rows += [{"text": text, "target": ""} for text in form.non_field_errors()]
        for bound in form:
            target = fields.view(bound).group_id
            rows += [{"label": bound.label, "text": text, "target": target} for text in bound.errors]
    return {"rows": rows}


@register.inclusion_tag("components/dial.html")
def dial(
    name: str,
    value: float = 0.5,
    label: str = "",
    near: str = "",
    far: str = "",
    step: float = 0.1,
) -> dict[str, Any]:
    """Offer a slide between near (0) and far (1), its ends in words."""
    return {
        "name": name,
        "value": value,
        "step": step,
        "label": label or _("Distance of fields"),
        "near": near or _("Near: same field"),
        "far": far or _("Far: another industry"),
    }


# Finding one's way


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: object) -> dict[str, Any]:
    """Show the way here: label, url, label, url, …, and the label of this page last, without url."""
    pairs = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    return {"pairs": pairs, "here": parts[-1] if len(parts) % 2 else None}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page, name: str = "page", label: str = "") -> dict[str, Any]:
    """Lead through the pages of a list, keeping the other parameters; a list beside others needs a label."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def link(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "label": label,
        "numbers": [{"text": n, "url": link(n) if isinstance(n, int) else ""} for n in elided],
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Show links between views of one thing: items of label, url, current and perhaps count and icon."""
    return {"items": items, "label": label or _("Views")}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[object], current: int = 1, label: str = "") -> dict[str, Any]:
    """Show where one is in a sequence; `current` counts from 1, and beyond the end all are done."""
    rows = [
        {"text": text, "state": "done" if n < current else "now" if n == current else "ahead", "number": n}
        for n, text in enumerate(items, start=1)
    ]
    return {"rows": rows, "label": label or _("Steps"), "current": min(current, len(rows)), "total": len(rows)}


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float = 100, label: str = "", text: str = "") -> dict[str, Any]:
    """Show how much is done, as a bar with its figure."""
    return {"value": value, "maximum": maximum, "label": label, "text": text or f"{value:g} / {maximum:g}"}


@register.inclusion_tag("components/facets.html")
def facets(groups: Iterable[Mapping[str, Any]], id: str = "facets", button: str = "") -> dict[str, Any]:
    """Offer filters: groups of label, name, options (value, label, count, checked, perhaps tier); within a GET form."""
    return {"groups": groups, "id": id, "button": button}


# Content


@register.inclusion_tag("components/facet_groups.html")
def facet_groups(groups: Iterable[Mapping[str, Any]], id: str = "facets", button: str = "") -> dict[str, Any]:
    """The inside of the filters alone: to bring their counts up to date where they stand."""
    return {"groups": groups, "id": id, "button": button}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_label: str = "", action_url: str = "", icon: str = ""
) -> dict[str, Any]:
    """Say that nothing is here yet, why, and what to do next."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url, "icon": icon}


@register.inclusion_tag("components/definitions.html")
def definitions(items: Iterable[Iterable[object]]) -> dict[str, Any]:
    """Show terms with their values: rows of (term, value) or (term, value, tier)."""
    rows = [(*row, None)[:3] for row in items]
    return {"rows": rows}


@register.inclusion_tag("components/path.html")
def match_path(path: Iterable[object]) -> dict[str, Any]:
    """Show technology → function → application → outcome as linked steps; texts, or dicts of text and quote."""
    return {"steps": path_steps(path), "count": len(PATH_STEPS)}


@register.inclusion_tag("components/toast.html")
def toast(text: str, tone: str = "info") -> dict[str, Any]:
    """Show a short message that can be dismissed; for fragments, put it in an out-of-band `#toasts`."""
    return {"text": text, "tone": _tone(tone)}


@register.inclusion_tag("components/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """Hold the place of content that is being loaded."""
    return {"lines": range(lines)}


@register.inclusion_tag("components/loading.html")
def loading(id: str = "", text: str = "") -> dict[str, Any]:
    """Show that htmx is at work; point `hx-indicator` at the id."""
    return {"id": id, "text": text or _("Loading…")}


# Around content


@register.simple_block_tag
def card(
    content: str, title: str = "", url: str = "", tier: object = None, level: int = 2, variant: str = ""
) -> SafeString:
    """Frame one thing; with a url the title leads there. Close with `{% endcard %}`."""
    look = None if tier in (None, "") else tier_look(tier)
    values = {"content": content, "title": title, "url": url, "tier": look, "level": level, "variant": variant}
    return render_to_string("components/card.html", values)


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "", level: int = 3) -> SafeString:
    """Set something apart that the reader should not miss. Close with `{% endcallout %}`."""
    return render_to_string(
        "components/callout.html", {"content": content, "tone": _tone(tone), "title": title, "level": level}
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """Prepare a dialog, opened by any link or button with `data-dialog-open="<id>"`. Close with `{% enddialog %}`."""
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def match_card(content: str, match: Mapping[str, Any], level: int = 2) -> SafeString:
    """Show one ranked match with its reasons; the block holds its actions. Close with `{% endmatch_card %}`."""
    return render_to_string(
        "components/match_card.html",
        {
            "actions": mark_safe(content.strip()),  # noqa: S308 - already rendered, and escaped, by the template
            "match": match,
            "path": path_steps(match.get("path") or []),
            "level": level,
        },
    )
