from django import forms
from django.utils.translation import gettext_lazy as _

from kyoso.apps.matching.enums import DeclineReason


class DialForm(forms.Form):
    far = forms.FloatField(min_value=0, max_value=1, required=False)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why does it not fit?"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note for your own people"), required=False, max_length=400)
