"""The written rule of what an organisation opens (A3): written by leads and up, approved by owners and managers."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.assets.models import OpeningRule
from kyoso.apps.assets.queries import current_rule_for
from kyoso.apps.journal.services.record import record_event
from kyoso.shared.locking import Conflict
from kyoso.shared.text import clean_text

LONGEST = 6000


def can_write_rule(actor: Actor) -> bool:
    """Leads and up write it; everybody in the organisation reads it."""
    return actor.organisation_id is not None and actor.role in {Role.OWNER, Role.MANAGER, Role.LEAD}


def write_rule(*, actor: Actor, text: str, seen: int) -> OpeningRule:
    """Add a version to the rule, not approved yet; the same words again change nothing.

    `seen` is the number of the version that the writer read, 0 for none. Raises PermissionDenied, ValidationError, or
    Conflict when somebody wrote another version meanwhile.
    """
    owner_id = actor.organisation_id
    if owner_id is None or not can_write_rule(actor):
        raise PermissionDenied
    text = clean_text(text)
    _check(text)
    current = current_rule_for(actor)
    if current is not None and current.text == text:
        return current
    if current is not None and current.number != seen:
        raise Conflict(current)
    return _add(actor, owner_id, text, current.number + 1 if current else 1)


def approve_rule(*, actor: Actor, number: int) -> OpeningRule:
    """Approve the version that counts, for the organisation.

    Raises PermissionDenied for all but owners and managers, Conflict when another version counts meanwhile.
    """
    current = current_rule_for(actor)
    if current is None or not actor.is_manager:
        raise PermissionDenied
    if current.number != number:
        raise Conflict(current)
    with transaction.atomic():
        waiting = OpeningRule.objects.filter(pk=current.pk, approved_at=None)
        if waiting.update(approved_by=actor.person_id, approved_at=timezone.now()):
            _log("opening_rule_approved", actor, current)
    current.refresh_from_db()
    return current


def _add(actor: Actor, owner_id: int, text: str, number: int) -> OpeningRule:
    try:
        with transaction.atomic():
            rule = OpeningRule.objects.create(
                owner_id=owner_id, number=number, text=text, written_by_id=actor.person_id
            )
            _log("opening_rule_written", actor, rule)
    except IntegrityError as error:
        raise Conflict(current_rule_for(actor)) from error
    return rule


def _check(text: str) -> None:
    if not text:
        raise ValidationError({"text": _("Write the rule: a few sentences are enough.")})
    try:
        MaxLengthValidator(LONGEST)(text)
    except ValidationError as fault:
        raise ValidationError({"text": fault}) from fault


def _log(verb: str, actor: Actor, rule: OpeningRule) -> None:
    record_event(
        verb,
        subject=("opening_rule", rule.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={"number": rule.number},
    )
