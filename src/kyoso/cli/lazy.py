"""Commands that are imported when they are called, so that `kyoso rank` needs no Django."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are given as `module:name`."""

    def __init__(self, *args: Any, lazy: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command without importing any."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command that is asked for."""
        if name not in self.lazy:
            return None
        module, attribute = self.lazy[name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command
