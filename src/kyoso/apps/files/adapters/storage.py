"""Where bytes lie: in the storage of the settings, under random names that tell nothing."""

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.base import File
from django.core.files.storage import default_storage

from kyoso.apps.files.adapters.prepare import Prepared

FOLDER = "attached"
"""Of the storage, which others use too."""

log = logging.getLogger(__name__)


@contextmanager
def stored(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """Write the bytes and yield their names (content, thumbnail or empty); whatever fails inside takes them away."""
    names: list[str] = []
    try:
        names.append(_write(prepared.content))
        names.append(_write(prepared.thumbnail) if prepared.thumbnail else "")
        yield names[0], names[1]
    except BaseException:
        discard(names)
        raise


def _write(content: "File[bytes]") -> str:
    name = secrets.token_hex(16)
    content.seek(0)
    return default_storage.save(f"{FOLDER}/{name[:2]}/{name}", content)


def discard(names: Iterable[str]) -> None:
    """Take bytes away; what cannot be taken away now is left to the sweeper."""
    for name in filter(None, names):
        try:
            default_storage.delete(name)
        except OSError:
            log.warning("Bytes in the storage could not be removed and are left to be swept.")


def open_stored(name: str) -> "File[bytes]":
    """Open bytes for reading; FileNotFoundError where they are gone."""
    return default_storage.open(name)


def all_stored(folder: str = FOLDER) -> Iterator[str]:
    """Yield the names of all that lies in our part of the storage."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from all_stored(f"{folder}/{inner}")
