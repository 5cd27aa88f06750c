from django import forms
from django.utils.translation import gettext_lazy as _

from kyoso.apps.assets.enums import AssetKind, AssetStatus, TechnologyField
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.web.tiered import LongTextField, TieredForm


class AssetForm(TieredForm):
    texts = ("summary", "ability", "evidence", "conditions")

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
        label=_("Status"), choices=AssetStatus.choices, required=False, initial=AssetStatus.ACTIVE
    )
