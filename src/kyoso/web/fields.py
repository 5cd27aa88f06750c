"""What a form field needs around it to be read by everyone: names of its parts, and the right kind of markup."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import DateTimeBaseInput
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class FieldView:
    """A bound field prepared for `components/field.html`."""

    bound: BoundField
    kind: str
    unit: str = ""
    required: bool = False

    @property
    def id(self) -> str:
        """The id of the control, or of the first control of a group."""
        return self.bound.auto_id or f"id_{self.bound.html_name}"

    @property
    def group_id(self) -> str:
        """The id that the error summary links to."""
        return f"{self.id}_0" if self.kind in {"radios", "checkboxes", "tiers"} else self.id

    @property
    def described_by(self) -> str:
        """Ids of help, unit, counter and error, in reading order."""
        parts = [
            (bool(self.bound.help_text), "help"),
            (bool(self.unit), "unit"),
            (self.limit is not None, "counter"),
            (bool(self.bound.errors), "error"),
        ]
        return " ".join(f"{self.id}_{name}" for present, name in parts if present)

    @property
    def limit(self) -> int | None:
        """The most characters a long text may have."""
        return getattr(self.bound.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def control(self) -> SafeString:
        """The widget itself with its ARIA attributes; groups carry theirs on the fieldset."""
        attrs: dict[str, Any] = {"id": self.id}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.bound.errors:
            attrs["aria-invalid"] = "true"
        if self.limit is not None:
            attrs["data-limit"] = str(self.limit)
        return self.bound.as_widget(widget=native(self.bound.field.widget), attrs=attrs)


def native(widget: forms.Widget) -> forms.Widget:
    """Return a date, time or date-time widget in the form that browsers offer a picker for; others unchanged."""
    formats = ((forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"), (forms.DateInput, "date", "%Y-%m-%d"))
    for kind, input_type, text_format in (*formats, (forms.TimeInput, "time", "%H:%M")):
        if isinstance(widget, kind) and widget.input_type == "text":
            changed = copy.deepcopy(widget)
            changed.input_type = input_type
            changed.format = text_format
            return changed
    return widget


def kind_of(widget: forms.Widget) -> str:
    """Say which markup a widget needs."""
    kinds = (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
        (forms.NumberInput, "number"),
        (DateTimeBaseInput, "date"),
        (forms.MultiWidget, "multi"),
    )
    return next((kind for base, kind in kinds if isinstance(widget, base)), "text")


def view(bound: BoundField, unit: str = "", kind: str = "") -> FieldView:
    """Prepare a bound field for display; the unit may also come from the widget's `data-unit`."""
    widget = bound.field.widget
    return FieldView(
        bound=bound,
        kind=kind or kind_of(widget),
        unit=unit or str(widget.attrs.get("data-unit", "")),
        required=bound.field.required,
    )
