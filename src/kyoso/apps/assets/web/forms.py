from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyoso.apps.assets.enums import AssetKind, AssetStatus, Part, PriceUnit, TechnologyField
from kyoso.apps.assets.rules.idle import Period, read_period, read_price, write_period, write_price
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.web.tiered import LongTextField, TieredForm

PIECES = {"period": ("period_first", "period_last"), "price": ("price_unit",)}
"""Fields that together with a text make what is stored in it."""


class AssetForm(TieredForm):
    """An asset; the period and price of idle capacity are typed in pieces and stored as one text each."""

    texts = ("summary", "ability", "evidence", "conditions", "period", "price")

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("As you would say it to a visitor: “deep drawing of 0.1 mm sheet”."),
    )
    kind = forms.ChoiceField(label=_("Kind of asset"), choices=AssetKind.choices)
    field = forms.ChoiceField(
        label=_("Field of technology"),
        choices=[("", _("None of these")), *TechnologyField.choices],
        required=False,
    )
    trl = forms.TypedChoiceField(
        label=_("Readiness (TRL)"),
        choices=[("", _("Not stated")), *[(level, str(level)) for level in range(1, 10)]],
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("1: a principle was observed. 9: in regular use."),
    )
    summary = LongTextField(_("What it is"), _("What it is, and what customers ask you for when others refuse."))
    ability = LongTextField(
        _("What you can promise"), _("Numbers with units, materials, sizes, lots: “±0.005 mm, SUS304, from one piece”.")
    )
    evidence = LongTextField(
        _("Why one may believe it"), _("Inspection data, precedents, certificates, an offer of a plant visit."), 2
    )
    conditions = LongTextField(
        _("On what terms"), _("How you offer it: period, price, lots, and what you do not offer."), 2
    )
    period_first = forms.DateField(label=_("Free from"), required=False, widget=forms.DateInput({"type": "date"}))
    period_last = forms.DateField(label=_("Free until"), required=False, widget=forms.DateInput({"type": "date"}))
    period = forms.CharField(
        label=_("Days and hours"), max_length=270, required=False, help_text=_("“Weekdays, 6 to 10 in the evening”.")
    )
    price = forms.CharField(
        label=_("Price in yen"), max_length=26, required=False, help_text=_("A number, or “on request”.")
    )
    price_unit = forms.ChoiceField(label=_("for"), choices=PriceUnit.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "summary"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(_suggesting())
        for name, pieces in PIECES.items():
            if name not in self.fields:
                for piece in pieces:
                    del self.fields[piece]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("period_first"), cleaned.get("period_last")
        if first and last and last < first:
            self.add_error("period_last", _("The end comes before the beginning."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Put the pieces of period and price together."""
        values, cleaned = super().values(), self.cleaned_data
        for pieces in PIECES.values():
            for piece in pieces:
                values.pop(piece, None)
        if "period" in values:
            values["period"] = write_period(
                Period(cleaned.get("period_first"), cleaned.get("period_last"), cleaned.get("period") or "")
            )
        if "price" in values:
            unit = cleaned.get("price_unit") or PriceUnit.HOUR
            values["price"] = write_price(cleaned.get("price") or "", unit)
        return values

    def text_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the plain texts with their tiers; period and price have a place of their own."""
        return [row for row in super().text_rows() if row[0].name not in PIECES]

    @property
    def is_idle(self) -> bool:
        """Whether period and price are to be seen from the start."""
        return str(self["kind"].value()) == AssetKind.IDLE_CAPACITY or any(
            self[name].value() for name in PIECES if name in self.fields
        )


def _suggesting() -> dict[str, str]:
    """Ask for words of the bridge at a pause in typing; by POST, so that no log holds what was typed."""
    return {
        "hx-post": reverse("stock_suggest"),
        "hx-params": "title,summary",
        "hx-trigger": "input changed delay:500ms",
        "hx-target": "#suggestions",
        "hx-sync": "closest form:replace",
        "aria-controls": "suggestions",
    }


def in_pieces(initial: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first values of a form, with period and price taken apart."""
    values = dict(initial)
    if "period" in values:
        period = read_period(values["period"]) or Period(hours=values["period"])
        values |= {"period_first": period.first, "period_last": period.last, "period": period.hours}
    if "price" in values:
        price = read_price(values["price"])
        values |= {"price": str(price.amount), "price_unit": price.unit} if price else {"price_unit": PriceUnit.HOUR}
    return values


def say_period(text: str) -> str:
    """Return a stored period in words; what does not read as one is returned as it is."""
    period = read_period(text)
    if period is None:
        return text
    first, last = (formats.date_format(day, "DATE_FORMAT") if day else "" for day in (period.first, period.last))
    days = gettext("%(first)s to %(last)s") % {"first": first, "last": last} if first and last else ""
    days = days or (gettext("from %(first)s") % {"first": first} if first else "")
    days = days or (gettext("until %(last)s") % {"last": last} if last else "")
    return "\n".join(part for part in (days, period.hours) if part)


def say_price(text: str) -> str:
    """Return a stored price in words; what does not read as one is returned as it is."""
    price = read_price(text)
    if price is None or price.unit not in PriceUnit.values:
        return text
    amount = formats.number_format(price.amount, use_l10n=True, force_grouping=True)
    return gettext("%(amount)s yen %(unit)s") % {"amount": amount, "unit": PriceUnit(price.unit).label}


class AssetFilterForm(forms.Form):
    q = forms.CharField(label=_("Search words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *AssetKind.choices], required=False)
    tier = forms.TypedChoiceField(
        label=_("Disclosure tier"),
        choices=[("", _("All tiers")), *Tier.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[*AssetStatus.choices, ("passed", _("Period over"))],
        required=False,
        initial=AssetStatus.ACTIVE,
    )
    missing = forms.ChoiceField(
        label=_("Still missing"), choices=[("", _("Nothing in particular")), *Part.choices], required=False
    )


class QuickForm(forms.Form):
    """Several names at once."""

    titles = forms.CharField(
        label=_("Names, one on each line"),
        widget=forms.Textarea({"rows": 8}),
        help_text=_("What comes to mind is enough; texts and figures can follow. Names that you have are left out."),
    )
    kind = forms.ChoiceField(label=_("Kind of asset"), choices=AssetKind.choices)
    tier = forms.TypedChoiceField(
        label=_("Disclosure tier"), coerce=lambda value: Tier(int(value)), choices=[], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, tiers: list[Tier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = [(int(tier), tier.label) for tier in tiers]  # type: ignore[attr-defined]


class BoardFilterForm(forms.Form):
    q = forms.CharField(label=_("Search words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *AssetKind.choices], required=False)
    field = forms.ChoiceField(
        label=_("Field of technology"), choices=[("", _("All fields")), *TechnologyField.choices], required=False
    )
    undecided = forms.ChoiceField(
        label=_("Decided"), choices=[("", _("All")), ("1", _("Not yet decided"))], required=False
    )


class BulkForm(forms.Form):
    """A decision about many assets at one go."""

    tier = forms.TypedChoiceField(
        label=_("Who may see them"), coerce=lambda value: Tier(int(value)), choices=[], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason (kept with the decision)"), required=False, max_length=400)

    def __init__(self, *args: Any, tiers: list[Tier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = [(int(tier), tier.label) for tier in tiers]  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """The written rule, with the number of the version that its writer read."""

    text = forms.CharField(
        label=_("What we open, what we keep, and who decides"),
        max_length=6000,
        widget=forms.Textarea({"rows": 14}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
