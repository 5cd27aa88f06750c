from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kyoso.apps.exchange.enums import ExportFormat
from kyoso.apps.exchange.reading.headers import SKIP
from kyoso.apps.exchange.reading.limits import MAX_BYTES, MAX_ROWS

ACCEPTED = ".xlsx,.csv,.tsv,.txt,.json"
SAMPLES = 3


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text=_("Excel (.xlsx) or CSV, up to %(rows)s rows and %(size)s MB.")
        % {"rows": f"{MAX_ROWS:,}", "size": MAX_BYTES // 1024 // 1024},
        error_messages={"empty": _("There is nothing in this file. Was it saved before you sent it?")},
    )


class ZipForm(forms.Form):
    file = forms.FileField(
        label=_("Zip file of the export"),
        widget=forms.FileInput({"accept": ".zip"}),
        error_messages={"empty": _("There is nothing in this file. Was it saved before you sent it?")},
    )


class PlaceForm(forms.Form):
    """Which sheet is read, and which of its rows is the header."""

    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int)
    header = forms.TypedChoiceField(label=_("Row with the headers"), coerce=int)

    def __init__(self, *args: Any, outline: list[Mapping[str, Any]], sheet: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets = [(place, f"{one['name'] or _now('Table')} ({one['count']})") for place, one in enumerate(outline)]
        rows = [
            (place, f"{row['number']}: {' | '.join(filter(None, row['cells']))[:50]}")
            for place, row in enumerate(outline[sheet]["rows"])
        ]
        self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]
        self.fields["header"].choices = rows  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """For each column of the file, which of ours it is."""

    def __init__(
        self,
        *args: Any,
        headers: list[str],
        samples: list[list[str]],
        choices: Iterable[tuple[str, str]],
        places: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(SKIP, _("Leave out")), *choices]
        for place, header in enumerate(headers):
            shown = " / ".join(text for text in samples[place][:SAMPLES] if text)
            if not header and not shown:
                continue
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=header or _now("Column %(n)s without a header") % {"n": place + 1},
                choices=offered,
                initial=places.get(str(place), SKIP),
                help_text=shown[:90],
                required=False,
            )

    def places(self) -> dict[int, str]:
        """Return the column chosen for each place."""
        return {int(name.removeprefix("place_")): value or SKIP for name, value in self.cleaned_data.items()}


class ExportForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("What to export"),
        choices=[
            ("asset", _("Assets")),
            ("need", _("Needs")),
            ("profile", _("Profile of the organisation")),
            ("files", _("Photos and documents (as a zip file)")),
        ],
        widget=forms.CheckboxSelectMultiple,
        initial=["asset", "need", "profile"],
    )
    format = forms.ChoiceField(
        label=_("As"), choices=ExportFormat.choices, widget=forms.RadioSelect, initial=ExportFormat.XLSX
    )
