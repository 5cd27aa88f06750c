"""Optimistic locking: whoever saves second is told, and loses nothing."""

from typing import Any

from django.db import models
from django.db.models import F


class Conflict(Exception):
    """Somebody else saved this record meanwhile; `current` is what they saved."""

    def __init__(self, current: Any) -> None:
        super().__init__("changed meanwhile")
        self.current = current


class Versioned(models.Model):
    """A record that two people may edit at once."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def claim_version(record: Versioned, seen: int) -> None:
    """Move `record` from the version that the editor saw to the next, or raise Conflict; call inside a transaction."""
    model = type(record)
    moved = model._default_manager.filter(pk=record.pk, version=seen).update(version=F("version") + 1)
    if not moved:
        raise Conflict(model._default_manager.get(pk=record.pk))
    record.version = seen + 1
