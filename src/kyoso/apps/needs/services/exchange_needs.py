"""What import and export need of needs: all of them as their own people may read them, and taking one back (H2)."""

from collections.abc import Collection, Iterator

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import own_records
from kyoso.apps.disclosure.services.remove import remove_record
from kyoso.apps.needs.models import Need
from kyoso.apps.needs.queries import get_need_to_edit

TEXTS = Need.TIERED


def needs_to_edit(actor: Actor, codes: Collection[str] | None = None) -> Iterator[tuple[Need, dict[str, str]]]:
    """Yield the organisation's needs, or those with some codes, that the actor may see, each with its open texts."""
    return own_records(actor, Need, codes)


def remove_need(*, actor: Actor, code: str, version: int) -> None:
    """Remove a need that nobody touched since `version`; Conflict otherwise, Absent for all but its people."""
    need, _opened = get_need_to_edit(actor, code)
    remove_record(actor=actor, record=need, verb="need_removed", seen=version)
