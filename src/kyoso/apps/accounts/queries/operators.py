"""What waits for the network's operators; coordinators may look."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import ClaimStatus, OrganisationStatus
from kyoso.apps.accounts.models import Claim, Invitation, Organisation, RegisterEntry
from kyoso.apps.accounts.rules import can_see_queue, name_key
from kyoso.shared.japanese import fold

MOST = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An organisation that waits, with those that may be the same."""

    organisation: Organisation
    duplicates: tuple[Organisation, ...]


def search_queue_for(actor: Actor, *, text: str = "", state: str = "") -> QuerySet[Organisation]:
    """Return all organisations for operators and coordinators, newest first, each with `closed_on` from the register.

    state: a status, `unclaimed`, `closed` (in the register of corporate numbers) or empty.
    """
    if not can_see_queue(actor):
        return Organisation.objects.none()
    rows = Organisation.objects.all()
    for word in fold(text).split():
        rows = rows.filter(Q(search_text__contains=word) | Q(corporate_number=word))
    rows = rows.annotate(closed_on=Subquery(_closed().values("closed_on")[:1]))
    if state == "closed":
        rows = rows.filter(Exists(_closed()))
    elif state == "unclaimed":
        rows = rows.filter(is_claimed=False)
    elif state in OrganisationStatus.values:
        rows = rows.filter(status=state, is_claimed=True)
    return rows.order_by("-created_at", "-pk")


def list_queue_for(actor: Actor) -> list[QueueRow]:
    """Return those that have awaited approval longest, with possible duplicates (two queries, 50 rows at most)."""
    if not can_see_queue(actor):
        return []
    waiting = list(Organisation.objects.filter(status=OrganisationStatus.PENDING).order_by("created_at", "pk")[:MOST])
    alike = _possible_duplicates(waiting)
    return [
        QueueRow(organisation, tuple(other for other in alike if _alike(organisation, other)))
        for organisation in waiting
    ]


def count_waiting_for(actor: Actor) -> int:
    """Count the organisations and claims that await a decision, for operators and coordinators; 0 for all others."""
    if not can_see_queue(actor):
        return 0
    return Organisation.objects.filter(status=OrganisationStatus.PENDING).count() + _open_claims().count()


def list_claims_for(actor: Actor) -> list[Claim]:
    """Return the claims that await a decision, longest waiting first, for operators and coordinators (one query)."""
    if not can_see_queue(actor):
        return []
    return list(_open_claims().order_by("created_at", "pk"))


def get_claim_for(actor: Actor, code: str) -> Claim | None:
    """Return an open claim for operators and coordinators; it does not exist for anyone else."""
    return _open_claims().filter(code=code).first() if can_see_queue(actor) else None


def list_founding_invitations_for(actor: Actor) -> list[Invitation]:
    """Return the open and expired invitations to found an organisation, for operators; newest first."""
    if not actor.is_operator:
        return []
    return list(
        Invitation.objects.filter(organisation=None, accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )


def _closed() -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(number=OuterRef("corporate_number"), closed_on__isnull=False)


def _open_claims() -> QuerySet[Claim]:
    return Claim.objects.filter(status=ClaimStatus.OPEN).select_related("organisation", "person")


def _possible_duplicates(waiting: Sequence[Organisation]) -> list[Organisation]:
    alike = Q(pk__in=[])
    for organisation in waiting:
        alike |= Q(search_text__startswith=f"{name_key(organisation.name)}\n")
        if organisation.kana and organisation.prefecture:
            alike |= Q(kana=organisation.kana, prefecture=organisation.prefecture)
    return list(Organisation.objects.filter(alike).order_by("pk"))


def _alike(one: Organisation, other: Organisation) -> bool:
    if one.pk == other.pk:
        return False
    same_place = bool(one.kana and one.prefecture) and (one.kana, one.prefecture) == (other.kana, other.prefecture)
    return same_place or name_key(one.name) == name_key(other.name)
