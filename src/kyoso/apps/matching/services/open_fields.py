"""Fields of use: where else an asset could serve, from what the viewer may read of it (D2, A4)."""

from collections.abc import Iterable

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.directory.queries import RecordFilters
from kyoso.apps.directory.services.find_records import RecordSearch
from kyoso.apps.disclosure.queries import get_visible
from kyoso.apps.matching.adapters import opened_uses, query_text
from kyoso.apps.matching.services.phrases import path_words
from kyoso.apps.matching.values import FieldOfUse, FieldsOfUse

TOP = 6


def fields_of_use_for(actor: Actor, code: str) -> FieldsOfUse:
    """Return the industries and outcomes that the bridge opens for an asset, the surest first; raises Absent.

    Nothing but the texts that this viewer sees is read, so a closed text can neither be quoted nor change a path.
    """
    source = get_visible(actor, "asset", code)
    opened = opened_uses(query_text(source), TOP)
    needs = _needs_by_industry(actor, {one.path.industry for one in opened})
    uses = [
        FieldOfUse(path_words(one.path), one.path.industry, one.quote, needs.get(one.path.industry, 0))
        for one in opened
    ]
    return FieldsOfUse(source, uses)


def _needs_by_industry(actor: Actor, industries: Iterable[str]) -> dict[str, int]:
    """Count the needs that the actor would find there: a link that leads to nothing is none."""
    wanted = sorted(industries)
    return RecordSearch(actor).counts("need", RecordFilters(industry=wanted), "industry") if wanted else {}
