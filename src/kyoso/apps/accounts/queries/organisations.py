"""Organisations as a viewer may know them."""

from django.db.models import Q

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import ClaimStatus, OrganisationStatus
from kyoso.apps.accounts.models import Claim, Organisation
from kyoso.apps.accounts.rules import can_see_organisation, name_key
from kyoso.shared.japanese import fold

FEW = 10


def get_organisation_for(actor: Actor, code: str) -> Organisation | None:
    """Return the organisation, or None where it does not exist for this viewer: pending and rejected ones of others."""
    found = Organisation.objects.filter(code=code).first()
    if found is None or not can_see_organisation(actor, found.pk, found.status):
        return None
    return found


def own_organisation(actor: Actor) -> Organisation | None:
    """Return the organisation that the actor acts for."""
    return Organisation.objects.filter(pk=actor.organisation_id).first() if actor.organisation_id else None


def find_unclaimed(text: str) -> list[Organisation]:
    """Return a few imported organisations nobody signed up for yet, by name, reading or corporate number."""
    if not text.strip():
        return []
    digits = "".join(character for character in fold(text) if character.isdigit())
    by_name = Q(search_text__contains=name_key(text))
    by_number = Q(corporate_number=digits) if len(digits) == 13 else Q(pk=None)
    return list(
        Organisation.objects.filter(by_name | by_number, status=OrganisationStatus.APPROVED, is_claimed=False).order_by(
            "kana", "pk"
        )[:FEW]
    )


def open_claims_of(person_id: int | None) -> list[Claim]:
    """Return the claims of a person that wait for the operator."""
    if person_id is None:
        return []
    return list(
        Claim.objects.filter(person_id=person_id, status=ClaimStatus.OPEN)
        .select_related("organisation")
        .order_by("created_at")
    )


def list_claims_of(actor: Actor) -> list[Claim]:
    """Return the claims of the actor that wait or were refused, newest first: what became of them."""
    if actor.person_id is None:
        return []
    rows = Claim.objects.filter(person_id=actor.person_id).exclude(status=ClaimStatus.ACCEPTED)
    return list(rows.select_related("organisation").order_by("-created_at", "-pk"))
