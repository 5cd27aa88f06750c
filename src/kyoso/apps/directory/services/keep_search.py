"""Keeping a search, to be told of what is new (D1)."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.queries import get_saved_search
from kyoso.apps.directory.services.find_records import FACETS
from kyoso.shared.text import clean_line

LONGEST = 40
"""Signs of a filter's value: none that is offered is longer."""

MOST_VALUES = 100
"""Values of one filter that are kept."""

MOST = 20
"""Searches that one person may keep: each is asked anew when the list is shown."""


def save_search(*, actor: Actor, kind: str, text: str, chosen: Mapping[str, Sequence[str]]) -> SavedSearch:
    """Keep a search of the actor, once.

    Raises PermissionDenied for a visitor, ValidationError for organisations, and when there are too many.
    """
    if actor.person_id is None:
        raise PermissionDenied
    if kind not in FACETS:
        raise ValidationError(_("Only searches for assets and needs can be kept."))
    values = {name: kept for name, given in sorted(chosen.items()) if (kept := _clean(given))}
    mine = SavedSearch.objects.filter(person_id=actor.person_id)
    same = next((one for one in mine.filter(kind=kind, text=text) if one.chosen == values), None)
    if same is not None:
        return same
    if mine.count() >= MOST:
        raise ValidationError(_("You keep %(most)s searches already. Remove one first.") % {"most": MOST})
    return SavedSearch.objects.create(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        kind=kind,
        text=text,
        chosen=values,
        seen_at=timezone.now(),
    )


def _clean(given: Sequence[str]) -> list[str]:
    """Return the values without signs that a database refuses, once each, and none longer than any real one."""
    return sorted({clean for value in given if (clean := clean_line(value)[:LONGEST])})[:MOST_VALUES]


def mark_seen(*, actor: Actor, code: str) -> SavedSearch | None:
    """Call everything that a search finds now known; returns None where the actor keeps no such search."""
    kept = get_saved_search(actor, code)
    if kept is not None:
        kept.seen_at = timezone.now()
        kept.save(update_fields=["seen_at"])
    return kept


def ask_for_mail(*, actor: Actor, code: str, wanted: bool) -> SavedSearch | None:
    """Have what is new told by mail, or no longer; None where the actor keeps no such search.

    Mails have the rights of the organisation acted for now. Raises ValidationError where it is not in the network.
    """
    kept = get_saved_search(actor, code)
    if kept is None:
        return None
    if wanted and not actor.in_network:
        raise ValidationError(_("Mails on searches begin when your organisation is approved."))
    kept.by_mail = wanted
    kept.organisation_id = actor.organisation_id
    kept.save(update_fields=["by_mail", "organisation"])
    return kept


def remove_search(*, actor: Actor, code: str) -> None:
    """Keep a search no longer."""
    kept = get_saved_search(actor, code)
    if kept is not None:
        kept.delete()
