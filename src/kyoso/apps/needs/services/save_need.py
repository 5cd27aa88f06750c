"""Stating a need, changing it, and moving it from draft to published to closed (C2)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.services.save import save_record
from kyoso.apps.needs.enums import CloseReason, NeedStatus
from kyoso.apps.needs.models import Need
from kyoso.apps.needs.queries import get_need_to_edit
from kyoso.apps.needs.rules import can_become


def create_need(*, actor: Actor, values: Mapping[str, Any]) -> Need:
    """Write down a need of the actor's organisation, as a draft.

    Raises PermissionDenied without an organisation, ValidationError naming the fields at fault.
    """
    if actor.organisation_id is None:
        raise PermissionDenied
    need = Need(owner_id=actor.organisation_id)
    save_record(actor=actor, record=need, values=values, verb="need_created")
    return need


def edit_need(*, actor: Actor, code: str, version: int, values: Mapping[str, Any]) -> Need:
    """Change a need that was read at `version`; texts closed to the actor stay as they are.

    Raises Absent, ValidationError, or Conflict when somebody saved first.
    """
    need, _opened = get_need_to_edit(actor, code)
    save_record(actor=actor, record=need, values=values, verb="need_edited", seen=version)
    return need


def publish_need(*, actor: Actor, code: str) -> Need:
    """Show a draft or closed need to those whom its tier admits; ValidationError while its problem is not written."""
    need, _opened = get_need_to_edit(actor, code)
    if not need.problem:
        raise ValidationError({"problem": _("Write the problem before you publish the need.")})
    values = {"close_reason": "", "close_note": ""}
    return _move(actor, need, NeedStatus.PUBLISHED, "need_published", values)


def close_need(*, actor: Actor, code: str, reason: str, note: str = "") -> Need:
    """Close a need with a reason; it leaves every list but its owner's."""
    need, _opened = get_need_to_edit(actor, code)
    if reason not in CloseReason.values:
        raise ValidationError({"reason": _("Choose why the need is closed.")})
    return _move(actor, need, NeedStatus.CLOSED, "need_closed", {"close_reason": reason, "close_note": note})


def _move(actor: Actor, need: Need, wanted: NeedStatus, verb: str, values: Mapping[str, Any]) -> Need:
    if not can_become(need.status, wanted):
        raise ValidationError(_("This need has changed meanwhile. Please look at it again."))
    save_record(actor=actor, record=need, values={**values, "status": wanted}, verb=verb, seen=need.version)
    return need
