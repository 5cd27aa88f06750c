"""Django's own commands, for those who develop or operate: `kyoso manage migrate`."""

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyoso.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kyoso manage", *arguments])
