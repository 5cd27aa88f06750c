"""The history of a record on a page: each change in words, texts with what was taken out and put in (H2)."""

import difflib
from collections.abc import Iterator
from typing import Any, cast

from django import forms

from kyoso.apps.disclosure.queries import Change
from kyoso.apps.disclosure.web.tiered import TieredForm

Part = tuple[str, str]
"""How a piece of text stands: "same", "out" or "in"; and the piece."""


def history_rows(changes: list[Change], form: type[TieredForm]) -> list[dict[str, Any]]:
    """Return each change with its fields in the order and the words of the form; what the form lacks is left out."""
    rows = []
    for change in changes:
        fields = [
            {"label": form.base_fields[name].label, "parts": parts(*(_word(form, name, value) for value in pair))}
            for name, pair in sorted(change.changed.items(), key=lambda item: _place(form, item[0]))
            if name in form.base_fields
        ]
        rows.append({"change": change, "fields": fields})
    return rows


def parts(before: str, after: str) -> list[Part]:
    """Return a text with what was taken out and what was put in, in pieces that one can read."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.5:  # hardly alike: whole texts read better than crumbs
        return [part for part in (("out", before), ("in", after)) if part[1]]
    return list(_pieces(matcher, before, after))


def _pieces(matcher: difflib.SequenceMatcher[str], before: str, after: str) -> Iterator[Part]:
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield "same", before[first:last]
            continue
        if last > first:
            yield "out", before[first:last]
        if end > start:
            yield "in", after[start:end]


def _place(form: type[TieredForm], name: str) -> int:
    return list(form.base_fields).index(name) if name in form.base_fields else len(form.base_fields)


def _word(form: type[TieredForm], name: str, value: Any) -> str:
    field = form.base_fields.get(name)
    if not isinstance(field, forms.ChoiceField) or value is None:
        return "" if value is None else str(value)
    labels = {str(code): str(label) for code, label in cast(Any, field.choices)}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in chosen)
