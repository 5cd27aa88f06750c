"""Texts of the interface: collected with gettext's tools, compiled with Babel (so an installation needs no msgfmt)."""

import subprocess
import sys
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

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
    for path in catalogues():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parts[-3])
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


@messages.command()
def collect() -> None:
    """Collect the texts of every app that has a locale folder (needs gettext's xgettext)."""
    for folder in sorted({path.parents[2] for path in catalogues()}):
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "ja", "--no-location", "--no-wrap", "-v", "0"],
            cwd=folder.parent,
            check=True,
        )
