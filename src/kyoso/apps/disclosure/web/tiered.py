"""The form of a tiered record: each confidential text with a tier of its own beside it."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection, TieredRecord
from kyoso.shared.text import clean_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AS_RECORD = ("", _("Same as the record"))


class LongTextField(forms.CharField):
    """A text of several lines, brought into stored form at once: so it is counted and compared as it will be saved."""

    def __init__(self, label: "StrOrPromise", help_text: "StrOrPromise", rows: int = 3) -> None:
        super().__init__(
            label=label, help_text=help_text, max_length=2000, required=False, widget=forms.Textarea({"rows": rows})
        )

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class TieredForm(forms.Form):
    """Fields named in `texts` get a `tier_<name>` beside them; those closed to the editor are left out of the form.

    What was typed into a text that closed meanwhile is handed back to whoever typed it, beside the form.
    """

    texts: tuple[str, ...] = ()

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tier = forms.TypedChoiceField(
        label=_("Disclosure tier"), coerce=lambda value: Tier(int(value)), choices=[], widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, tiers: Iterable[Tier], open_texts: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        tiers = list(tiers)
        opened = set(self.texts if open_texts is None else open_texts)
        self.fields["tier"].choices = [(int(tier), tier.label) for tier in tiers]  # type: ignore[attr-defined]
        if self.is_bound and open_texts is not None:
            opened -= self._unsent()
        for name in self.texts:
            if name in opened:
                self.fields[f"tier_{name}"] = _tier_field(tiers)
            else:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what a service takes: the cleaned values, with the fields' tiers gathered in `field_tiers`."""
        unsent = self._unsent()
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("tier_") and name not in {*unsent, "version"}
        }
        values["field_tiers"] = {
            name: self.cleaned_data.get(f"tier_{name}")
            for name in self.texts
            if name in self.fields and name not in unsent
        }
        return values

    def _unsent(self) -> set[str]:
        """A text that opened to the editor after the page was sent is not in the answer, and stays as it is."""
        return {name for name in self.texts if self.add_prefix(name) not in self.data}

    def closed_texts(self) -> list[dict[str, Any]]:
        """Return what the editor typed into texts that closed to them meanwhile: theirs, never what is stored."""
        return typed_texts(type(self), self.data, {name for name in self.texts if name not in self.fields})

    def has_newly_closed(self) -> bool:
        """Say whether this very answer holds words for a closed text: then nothing is saved before they were shown."""
        return any(
            name not in self.fields and clean_text(self.data.get(self.add_prefix(name)) or "") for name in self.texts
        )

    def add_errors(self, error: ValidationError) -> None:
        """Tie a service's complaints to the fields that it names, and the rest to the form."""
        for name, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def text_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each text with its tier, for the template."""
        return [(self[name], self[f"tier_{name}"]) for name in self.texts if name in self.fields]

    def differences(self, saved: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the fields where what was typed differs from what somebody saved: label, theirs, ours, in words."""
        rows = []
        for name, theirs in saved.items():
            ours = self.cleaned_data.get(name)
            if name in self.fields and name != "version" and str(theirs or "") != str(ours or ""):
                rows.append(
                    {"label": self[name].label, "theirs": self._word(name, theirs), "ours": self._word(name, ours)}
                )
        return rows

    def _word(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return value
        labels = {str(code): str(label) for code, label in cast(Any, field.choices)}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), "") for one in chosen)

    def accept_version(self, current: TieredRecord, saved: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """Take over the version saved by somebody else, and return the differences; None where nobody saved meanwhile.

        Saving again then replaces it knowingly.
        """
        if self.cleaned_data["version"] == current.version:
            return None
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = current.version
        self.data = data
        return self.differences(saved)


def typed_texts(form: type[TieredForm], data: Mapping[str, Any], names: Collection[str]) -> list[dict[str, Any]]:
    """Return what a person sent for some fields of a form, now or as handed back before: name, label, text."""
    rows = []
    for name in ("title", *form.texts):
        text = clean_text(data.get(name) or data.get(f"typed_{name}") or "") if name in names else ""
        if text:
            rows.append({"name": name, "label": form.base_fields[name].label, "text": text})
    return rows


def _tier_field(tiers: list[Tier]) -> forms.TypedChoiceField:
    choices = [AS_RECORD, *[(int(tier), tier.label) for tier in tiers if tier > Tier.PUBLIC]]
    return forms.TypedChoiceField(
        label=_("Tier of this text"),
        choices=choices,
        required=False,
        coerce=lambda value: Tier(int(value)),
        empty_value=None,
    )


def initial_for(record: Any, opened: Mapping[str, str], columns: Iterable[str]) -> dict[str, Any]:
    """Return the form's first values of a record: its columns, the texts open to the editor and their tiers."""
    values = {name: getattr(record, name) for name in ("title", "version", *columns)}
    stricter = {f"tier_{name}": tier for name, tier in record.field_tiers.items() if name in opened}
    return values | {"tier": int(record.tier)} | dict(opened) | stricter


def shown_texts(shown: Projection, form: type[TieredForm]) -> list[dict[str, Any]]:
    """Return the texts of a projection in the form's order: label, text, tier, and whether it is stricter."""
    return [
        {
            "label": form.base_fields[name].label,
            "text": shown.fields[name],
            "tier": shown.field_tiers[name],
            "stricter": shown.field_tiers[name] > shown.record_tier,
        }
        for name in form.texts
        if shown.fields.get(name)
    ]
