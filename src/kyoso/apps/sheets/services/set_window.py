"""Saying who stands at a firm's one window, and what others are told of them (A6)."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.journal.services.record import record_event
from kyoso.apps.sheets.enums import ContactShown
from kyoso.apps.sheets.models import Window
from kyoso.apps.sheets.queries.window import get_window_for
from kyoso.apps.sheets.rules.inquiries import clean_shown_line
from kyoso.shared.locking import claim_version

TEXTS = ("contact_name", "contact_post")
LENGTH = 80


def set_window(*, actor: Actor, values: Mapping[str, str], seen: int) -> Window:
    """Set the name and post of the person at the window, and whether they are told; `seen` is the version read.

    Raises PermissionDenied for all but owners and managers, ValidationError naming fields, Conflict where somebody
    saved first.
    """
    window = get_window_for(actor)
    if window is None:
        raise PermissionDenied
    cleaned = {name: clean_shown_line(values.get(name, "")) for name in TEXTS}
    shown = values.get("shown", "")
    _check(cleaned, shown)
    with transaction.atomic():
        stored, _made = Window.objects.get_or_create(organisation_id=window.organisation_id)
        claim_version(stored, max(seen, 1))
        for name, text in cleaned.items():
            setattr(stored, name, text)
        stored.shown = shown
        stored.save()
        record_event(
            "window_set",
            subject=("organisation", stored.organisation_id),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"shown": shown},
        )
    return stored


def _check(cleaned: Mapping[str, str], shown: str) -> None:
    faults: dict[str, str] = {
        name: _("At most %(most)s characters.") % {"most": LENGTH}
        for name, text in cleaned.items()
        if len(text) > LENGTH
    }
    if shown not in ContactShown.values:
        faults["shown"] = _("Choose what others are told.")
    elif shown == ContactShown.BOTH and not cleaned["contact_name"]:
        faults["contact_name"] = _("Enter the name that is to be shown.")
    elif shown == ContactShown.POST and not cleaned["contact_post"]:
        faults["contact_post"] = _("Enter the post that is to be shown.")
    if faults:
        raise ValidationError({name: ValidationError(text) for name, text in faults.items()})
