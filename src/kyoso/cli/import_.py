"""`kyoso import`: files of whatever kind, each read by a command of its own."""

import click

from kyoso.cli.lazy import LazyGroup

COMMANDS: dict[str, str] = {
    "assets": "kyoso.cli.import_records:assets",
    "needs": "kyoso.cli.import_records:needs",
    "organisations": "kyoso.cli.import_records:organisations",
    "jsic": "kyoso.cli.import_registries:jsic",
    "municipalities": "kyoso.cli.import_registries:municipalities",
    "houjin": "kyoso.cli.import_registries:houjin",
}


@click.group("import", cls=LazyGroup, lazy=COMMANDS)
def import_() -> None:
    """Take in what others keep in files: CSV (UTF-8 or Shift_JIS) or Excel."""
