"""The public page of a firm: the same for everybody, as a visitor sees it."""

from dataclasses import dataclass

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries import get_organisation_for
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import visible_to
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import main_photos_for

MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the records of one kind, and how many there are."""

    rows: list[Projection]
    total: int


def get_public_organisation(code: str) -> Organisation | None:
    """Return an approved organisation, or None for those that a visitor must not know of."""
    return get_organisation_for(ANONYMOUS, code)


def list_public_records(organisation: Organisation, kind: str) -> Listed:
    """Return the latest public records of one kind (two queries)."""
    rows = visible_to(ANONYMOUS, kind).filter(owner_id=organisation.pk)
    return Listed(list(rows.order_by("-changed_at", "pk")[:MOST_ROWS]), rows.count())


def public_photos(assets: list[Projection]) -> dict[int, File]:
    """Return the first public picture of each asset, by its number (one query)."""
    found = main_photos_for(ANONYMOUS, [("asset", row.record_id) for row in assets])
    return {record_id: file for (_kind, record_id), file in found.items()}


def get_public_asset(organisation: Organisation, code: str) -> Projection | None:
    """Return a public asset of the organisation, which an inquiry may be about."""
    return visible_to(ANONYMOUS, "asset").filter(owner_id=organisation.pk, code=code).first() if code else None
