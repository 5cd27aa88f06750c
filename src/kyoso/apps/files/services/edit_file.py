"""Changing what is said of a file, its tier, its place; and taking it away."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.rules import can_edit
from kyoso.apps.files.adapters.storage import discard
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import get_file_to_edit, get_record_of, list_files_for
from kyoso.apps.files.services.add_file import check_caption, check_tier
from kyoso.apps.files.services.log import log_change, tell_search
from kyoso.shared.locking import claim_version


def edit_file(*, actor: Actor, code: str, version: int, caption: str, tier: Tier) -> File:
    """Change caption and tier of a file that was read at `version`; a tier below the record's means: as the record.

    Raises Absent, ValidationError naming the field at fault, or Conflict when somebody saved first.
    """
    file = get_file_to_edit(actor, code)
    if tier != file.tier:
        check_tier(actor, get_record_of(actor, file), tier)
    was_found = bool(file.caption)
    file.caption, file.tier = check_caption(caption), tier
    with transaction.atomic():
        claim_version(file, version)
        file.save(update_fields=["caption", "tier", "updated_at"])
        log_change("file_edited", actor, file)
        if was_found or file.caption:
            tell_search(file)
    return file


def move_file(*, actor: Actor, code: str, step: int) -> File:
    """Move a file one place up (-1) or down (1) among those that the actor sees; at the end it stays where it is."""
    with transaction.atomic():
        file = get_file_to_edit(actor, code)
        files = list_files_for(actor, file.kind, file.record_id)
        here = next(number for number, other in enumerate(files) if other.pk == file.pk)
        there = min(max(here + step, 0), len(files) - 1)
        if there != here:
            _swap(file, files[there])
            log_change("file_moved", actor, file)
    return file


def _swap(one: File, other: File) -> None:
    File.objects.filter(pk=one.pk).update(position=other.position)
    File.objects.filter(pk=other.pk).update(position=one.position)


def delete_file(*, actor: Actor, code: str) -> File:
    """Take a file away for good: its row now, its bytes as soon as this is certain. Raises Absent."""
    with transaction.atomic():
        file = get_file_to_edit(actor, code)
        take_away(actor, file)
    return file


def delete_files_of(*, actor: Actor, kind: str, record_id: int, owner_id: int) -> int:
    """Take away all files of a record that is being removed itself, also those closed to the actor; return how many.

    For services that remove records of the actor's organisation, in their transaction. Raises PermissionDenied.
    """
    if not can_edit(actor, owner_id):
        raise PermissionDenied
    with transaction.atomic():
        files = list(File.objects.filter(kind=kind, record_id=record_id, owner_id=owner_id))
        for file in files:
            take_away(actor, file)
    return len(files)


def take_away(actor: Actor, file: File) -> None:
    """Delete a row, and its bytes as soon as this is certain; for services that asked whether the actor may."""
    log_change("file_removed", actor, file)
    if file.caption:
        tell_search(file)
    names = [file.stored, file.thumbnail]
    File.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: discard(names))
