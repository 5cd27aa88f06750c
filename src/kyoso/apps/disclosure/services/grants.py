"""Opening content to named people, and closing it again (by hand; an NDA in force will write the same rows)."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Membership
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant, Projection
from kyoso.apps.disclosure.queries import forget_clearances
from kyoso.apps.disclosure.rules import RecordKey, can_grant
from kyoso.apps.journal.services.record import record_event
from kyoso.shared.text import clean_line

MAX_DAYS = 3660


def give_grant(
    *,
    actor: Actor,
    membership: Membership,
    purpose: str,
    last_day: datetime.date,
    tier: Tier = Tier.NDA,
    record: RecordKey | None = None,
) -> Grant:
    """Open the actor's organisation, or one record of it, to a member of another one until the end of a day.

    Raises PermissionDenied unless the actor is its owner or manager and the record its own, ValidationError naming the
    field at fault.
    """
    owner_id = actor.organisation_id
    if owner_id is None or not can_grant(actor, owner_id, tier) or not _owns(owner_id, record):
        raise PermissionDenied
    purpose = clean_line(purpose)
    _check(owner_id, membership, tier, purpose, last_day)
    with transaction.atomic():
        grant = Grant.objects.create(
            owner_id=owner_id,
            membership=membership,
            tier=tier,
            record_kind=record[0] if record else "",
            record_id=record[1] if record else None,
            purpose=purpose,
            last_day=last_day,
            created_by_id=actor.person_id,
        )
        _log("grant_given", actor, grant)
    forget_clearances()
    return grant


def revoke_grant(*, actor: Actor, code: str) -> Grant:
    """Close what a grant opened, at once; PermissionDenied for all but the owner's managers, and when unknown."""
    with transaction.atomic():
        given = Grant.objects.filter(code=code, owner_id=actor.organisation_id, revoked_at=None)
        grant = given.select_related("membership__person").first()
        if grant is None or not actor.is_manager:
            raise PermissionDenied
        grant.revoked_at = timezone.now()
        grant.save(update_fields=["revoked_at"])
        _log("grant_revoked", actor, grant)
    forget_clearances()
    return grant


def _owns(owner_id: int, record: RecordKey | None) -> bool:
    if record is None:
        return True
    return Projection.objects.filter(kind=record[0], record_id=record[1], owner_id=owner_id).exists()


def _check(owner_id: int, membership: Membership, tier: Tier, purpose: str, last_day: datetime.date) -> None:
    today = timezone.localdate()
    is_staff = membership.organisation_id == owner_id
    if membership.ended_at is not None:
        raise ValidationError({"person": _("This person no longer belongs to that organisation.")})
    if (tier == Tier.CORE) != is_staff:
        raise ValidationError({"person": _("Core opens to your own staff only, and staff see the rest anyway.")})
    if not purpose:
        raise ValidationError({"purpose": _("Write what it is opened for.")})
    if not today <= last_day <= today + datetime.timedelta(days=MAX_DAYS):
        raise ValidationError({"last_day": _("Choose a day from today on, within ten years.")})


def _log(verb: str, actor: Actor, grant: Grant) -> None:
    record_event(
        verb,
        subject=("grant", grant.pk),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data={
            "to": grant.membership.person_id,
            "tier": grant.tier,
            "record": grant.record_kind,
            "record_id": grant.record_id,
        },
    )
