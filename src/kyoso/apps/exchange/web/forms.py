from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
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
        sheets = [(place, f"{one['name'] or gettext('Table')} ({one['count']})") for place, one in enumerate(outline)]
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
        main: str,
        left_out: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        necessary = gettext("%(column)s (necessary)")
        named = [(name, necessary % {"column": label} if name == main else label) for name, label in choices]
        offered = [(SKIP, _("Leave out")), *named]
        self.main, self.left_out = main, left_out
        for place, header in enumerate(headers):
            shown = " / ".join(text for text in samples[place][:SAMPLES] if text)
            if not header and not shown:
                continue
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=header or gettext("Column %(n)s without a header") % {"n": place + 1},
                choices=offered,
                initial=places.get(str(place), SKIP),
                help_text=shown[:90],
                required=False,
                widget=forms.Select({"aria-describedby": f"id_place_{place}_help"}) if shown else forms.Select,
            )

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the columns that ask for a choice first, those recognised with the necessary one ahead, the others."""
        chosen = {one: str(one.initial) for one in self}
        known = [one for one in self if chosen[one] != SKIP]
        unknown = [one for one in self if chosen[one] == SKIP]
        return {
            "unknown": [one for one in unknown if _place(one.name) not in self.left_out],
            "known": sorted(known, key=lambda one: chosen[one] != self.main),
            "left_out": [one for one in unknown if _place(one.name) in self.left_out],
        }

    def has_main(self) -> bool:
        """Say whether the necessary column was recognised."""
        return any(one.initial == self.main for one in self)

    def places(self) -> dict[int, str]:
        """Return the column chosen for each place."""
        return {_place(name): value or SKIP for name, value in self.cleaned_data.items()}


def _place(name: str) -> int:
    return int(name.removeprefix("place_"))


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
