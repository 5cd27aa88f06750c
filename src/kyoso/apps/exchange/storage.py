"""Where files lie on their way in and out: apart from those of records, and for a day."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


def exchange_storage() -> Storage:
    """Return the storage named `exchange` in the settings."""
    return storages["exchange"]


def keep(name: str, data: bytes) -> str:
    """Write bytes and return the name under which they lie."""
    return exchange_storage().save(name, ContentFile(data))


def read(name: str) -> bytes:
    """Return the bytes; FileNotFoundError where they are gone."""
    with exchange_storage().open(name) as file:
        return bytes(file.read())


def drop(name: str) -> None:
    """Take bytes away, if they are still there."""
    if name:
        exchange_storage().delete(name)
