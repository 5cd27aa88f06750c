"""Django for the commands that need it."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from pydantic import ValidationError


def refuse(*lines: str) -> NoReturn:
    """Say what is wrong, a line a fault, and exit with 2."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(2)


def start_django() -> None:
    """Set Django up; an option at fault is named in one line each, with exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyoso.config.settings")
    import django

    try:
        django.setup()
    except ValidationError as error:
        refuse(*(f"Option {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()))
    except ValueError as error:
        refuse(str(error))


def prepare_database() -> None:
    """Create or migrate the database, quietly."""
    from django.core.management import call_command

    _open_database()
    call_command("migrate", interactive=False, verbosity=0)


def has_database() -> bool:
    """Say whether the database is there with its tables; asking makes none."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and not name.startswith("file:")  # as a database in memory is called
    if is_file and not Path(name).exists():
        return False
    _open_database()
    return "disclosure_projection" in connection.introspection.table_names()


def _open_database() -> None:
    """Refuse in a line where the server does not answer, or a file is no database."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        refuse(f"The database cannot be opened: {' '.join(str(error).split())}")
