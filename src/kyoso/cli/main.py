"""The `kyoso` command: assembly only. A command is imported when it is called, so that `kyoso rank` needs no Django."""

import click

from kyoso.cli.lazy import LazyGroup

COMMANDS = {
    "demo": "kyoso.cli.demo:demo",
    "serve": "kyoso.cli.serve:serve",
    "worker": "kyoso.cli.serve:worker",
    "matching": "kyoso.cli.serve:matching",
    "tasks": "kyoso.cli.serve:tasks",
    "match": "kyoso.cli.match:match",
    "rank": "kyoso.cli.rank:rank",
    "import": "kyoso.cli.import_:import_",
    "vectors": "kyoso.cli.vectors:vectors",
    "messages": "kyoso.cli.messages:messages",
    "manage": "kyoso.cli.manage:manage",
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
@click.version_option(package_name="kyoso")
def main() -> None:
    """Kyoso (共創): open innovation for small manufacturers and the networks around them."""
