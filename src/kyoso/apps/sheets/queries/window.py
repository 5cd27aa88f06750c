"""The one window of a firm: as its own people set it, and what everybody is told of it."""

from dataclasses import dataclass

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.rules import can_edit_organisation
from kyoso.apps.sheets.enums import ContactShown
from kyoso.apps.sheets.models import Window


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom one meets at the window, as far as the firm tells; empty words where it does not."""

    name: str = ""
    post: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.post)


def get_window_for(actor: Actor) -> Window | None:
    """Return the window of the organisation acted for as it is set, a new one where it never was; None for others."""
    if actor.organisation_id is None or not can_edit_organisation(actor, actor.organisation_id):
        return None
    found = Window.objects.filter(organisation_id=actor.organisation_id).first()
    return found or Window(organisation_id=actor.organisation_id, version=0)


def contact_of(organisation_id: int) -> Contact:
    """Return what the public page and sheets tell of the person at a window (one query)."""
    window = Window.objects.filter(organisation_id=organisation_id).first()
    if window is None or window.shown == ContactShown.NOTHING:
        return Contact()
    return Contact(window.contact_name if window.shown == ContactShown.BOTH else "", window.contact_post)
