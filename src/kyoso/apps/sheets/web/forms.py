"""The form to a firm's one window."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kyoso.apps.disclosure.models import Projection
from kyoso.apps.sheets.enums import ContactShown, InquiryState

TEXTS = ("name", "email", "company", "message")
MOST_TICKET = 64


class InquiryForm(forms.Form):
    """Texts are checked by the service, so that browsers cut nothing off; `fax_number` is for robots."""

    name = forms.CharField(
        label=_("Your name"),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        error_messages={"required": _("Enter your e-mail address: the answer goes there.")},
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The answer goes there; nobody else gets it."),
    )
    company = forms.CharField(
        label=_("Your organisation"), required=False, widget=forms.TextInput({"autocomplete": "organization"})
    )
    asset = forms.ChoiceField(label=_("What it is about"), required=False)
    message = forms.CharField(
        label=_("Your question or proposal"),
        error_messages={"required": _("Write what you would like to ask or propose.")},
        widget=forms.Textarea({"rows": 7}),
        help_text=_("Up to 4,000 characters. Please leave secrets out: you can agree on confidentiality first."),
    )
    fax_number = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, assets: Iterable[Projection], about: str = "") -> None:
        super().__init__(
            data, initial={"asset": about, "ticket": secrets.token_urlsafe(24)}, use_required_attribute=False
        )
        choices: Any = self.fields["asset"]
        choices.choices = [("", _("In general")), *((one.code, one.title) for one in assets)]

    def clean_asset(self) -> str:
        """Return the asset asked about."""
        return str(self.cleaned_data["asset"])

    def clean_fax_number(self) -> str:
        """Robots fill in every field; a person whose browser did so can mend it."""
        if self.cleaned_data["fax_number"]:
            raise ValidationError(_("Leave this field empty: it keeps robots out."))
        return ""

    def clean_ticket(self) -> str:
        """Return what tells this form from others; a fresh one where a robot sent none."""
        return str(self.cleaned_data["ticket"])[:MOST_TICKET] or secrets.token_urlsafe(24)

    def texts(self) -> dict[str, str]:
        """Return what was typed, for the service."""
        return {name: self.cleaned_data.get(name, "") for name in TEXTS}

    def add_errors(self, error: ValidationError) -> None:
        """Tie the complaints of the service to their fields."""
        for name, faults in error.error_dict.items():
            for fault in faults:
                self.add_error(name, fault)


class InboxForm(forms.Form):
    """Which inquiries to list."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All inquiries")), *InquiryState.choices]
    )


class WindowForm(forms.Form):
    """Who stands at the window, and what others are told; with the version that the editor read."""

    contact_name = forms.CharField(
        label=_("Name of the contact person"), required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    contact_post = forms.CharField(label=_("Post"), required=False, help_text=_("“Sales, open-innovation lead”."))
    shown = forms.ChoiceField(
        label=_("What the public page and the sheets tell"),
        choices=ContactShown.choices,
        widget=forms.RadioSelect,
        help_text=_("Ask the person first. The e-mail address is never shown."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def texts(self) -> dict[str, str]:
        """Return what was typed, for the service."""
        return {name: self.cleaned_data.get(name, "") for name in ("contact_name", "contact_post", "shown")}

    def over(self, version: int) -> "WindowForm":
        """Return the same words over the version written meanwhile."""
        data = {name: self.data.get(name, "") for name in self.fields}
        return WindowForm(data | {"seen": version})

    def add_errors(self, error: ValidationError) -> None:
        """Tie the complaints of the service to their fields."""
        for name, faults in error.error_dict.items():
            for fault in faults:
                self.add_error(name, fault)
