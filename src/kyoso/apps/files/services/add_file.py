"""Adding a photo or document to a record, and putting another in its place."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File as Upload
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import clearance_for
from kyoso.apps.files.adapters.prepare import Prepared, prepare_file
from kyoso.apps.files.adapters.storage import discard, stored
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import get_file_to_edit, get_record_to_fill, list_files_for
from kyoso.apps.files.rules import MEGABYTE, MOST_CAPTION, has_room, may_give
from kyoso.apps.files.services.log import log_change, tell_search
from kyoso.shared.text import clean_line


def add_file(
    *, actor: Actor, kind: str, code: str, upload: "Upload[bytes]", tier: Tier = Tier.PUBLIC, caption: str = ""
) -> File:
    """Add what was sent to a record of the actor's organisation; a tier below the record's means: as the record.

    Bytes are written first and the row in a transaction; a failure leaves neither. Raises Absent where the record is
    not theirs, ValidationError with what is wrong and how to mend it.
    """
    record = get_record_to_fill(actor, kind, code)
    check_tier(actor, record, tier)
    caption = check_caption(caption)
    prepared = prepare_file(upload)
    _refuse_twin(actor, record, prepared)
    with stored(prepared) as (content, thumbnail), transaction.atomic():
        claim_room(record.owner_id, prepared)
        last = File.objects.filter(kind=kind, record_id=record.record_id).aggregate(last=Max("position"))["last"]
        file = File.objects.create(
            kind=kind,
            record_id=record.record_id,
            owner_id=record.owner_id,
            tier=tier,
            caption=caption,
            stored=content,
            thumbnail=thumbnail,
            position=(last or 0) + 1,
            uploaded_by_id=actor.person_id,
            **prepared.columns,
        )
        log_change("file_added", actor, file)
        if caption:
            tell_search(file)
    return file


def replace_file(*, actor: Actor, code: str, upload: "Upload[bytes]") -> File:
    """Put other bytes under the same address, caption and tier; the old ones go when this is certain.

    Raises Absent where the file is not theirs, ValidationError with what is wrong with the new one.
    """
    file = get_file_to_edit(actor, code)
    prepared = prepare_file(upload)
    with stored(prepared) as (content, thumbnail), transaction.atomic():
        claim_room(file.owner_id, prepared, instead_of=file)
        old = File.objects.select_for_update().get(pk=file.pk)
        File.objects.filter(pk=file.pk).update(
            stored=content,
            thumbnail=thumbnail,
            version=old.version + 1,
            uploaded_by=actor.person_id,
            **prepared.columns,
        )
        log_change("file_replaced", actor, file)
        transaction.on_commit(lambda: discard([old.stored, old.thumbnail]))
    return get_file_to_edit(actor, code)


def check_tier(actor: Actor, record: Projection, tier: int) -> None:
    """Raise ValidationError where the actor may not show a file of this record at a tier."""
    seen = clearance_for(actor).tier_for(record.owner_id, (record.kind, record.record_id))
    if not may_give(actor, seen, record.record_tier, tier):
        raise ValidationError({"tier": _("Your role does not allow this disclosure tier.")})


def check_caption(text: str) -> str:
    """Return a caption in stored form; ValidationError where it is too long."""
    caption = clean_line(text)
    if len(caption) > MOST_CAPTION:
        raise ValidationError({"caption": _("At most %(n)s characters.") % {"n": MOST_CAPTION}})
    return caption


def _refuse_twin(actor: Actor, record: Projection, prepared: Prepared) -> None:
    """Somebody pressed twice. Compared with what the actor sees alone: a refusal must not tell of hidden files."""
    for file in list_files_for(actor, record.kind, record.record_id):
        if file.sha256 == prepared.columns["sha256"]:
            raise ValidationError(_("This file is here already, as “%(name)s”.") % {"name": file.name})


def claim_room(owner_id: int, prepared: Prepared, instead_of: File | None = None) -> None:
    """Two uploads at once wait for each other here, so that neither overlooks the other."""
    Organisation.objects.select_for_update().get(pk=owner_id)
    kept = File.objects.filter(owner_id=owner_id)
    if instead_of:
        kept = kept.exclude(pk=instead_of.pk)
    now = kept.aggregate(count=Count("pk"), size=Sum("size"))
    most_count, most_size = settings.FILES_PER_ORGANISATION, settings.FILE_BYTES_PER_ORGANISATION
    if not has_room(now["count"], now["size"] or 0, prepared.columns["size"], most_count, most_size):
        raise ValidationError(
            _("There is no room for it: an organisation keeps up to %(count)s files and %(n)s MB. Delete others first.")
            % {"count": most_count, "n": most_size // MEGABYTE}
        )
