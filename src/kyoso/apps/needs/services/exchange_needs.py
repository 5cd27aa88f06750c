"""What import and export need of needs: all of them as their own people may read them, and taking one back (H2)."""

from collections.abc import Collection, Iterator

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import clearance_for, redact
from kyoso.apps.disclosure.services.remove import remove_record
from kyoso.apps.needs.models import Need
from kyoso.apps.needs.queries import get_need_to_edit

TEXTS = Need.TIERED
CHUNK = 500


def needs_to_edit(actor: Actor, codes: Collection[str] | None = None) -> Iterator[tuple[Need, dict[str, str]]]:
    """Yield the raw needs of the actor's organisation that they may see, oldest first, each with its open texts."""
    viewer = clearance_for(actor)
    rows = Need.objects.filter(owner_id=actor.organisation_id or 0).order_by("pk")
    for need in (rows if codes is None else rows.filter(code__in=codes)).iterator(CHUNK):
        opened = redact(need, viewer)
        if opened is not None:
            yield need, opened


def remove_need(*, actor: Actor, code: str, version: int) -> None:
    """Remove a need that nobody touched since `version`; Conflict otherwise, Absent for all but its people."""
    need, _opened = get_need_to_edit(actor, code)
    remove_record(actor=actor, record=need, verb="need_removed", seen=version)
