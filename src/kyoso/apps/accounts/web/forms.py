"""The forms of organisations, members and people."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kyoso.apps.accounts import rules
from kyoso.apps.accounts.enums import OrganisationKind, OrganisationStatus, Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.registries import industry_choices, prefecture_choices
from kyoso.apps.accounts.web.signin_forms import AddressField


class ServiceForm(forms.Form):
    """A form that shows what a service complains of at the fields that it names."""

    def add_errors(self, error: ValidationError) -> None:
        """Tie the complaints to their fields, and the rest to the form."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in by_field.items():
            for each in errors:
                self.add_error(name if name in self.fields else None, each)


class WholeNumberField(forms.CharField):
    """A number as people type it: 20,000,000 or ２０００."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "numeric"}), required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        text = unicodedata.normalize("NFKC", super().to_python(value) or "").replace(",", "").replace("、", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise ValidationError(_("Enter a whole number."))
        return int(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


MUNICIPALITY = {
    "list": "municipality-list",
    "autocomplete": "off",
    "hx-trigger": "focus once, input changed delay:250ms, change from:#id_prefecture",
    "hx-include": "[name=prefecture]",
    "hx-target": "#municipality-list",
    "hx-sync": "this:replace",
}
"""A box that offers the municipalities of the chosen prefecture; plain text works."""


class ProfileForm(ServiceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name of the organisation"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    kana = forms.CharField(
        label=_("Reading (katakana)"), max_length=160, required=False, help_text=_("Lists are sorted by it.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    corporate_number = forms.CharField(
        label=_("Corporate number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "hx-trigger": "change", "hx-target": "#register-hint"}),
        help_text=_("13 digits, as on the National Tax Agency's site. Sole proprietors leave it empty."),
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=OrganisationKind.choices)
    industry = forms.ChoiceField(
        label=_("Industry"), required=False, help_text=_("Major group of the Japan Standard Industrial Classification.")
    )
    industry_class = forms.CharField(label=_("Industry in detail"), max_length=40, required=False)
    prefecture = forms.ChoiceField(label=_("Prefecture"), required=False)
    municipality = forms.CharField(
        label=_("Municipality"), max_length=40, required=False, widget=forms.TextInput(MUNICIPALITY)
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    employees = WholeNumberField(label=_("Employees"))
    capital = WholeNumberField(label=_("Capital"))
    website = forms.CharField(
        label=_("Website"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"}),
    )
    wants = forms.CharField(
        label=_("What you hope for from co-creation"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Which fields interest you, whom you would like to meet. Anyone can read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        not_chosen = ("", _("Not chosen"))
        self.fields["municipality"].widget.attrs["hx-get"] = reverse("municipality_search")
        self.fields["corporate_number"].widget.attrs["hx-get"] = reverse("register_lookup")
        self.fields["industry"].choices = [not_chosen, *industry_choices()]  # type: ignore[attr-defined]
        self.fields["prefecture"].choices = [not_chosen, *prefecture_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Bring everything into stored form, so that all faults show at once."""
        values = super().clean() or self.cleaned_data
        try:
            return values | rules.clean_profile(values)
        except ValidationError as error:
            known = {name: errors for name, errors in error.error_dict.items() if name not in self.errors}
            if known:
                self.add_errors(ValidationError(known))
        return values

    def profile(self) -> dict[str, Any]:
        """Return what a service takes."""
        return {name: self.cleaned_data[name] for name in rules.PROFILE}

    def unclaimed_code(self) -> str | None:
        """Return the code of the listed organisation with the same corporate number that can be claimed instead."""
        for error in self.errors.as_data().get("corporate_number", []):
            if error.code == "unclaimed" and error.params:
                return str(error.params["organisation"])
        return None

    def differences(self, saved: Organisation) -> list[dict[str, Any]]:
        """Return the fields where what was typed differs from what somebody else saved, in words."""
        rows = []
        for name in rules.PROFILE:
            theirs, ours = getattr(saved, name), self.cleaned_data.get(name)
            if (theirs or "") != (ours or ""):
                rows.append(
                    {"label": self[name].label, "theirs": self._word(name, theirs), "ours": self._word(name, ours)}
                )
        return rows

    def accept_version(self, version: int) -> None:
        """Take over the version saved by somebody else: saving again then replaces it knowingly."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = version  # type: ignore[index]

    def _word(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return self[name].field.prepare_value(value)
        return next((label for code, label in _flat(cast(Any, field.choices)) if code == value), value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def profile_of(organisation: Organisation) -> Mapping[str, Any]:
    """Return the first values of the form."""
    return {name: getattr(organisation, name) for name in (*rules.PROFILE, "version")}


class ClaimForm(ServiceForm):
    proof = forms.CharField(
        label=_("How can we tell that you belong to it?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Your post, an address at the company's domain, a telephone number at which we can ask back."),
    )


class InviteForm(ServiceForm):
    email = AddressField(label=_("E-mail address"), autocomplete="off")
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class FounderForm(ServiceForm):
    email = AddressField(label=_("E-mail address"), autocomplete="off")


class ReasonForm(ServiceForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The applicant reads it. Say what would have to change."),
    )


class QueueFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or corporate number"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            *OrganisationStatus.choices,
            ("unclaimed", _("Not claimed yet")),
            ("closed", _("Closed in the register")),
        ],
    )


class PersonForm(ServiceForm):
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=[("ja", "日本語"), ("en", "English")],
        widget=forms.RadioSelect,
    )
