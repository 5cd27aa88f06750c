"""Texts of the interface: collected with gettext's tools, compiled with Babel (so an installation needs no msgfmt)."""

import subprocess
import sys
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from kyoso.cli.django import refuse

SOURCE = Path(__file__).resolve().parent.parent


def catalogues() -> list[Path]:
    """Return every catalogue: one for each app, so that a feature keeps its words beside it."""
    return sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po"))


@click.group()
def messages() -> None:
    """Collect and compile the texts of the interface."""


@messages.command("compile")
def compile_() -> None:
    """Compile every catalogue beside its source."""
    read = {path: _read(path) for path in catalogues()}  # all before the first is written
    for path, catalogue in read.items():
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


def _read(path: Path) -> Catalog:
    """Read a catalogue; one at fault is named, where it would lose texts without a word."""
    try:
        with path.open("rb") as source:
            return read_po(source, locale=path.parts[-3], abort_invalid=True)
    except (PoFileError, ValueError) as error:
        refuse(f"{path}: {error}")


@messages.command()
def collect() -> None:
    """Collect the texts of every app that has a locale folder (needs gettext's xgettext)."""
    for folder in sorted({path.parents[2] for path in catalogues()}):
        done = subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "ja", "--no-location", "--no-wrap", "-v", "0"],
            cwd=folder.parent,
            check=False,
        )
        if done.returncode:
            refuse(f"The texts of {folder.parent} were not collected; the reason stands above.")
