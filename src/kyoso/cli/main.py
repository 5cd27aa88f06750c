"""The `kyoso` command: assembly only. A command is imported when it is called, so that `kyoso rank` needs no Django."""

from importlib import import_module

import click

COMMANDS = {
    "demo": "kyoso.cli.demo:demo",
    "serve": "kyoso.cli.serve:serve",
    "worker": "kyoso.cli.serve:worker",
    "tasks": "kyoso.cli.serve:tasks",
    "match": "kyoso.cli.match:match",
    "rank": "kyoso.cli.rank:rank",
    "vectors": "kyoso.cli.vectors:vectors",
    "messages": "kyoso.cli.messages:messages",
    "manage": "kyoso.cli.manage:manage",
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command without importing any."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command that is asked for."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="kyoso")
def main() -> None:
    """Kyoso (共創): open innovation for small manufacturers and the networks around them."""
