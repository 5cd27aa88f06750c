"""Organisations as a viewer may know them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import ClaimStatus, OrganisationKind, OrganisationStatus
from kyoso.apps.accounts.models import Claim, Organisation
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.accounts.registries.industries import expand_industry
from kyoso.apps.accounts.rules import can_see_organisation, name_key
from kyoso.shared.japanese import fold

FEW = 10


@dataclass(frozen=True, slots=True)
class OrganisationFilters:
    """What a searcher chose; several values of one filter widen it, several filters narrow."""

    text: str = ""
    kind: Sequence[str] = ()
    industry: Sequence[str] = ()
    """JSIC major groups (24) or whole divisions (E)."""
    prefecture: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a filter, and how many organisations it would leave."""

    value: str
    label: str
    count: int


NO_FILTERS = OrganisationFilters()


def get_organisation_for(actor: Actor, code: str) -> Organisation | None:
    """Return the organisation, or None where it does not exist for this viewer: pending and rejected ones of others."""
    found = Organisation.objects.filter(code=code).first()
    if found is None or not can_see_organisation(actor, found.pk, found.status):
        return None
    return found


def own_organisation(actor: Actor) -> Organisation | None:
    """Return the organisation that the actor acts for."""
    return Organisation.objects.filter(pk=actor.organisation_id).first() if actor.organisation_id else None


def list_organisations_for(actor: Actor, filters: OrganisationFilters = NO_FILTERS) -> QuerySet[Organisation]:
    """Return the approved organisations (unclaimed ones included) that fit the filters, in the order of their kana."""
    return _filtered(filters).order_by("kana", "pk")


def organisation_facets_for(actor: Actor, filters: OrganisationFilters = NO_FILTERS) -> dict[str, list[FacetCount]]:
    """Count kinds, industries and prefectures, each under the other filters (three queries); most frequent first."""
    without = {
        "kind": replace(filters, kind=()),
        "industry": replace(filters, industry=()),
        "prefecture": replace(filters, prefecture=()),
    }
    labels = {
        "kind": lambda value: str(OrganisationKind(value).label),
        "industry": industry_label,
        "prefecture": prefecture_label,
    }
    return {
        facet: [FacetCount(value, label(value), count) for value, count in _counts(facet, _filtered(without[facet]))]
        for facet, label in labels.items()
    }


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


def _filtered(filters: OrganisationFilters) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(status=OrganisationStatus.APPROVED)
    for word in fold(filters.text).split():
        rows = rows.filter(search_text__contains=word)
    if filters.kind:
        rows = rows.filter(kind__in=filters.kind)
    if filters.industry:
        rows = rows.filter(industry__in=[group for code in filters.industry for group in expand_industry(code)])
    if filters.prefecture:
        rows = rows.filter(prefecture__in=filters.prefecture)
    return rows


def _counts(facet: str, rows: QuerySet[Organisation]) -> list[tuple[str, int]]:
    counted = rows.exclude(**{facet: ""}).order_by().values_list(facet).annotate(n=Count("pk"))
    return list(counted.order_by("-n", facet))
