from collections.abc import Iterable
from typing import Any

from django import forms

from kyoso.apps.notifications.enums import Frequency
from kyoso.apps.notifications.queries import TopicChoice


class NoticesForm(forms.Form):
    """How often one wants mail, one question a topic."""

    def __init__(self, choices: Iterable[TopicChoice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in choices:
            self.fields[one.topic.name] = forms.ChoiceField(
                label=one.topic.label,
                help_text=one.topic.about,
                choices=Frequency.choices,
                initial=one.frequency,
                widget=forms.RadioSelect,
            )
