"""`kyoso import jsic | municipalities | houjin`: the registries of public bodies (H5)."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kyoso.cli.django import prepare_database, refuse, start_django

if TYPE_CHECKING:
    from kyoso.apps.accounts.services.import_houjin import Tally

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)
SHOWN = 20
"""Bad lines that are named; the others are counted."""

EVERY = 100_000
"""Lines between two words about progress."""


@click.command()
@click.argument("file", type=_FILE)
def jsic(file: Path) -> None:
    """Take in the full list of JSIC (groups and classes) from CSV or Excel."""
    start_django()
    from kyoso.apps.accounts.registries.jsic import parse_jsic
    from kyoso.apps.accounts.registries.tables import ListFaults, read_table
    from kyoso.apps.accounts.services.import_registries import import_jsic

    try:
        rows = parse_jsic(read_table(file))
    except ListFaults as faults:
        refuse(*faults.lines(), "Nothing was changed.")
    prepare_database()
    taken = import_jsic(rows=rows)
    groups = sum(len(row.code) == 3 for row in rows)
    click.echo(f"{groups:,} groups and {taken.rows - groups:,} classes of JSIC; {taken.gone:,} are no longer listed.")


@click.command()
@click.argument("file", type=_FILE)
def municipalities(file: Path) -> None:
    """Take in the ministry's list of municipalities from CSV or Excel."""
    start_django()
    from kyoso.apps.accounts.registries.municipalities import parse_municipalities
    from kyoso.apps.accounts.registries.tables import ListFaults, read_table
    from kyoso.apps.accounts.services.import_registries import import_municipalities

    try:
        rows = parse_municipalities(read_table(file))
    except ListFaults as faults:
        refuse(*faults.lines(), "Nothing was changed.")
    prepare_database()
    taken = import_municipalities(rows=rows)
    number = len({row.prefecture for row in rows})
    click.echo(f"{taken.rows:,} municipalities in {number} of 47 prefectures; {taken.gone:,} are no longer listed.")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--all", "everything", is_flag=True, help="Keep every number, for looking them up while registering.")
@click.option("--dry-run", is_flag=True, help="Read and count everything, and change nothing.")
def houjin(file: Path, everything: bool, dry_run: bool) -> None:
    """Take in the tax agency's open data on corporate numbers: CSV without headings, or the zip as it comes."""
    start_django()
    prepare_database()
    from kyoso.apps.accounts.services.import_houjin import NoRegisterFile, import_houjin

    begun = time.monotonic()
    try:
        tally = import_houjin(
            path=file, everything=everything, dry_run=dry_run, tell=_progress(begun), name_fault=_name_fault()
        )
    except NoRegisterFile as fault:
        refuse(str(fault))
    except KeyboardInterrupt:
        refuse("Interrupted. What is stored is whole; run the same command again to go on.")
    _say(tally, dry_run, time.monotonic() - begun)


def _progress(begun: float) -> Callable[[int], None]:
    def tell(lines: int) -> None:
        if lines % EVERY == 0:
            click.echo(f"{lines:,} lines, {time.monotonic() - begun:.0f} s", err=True)

    return tell


def _name_fault() -> Callable[[int, str], None]:
    named = 0

    def name(line: int, reason: str) -> None:
        nonlocal named
        named += 1
        if named <= SHOWN:
            click.echo(f"line {line}: {reason}", err=True)

    return name


def _say(tally: "Tally", dry_run: bool, seconds: float) -> None:
    if tally.bad > SHOWN:
        click.echo(f"… and {tally.bad - SHOWN:,} more bad lines", err=True)
    click.echo(f"{tally.lines:,} lines read in {seconds:.0f} s, {tally.bad:,} of them bad and left out.")
    would = "would be " if dry_run else ""
    click.echo(f"{tally.stored:,} entries {would}stored, {tally.changes:,} changes {would}noted.")
    click.echo(
        f"Organisations here: {tally.completed:,} {would}completed, {tally.differing:,} differ from the register, "
        f"{tally.closed:,} are closed."
    )
