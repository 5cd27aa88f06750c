"""Django for the commands that need it."""

import os
import sys
from pathlib import Path

import click
from pydantic import ValidationError


def start_django() -> None:
    """Set Django up; an option at fault is named in one line each, with exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyoso.config.settings")
    import django

    try:
        django.setup()
    except ValidationError as error:
        for fault in error.errors():
            click.echo(f"Option {'.'.join(map(str, fault['loc']))}: {fault['msg']}", err=True)
        sys.exit(2)
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def prepare_database() -> None:
    """Create or migrate the database, quietly."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def has_database() -> bool:
    """Say whether the database is there with its tables; asking makes none."""
    from django.db import connection
    from django.db.utils import OperationalError

    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        if not Path(connection.settings_dict["NAME"]).exists():
            return False
    try:
        return "disclosure_projection" in connection.introspection.table_names()
    except OperationalError:
        return False
