"""`kyoso import assets|needs|organisations FILE`: for operators, all of a file or nothing of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kyoso.cli.django import has_database, refuse, start_django

if TYPE_CHECKING:
    from kyoso.apps.accounts.actors import Actor

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
DRY = click.option("--dry-run", is_flag=True, help="Check the file and say what would happen; write nothing.")
FOR = click.option("--organisation", "code", required=True, help="Code of the organisation whose records these are.")
LANGUAGE = click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
MOST_LINES = 50


@click.command()
@FILE
@FOR
@DRY
@LANGUAGE
def assets(file: Path, code: str, dry_run: bool, language: str) -> None:
    """Import assets of one organisation from CSV or Excel."""
    _records("asset", file, code, dry_run, language)


@click.command()
@FILE
@FOR
@DRY
@LANGUAGE
def needs(file: Path, code: str, dry_run: bool, language: str) -> None:
    """Import needs of one organisation from CSV or Excel."""
    _records("need", file, code, dry_run, language)


@click.command()
@FILE
@DRY
@LANGUAGE
def organisations(file: Path, dry_run: bool, language: str) -> None:
    """List organisations that nobody has signed up for yet, to be claimed by their people."""
    _begin()
    from django.utils.translation import override

    from kyoso.apps.exchange.reading.faults import Unreadable
    from kyoso.apps.exchange.services.import_organisations import import_organisations
    from kyoso.apps.exchange.wording import say_fault, say_unreadable

    with override(language):
        try:
            found = import_organisations(actor=_operator(), data=file.read_bytes(), dry_run=dry_run)
        except Unreadable as fault:
            refuse(say_unreadable(fault))
        if found.faults:
            _refuse_rows([f"{row}: {say_fault('organisation', fault)}" for row, fault in found.faults])
    click.echo(_counts({"new": found.new, "unchanged": found.same}, dry_run))


def _begin() -> None:
    start_django()
    if not has_database():
        refuse("There is no database yet. Run `kyoso serve` or `kyoso demo` first.")


def _records(kind: str, file: Path, code: str, dry_run: bool, language: str) -> None:
    _begin()
    from django.db import transaction
    from django.utils.translation import override

    from kyoso.apps.exchange.reading.faults import Unreadable
    from kyoso.apps.exchange.wording import say_unreadable

    actor = _owner(code)
    with override(language):
        try:
            with transaction.atomic():
                counts = _import(kind, actor, file, dry_run)
                if dry_run:
                    transaction.set_rollback(True)
        except Unreadable as fault:
            refuse(say_unreadable(fault, kind))
    names = {"new": counts["create"], "changed": counts["change"], "unchanged": counts["same"]}
    click.echo(_counts(names, dry_run))


def _import(kind: str, actor: "Actor", file: Path, dry_run: bool) -> dict[str, int]:
    """Check, and import where nothing is at fault; whatever ends this takes everything back."""
    from kyoso.apps.exchange import storage
    from kyoso.apps.exchange.queries import import_counts
    from kyoso.apps.exchange.services.check_import import check_import
    from kyoso.apps.exchange.services.run_import import run_import
    from kyoso.apps.exchange.services.send_file import choose_columns, send_file

    batch = send_file(actor=actor, kind=kind, data=file.read_bytes(), name=file.name)
    try:
        choose_columns(batch=batch, places={int(place): name for place, name in batch.places.items()})
        check_import(actor=actor, batch=batch)
        counts = import_counts(batch)
        if counts["fault"] == 0 and not dry_run:
            counts = run_import(actor=actor, batch=batch)
        if counts["fault"]:
            _refuse_rows(_faults(batch))
    finally:
        storage.drop(batch.stored)
    return counts


def _faults(batch: Any) -> list[str]:
    from kyoso.apps.exchange.enums import RowAction
    from kyoso.apps.exchange.wording import say_fault

    rows = batch.rows.filter(action=RowAction.FAULT).order_by("number")
    return [f"{row.number}: {say_fault(batch.kind, fault)}" for row in rows for fault in row.faults]


def _refuse_rows(faults: list[str]) -> None:
    more = len(faults) - MOST_LINES
    refuse(
        *faults[:MOST_LINES],
        *([f"… and {more} more."] if more > 0 else []),
        "Nothing was imported.",
    )


def _owner(code: str) -> "Actor":
    """Act for the organisation with its owners' rights, as nobody in particular."""
    from kyoso.apps.accounts.actors import Actor
    from kyoso.apps.accounts.enums import Role
    from kyoso.apps.accounts.models import Organisation

    found = Organisation.objects.filter(code=code).first()
    if found is None:
        refuse(f"There is no organisation {code}.")
    return Actor(organisation_id=found.pk, role=Role.OWNER, in_network=found.is_approved)


def _operator() -> "Actor":
    from kyoso.apps.accounts.actors import Actor
    from kyoso.apps.accounts.enums import NetworkRole

    return Actor(network_roles=frozenset({NetworkRole.OPERATOR}), in_network=True)


def _counts(counts: dict[str, int], dry_run: bool) -> str:
    said = ", ".join(f"{number} {name}" for name, number in counts.items())
    return f"Would be: {said}." if dry_run else f"Imported: {said}."
