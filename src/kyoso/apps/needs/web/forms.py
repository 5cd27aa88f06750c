from django import forms
from django.utils.translation import gettext_lazy as _

from kyoso.apps.accounts.enums import OrganisationKind
from kyoso.apps.disclosure.web.tiered import LongTextField, TieredForm
from kyoso.apps.needs.enums import CloseReason, Direction, NeedSource, NeedStatus


class NeedForm(TieredForm):
    texts = ("problem", "requirements", "success", "offer")

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("The problem in one line, in the words of the people who have it."),
    )
    direction = forms.ChoiceField(
        label=_("Direction"), choices=Direction.choices, widget=forms.RadioSelect, initial=Direction.INBOUND
    )
    problem = LongTextField(
        _("What is the problem"), _("What happens today, to whom, and what it costs. The technology may stay open."), 5
    )
    requirements = LongTextField(_("What it must meet"), _("Sizes, numbers, materials, standards, dates, budget."))
    success = LongTextField(_("What success looks like"), _("How you would know, in half a year, that it worked."), 2)
    offer = LongTextField(_("What you bring"), _("A place to try, users, data, money, a channel to market."), 2)
    partner_kinds = forms.MultipleChoiceField(
        label=_("Kind of partner wished for"),
        choices=OrganisationKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.ChoiceField(label=_("Where it was heard"), choices=NeedSource.choices, initial=NeedSource.OWN)
    due = forms.DateField(
        label=_("Wanted by"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class NeedCloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it closed?"), choices=CloseReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note for your own people"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class NeedFilterForm(forms.Form):
    q = forms.CharField(label=_("Search words"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Any status")), *NeedStatus.choices], required=False)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", _("Both directions")), *Direction.choices], required=False
    )
