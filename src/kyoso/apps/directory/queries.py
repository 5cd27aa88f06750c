"""What the search of assets and needs (D1) reads from the database: what changes just now, and the rows found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import visible_to
from kyoso.apps.journal.models import OutboxRow

MOST_CHANGING = 1000
"""Changes left out of the results one by one while they wait; where more do, all that their owners have."""

A_MOMENT = timedelta(seconds=1)
"""From a change of a record to its row in the outbox, at most."""

RecordKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class RecordFilters:
    """What a searcher chose; several values of one filter widen it, several filters narrow."""

    text: str = ""
    category: Sequence[str] = ()
    field: Sequence[str] = ()
    industry: Sequence[str] = ()
    prefecture: Sequence[str] = ()
    free: Sequence[str] = ()
    """When it stands idle: see enums.Free."""
    organisation: str = ""
    """Code of the one organisation whose records are wanted."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and how many records it would leave."""

    value: str
    label: str
    count: int


def changing_now() -> tuple[list[RecordKey], list[int]]:
    """Return the records, and the owners of all records, that the index may still hold as they were."""
    waiting = OutboxRow.objects.filter(in_search=False)
    rows = list(waiting.order_by("-pk").values_list("kind", "record_id")[: MOST_CHANGING + 1])
    changed = dict.fromkeys(rows)
    records = [(kind, number) for kind, number in changed if kind != "organisation"]
    owners = {number for kind, number in changed if kind == "organisation"}
    if len(rows) > MOST_CHANGING:
        mine = waiting.filter(kind=OuterRef("kind"), record_id=OuterRef("record_id"))
        owners |= set(Projection.objects.filter(Exists(mine)).values_list("owner_id", flat=True).distinct())
        owners |= set(waiting.filter(kind="organisation").values_list("record_id", flat=True))
    return records, sorted(owners)


def owners_of(records: Sequence[RecordKey]) -> dict[RecordKey, int]:
    """Return the owner of each record; no query for none."""
    if not records:
        return {}
    wanted = Q()
    for kind in {kind for kind, _ in records}:
        wanted |= Q(kind=kind, record_id__in=[number for one, number in records if one == kind])
    rows = Projection.objects.filter(wanted).values_list("kind", "record_id", "owner_id").distinct()
    return {(kind, number): owner for kind, number, owner in rows}


def shown_rows(actor: Actor, numbers: Sequence[int]) -> list[Projection]:
    """Return the projections with these numbers that the actor may see, in the order given.

    By number alone: told the kind as well, SQLite walks through all rows of it.
    """
    rows = {row.pk: row for row in visible_to(actor).filter(pk__in=numbers)}
    return [rows[number] for number in numbers if number in rows]


def approved_organisations(numbers: Sequence[int]) -> list[Organisation]:
    """Return the organisations with these numbers that are in the network, in the order given."""
    rows = Organisation.objects.filter(status=OrganisationStatus.APPROVED).in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows]


def owner_number(code: str) -> int:
    """Return the number of the organisation with a code; 0, which nobody has, where there is none."""
    return Organisation.objects.filter(code=code).values_list("pk", flat=True).first() or 0


def list_saved_searches(actor: Actor) -> list[SavedSearch]:
    """Return what a person keeps looking for, the latest first."""
    if actor.person_id is None:
        return []
    return list(SavedSearch.objects.filter(person_id=actor.person_id).order_by("-created_at", "pk"))


def list_mailed_searches(person_id: int) -> list[SavedSearch]:
    """Return the searches of a person on which they want mail, the latest first."""
    return list(SavedSearch.objects.filter(person_id=person_id, by_mail=True).order_by("-created_at", "pk"))


def people_with_mail() -> set[int]:
    """Return the persons who want mail on a saved search."""
    return set(SavedSearch.objects.filter(by_mail=True).values_list("person_id", flat=True))


def known_until() -> datetime:
    """Return up to which moment the index knows what happened: the first change that waits for it, or now."""
    waiting = OutboxRow.objects.filter(in_search=False).order_by("pk").values_list("created_at", flat=True).first()
    return waiting - A_MOMENT if waiting else timezone.now()


def get_saved_search(actor: Actor, code: str) -> SavedSearch | None:
    """Return one of the person's own saved searches."""
    return SavedSearch.objects.filter(person_id=actor.person_id, code=code).first() if actor.person_id else None
