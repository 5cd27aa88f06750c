"""Reading needs: lists and pages through their projections, the raw record for its own people's form alone."""

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, redact, visible_to
from kyoso.apps.disclosure.rules import can_edit
from kyoso.apps.needs.models import Need
from kyoso.shared.japanese import fold

KIND = Need.KIND


def get_need_for(actor: Actor, code: str) -> Projection:
    """Return a need as the actor may see it, or raise Absent."""
    return get_visible(actor, KIND, code)


def list_own_needs(actor: Actor, *, text: str = "", status: str = "", direction: str = "") -> ProjectionQuerySet:
    """Return the needs of the organisation that the actor acts for, latest change first, narrowed by what is given."""
    rows = visible_to(actor, KIND).filter(owner_id=actor.organisation_id)
    for word in fold(text).split():
        rows = rows.filter(search_text__contains=word)
    if status:
        rows = rows.filter(status=status)
    if direction:
        rows = rows.filter(category=direction)
    return rows.order_by("-changed_at", "pk")


def get_need_to_edit(actor: Actor, code: str) -> tuple[Need, dict[str, str]]:
    """Return the raw record and those of its texts that the actor may see; Absent for all but the owner's people."""
    need = Need.objects.filter(code=code, owner_id=actor.organisation_id).first()
    opened = redact(need, clearance_for(actor)) if need and can_edit(actor, need.owner_id) else None
    if need is None or opened is None:
        raise Absent
    return need, opened
