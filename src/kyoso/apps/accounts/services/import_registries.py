"""Taking in the lists that ministries publish: JSIC, municipalities (H5). A list is taken whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kyoso.apps.accounts.models import IndustryClass, Municipality, Organisation
from kyoso.apps.accounts.registries import INDUSTRIES
from kyoso.apps.accounts.registries.jsic import IndustryRow
from kyoso.apps.accounts.registries.municipalities import MunicipalityRow
from kyoso.apps.journal.services.record import record_event
from kyoso.shared.japanese import fold


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows a list has, and how many known before are no longer in it."""

    rows: int
    gone: int


def import_jsic(*, rows: Sequence[IndustryRow]) -> Taken:
    """Store groups and classes; those that the list no longer has stay for whoever stated them, but are not offered."""
    codes = [row.code for row in rows]
    above = {row.code: row.ja for row in rows}
    made = [
        IndustryClass(code=row.code, ja=row.ja, en=row.en, search_text=_search_text(row, above), is_current=True)
        for row in rows
    ]
    fields = ["ja", "en", "search_text", "is_current"]
    with transaction.atomic():
        known = IndustryClass.objects.filter(is_current=True)
        gone = sorted(set(known.values_list("code", flat=True)) - set(codes))
        IndustryClass.objects.filter(code__in=gone).update(is_current=False)
        stated = Organisation.objects.exclude(industry_class="").values("industry_class")
        IndustryClass.objects.filter(is_current=False).exclude(code__in=stated).delete()
        IndustryClass.objects.bulk_create(
            made, 500, update_conflicts=True, unique_fields=["code"], update_fields=fields
        )
        _record("jsic_imported", len(made), len(gone))
    return Taken(len(made), len(gone))


def import_municipalities(*, rows: Sequence[MunicipalityRow]) -> Taken:
    """Replace the municipalities of every prefecture that the list has; those of others stay."""
    made = [Municipality(row.code, row.prefecture, row.name, row.kana, row.key) for row in rows]
    with transaction.atomic():
        known = Municipality.objects.filter(prefecture__in={row.prefecture for row in rows})
        gone = set(known.values_list("code", flat=True)) - {row.code for row in rows}
        known.delete()
        Municipality.objects.bulk_create(made, 500)
        _record("municipalities_imported", len(made), len(gone))
    return Taken(len(made), len(gone))


def _search_text(row: IndustryRow, above: dict[str, str]) -> str:
    return fold(
        "\n".join([row.code, row.ja, row.en, above.get(row.code[:3], ""), INDUSTRIES[row.code[:2]].ja, row.examples])
    )


def _record(verb: str, rows: int, gone: int) -> None:
    record_event(verb, subject=("registry", 0), data={"rows": rows, "gone": gone})
