"""What the list of results shows of a record or an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from kyoso.apps.accounts.enums import OrganisationKind
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.files.models import File
from kyoso.apps.needs.enums import Direction

SNIPPET = 140
"""Characters shown of a text."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of the results."""

    url: str
    title: str
    snippet: str
    category: str
    place: str
    owner: Organisation | None = None
    tier: int | None = None
    photo: File | None = None


def record_row(shown: Projection, photo: File | None = None) -> ResultRow:
    """Show an asset or a need, as far as its projection goes, with the first photo that the viewer may see."""
    labels = AssetKind if shown.kind == "asset" else Direction
    return ResultRow(
        url=reverse(f"{shown.kind}_detail", args=[shown.code]),
        title=shown.title,
        snippet=_short(_first(shown.fields)),
        category=str(labels(shown.category).label),
        place=_place(shown.owner),
        owner=shown.owner,
        tier=shown.record_tier,
        photo=photo,
    )


def organisation_row(organisation: Organisation) -> ResultRow:
    """Show an organisation."""
    return ResultRow(
        url=reverse("organisation_detail", args=[organisation.code]),
        title=organisation.name,
        snippet=_short(organisation.wants),
        category=str(OrganisationKind(organisation.kind).label),
        place=_place(organisation),
    )


def _place(owner: Organisation) -> str:
    return " · ".join(part for part in (industry_label(owner.industry), prefecture_label(owner.prefecture)) if part)


def _first(fields: Mapping[str, str]) -> str:
    return next((value for value in fields.values() if value), "")


def _short(text: str) -> str:
    return text if len(text) <= SNIPPET else text[:SNIPPET].rstrip() + "…"
