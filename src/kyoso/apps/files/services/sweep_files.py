"""Removing bytes that belong to no file: left by a crash between two steps, or by an organisation that was removed."""

import datetime
import logging
from collections.abc import Iterator
from itertools import islice

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from kyoso.apps.files.adapters.storage import all_stored, discard
from kyoso.apps.files.models import File

log = logging.getLogger(__name__)

BATCH = 500
GRACE = datetime.timedelta(hours=6)
"""Bytes are written before their row: what is younger than this may still get one."""


def sweep_files() -> int:
    """Remove old bytes without a row and return how many; run by the worker, and safe beside uploads.

    A storage that cannot be read is said in the log: the worker has other work that must go on.
    """
    swept = 0
    try:
        for names in _batches(all_stored()):
            old = [name for name in names - _known(names) if _is_old(name)]
            discard(old)
            swept += len(old)
    except OSError as fault:
        log.warning("The storage of files could not be swept: %s", type(fault).__name__)
    return swept


def _batches(names: Iterator[str]) -> Iterator[set[str]]:
    while batch := set(islice(names, BATCH)):
        yield batch


def _known(names: set[str]) -> set[str]:
    rows = File.objects.filter(Q(stored__in=names) | Q(thumbnail__in=names)).values_list("stored", "thumbnail")
    return {name for row in rows for name in row}


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - GRACE
    except FileNotFoundError:
        return False
