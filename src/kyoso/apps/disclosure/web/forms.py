"""Opening content by hand to a named person."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyoso.apps.accounts.models import Membership
from kyoso.apps.accounts.web.signin_forms import AddressField
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.rules import RecordKey

KINDS = {"asset": _("Assets"), "need": _("Needs")}
A_YEAR = 365


class GrantForm(forms.Form):
    """What is opened, what for, and until when; subclasses say to whom."""

    record = forms.ChoiceField(label=_("What"), required=False)
    purpose = forms.CharField(
        label=_("What for"), max_length=400, help_text=_("For instance: study for a joint trial of a thinner housing.")
    )
    last_day = forms.DateField(label=_("Last day"), help_text=_("Open until the end of this day."))

    def __init__(self, *args: Any, records: Iterable[Projection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, RecordKey] = {}
        groups: dict[str, list[tuple[str, str]]] = {}
        for record in records:
            self.keys[record.code] = (record.kind, record.record_id)
            groups.setdefault(record.kind, []).append((record.code, record.title))
        everything = ("", _("Everything of our organisation"))
        choices = [everything, *((KINDS.get(kind, kind), rows) for kind, rows in groups.items())]
        self.fields["record"].choices = choices  # type: ignore[attr-defined]
        self.fields["last_day"].initial = timezone.localdate() + datetime.timedelta(days=A_YEAR)

    def values(self) -> dict[str, Any]:
        """Return what the service takes besides the person and the tier."""
        return {
            "purpose": self.cleaned_data["purpose"],
            "last_day": self.cleaned_data["last_day"],
            "record": self.keys.get(self.cleaned_data["record"]),
        }

    def add_errors(self, error: ValidationError) -> None:
        """Tie a service's complaints to the fields that it names, and the rest to the form."""
        for name, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class PartnerGrantForm(GrantForm):
    email = AddressField(
        label=_("E-mail address of the person"),
        autocomplete="off",
        help_text=_("A person of another organisation of the network, under an NDA with you."),
    )
    field_order = ("email", "record", "purpose", "last_day")

    def refuse_person(self) -> None:
        """Say the same whether nobody has this address or somebody who cannot be given a grant."""
        text = gettext("Nothing can be opened to this address: the person must belong to an approved organisation.")
        self.add_error("email", text)


class StaffGrantForm(GrantForm):
    member = forms.ChoiceField(
        label=_("Colleague"), help_text=_("Owners and managers see the core anyway and are not listed.")
    )
    field_order = ("member", "record", "purpose", "last_day")

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            (member.code, f"{member.person.name} ({member.person.email})") for member in members
        ]
