"""Where files lie on their way in and out: apart from those of records, and for a day."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import TemporaryUploadedFile


def exchange_storage() -> Storage:
    """Return the storage named `exchange` in the settings."""
    return storages["exchange"]


def keep(name: str, data: bytes) -> str:
    """Write bytes and return the name under which they lie."""
    return exchange_storage().save(name, ContentFile(data))


def keep_file(name: str, file: "File[bytes]") -> str:
    """Keep a file that lies on disk: moved there, not copied through memory."""
    file.seek(0)
    return exchange_storage().save(name, file)


def scratch() -> TemporaryUploadedFile:
    """Return an empty file on disk to write to, gone when closed unless it is kept."""
    return TemporaryUploadedFile("scratch", "application/octet-stream", 0, None)


def opened(name: str) -> "File[Any]":
    """Open a file for reading piece by piece; FileNotFoundError where it is gone."""
    return exchange_storage().open(name)


def read(name: str) -> bytes:
    """Return the bytes; FileNotFoundError where they are gone."""
    with opened(name) as file:
        return bytes(file.read())


def drop(name: str) -> None:
    """Take bytes away, if they are still there."""
    if name:
        exchange_storage().delete(name)
