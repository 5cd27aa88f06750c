from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.rules import MOST_CAPTION


class TierForm(forms.Form):
    """Who may see a file: as its record, or stricter."""

    tier = forms.TypedChoiceField(
        label=_("Who may see it"),
        coerce=lambda value: Tier(int(value)),
        choices=[],
        help_text=_("A file can be closed further than the record, never opened further."),
    )

    def __init__(
        self, *args: Any, tiers: Collection[Tier], record_tier: int, kept: int = Tier.PUBLIC, **kwargs: Any
    ) -> None:
        """Offer `tiers`, of which the record's own is stored as "as the record", and what is `kept` for later."""
        super().__init__(*args, **kwargs)
        choices: list[tuple[int, Any]] = [(int(tier), tier.label) for tier in tiers if tier > record_tier]
        if Tier.PUBLIC < kept <= record_tier:
            choices.insert(0, (kept, _at_least(kept)))
        if record_tier in tiers:
            choices.insert(0, (int(Tier.PUBLIC), _as_record(record_tier)))
        self.fields["tier"].choices = choices  # type: ignore[attr-defined]


class FileForm(TierForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=MOST_CAPTION,
        help_text=_("What one sees in it. It is also read aloud to those who do not see pictures."),
    )
    field_order = ("version", "caption", "tier")

    def see_version(self, version: int) -> None:
        """Go on from what somebody else saved: whoever saves again has seen it."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


def _as_record(tier: int) -> str:
    return gettext("Same as the record (%(tier)s)") % {"tier": Tier(tier).label}


def _at_least(tier: int) -> str:
    """What the file keeps when the record is opened again."""
    return gettext("Same as the record, but never more open than “%(tier)s”") % {"tier": Tier(tier).label}
