"""`kyoso import`: files of whatever kind, each read by a command of its own."""

import click

from kyoso.cli.lazy import LazyGroup

COMMANDS: dict[str, str] = {}


@click.group("import", cls=LazyGroup, lazy=COMMANDS)
def import_() -> None:
    """Take in what others keep in files: CSV (UTF-8 or Shift_JIS) or Excel."""
