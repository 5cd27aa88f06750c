"""Reading files: through the records they belong to, as far as the viewer's clearance opens both."""

from collections.abc import Iterable

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.queries import Absent, clearance_for, get_visible, visible_to
from kyoso.apps.disclosure.rules import Clearance, RecordKey, can_edit
from kyoso.apps.files.enums import IMAGES
from kyoso.apps.files.models import File
from kyoso.apps.files.models.file import FileQuerySet
from kyoso.apps.files.rules import KINDS, LOGO

IN_ORDER = ("kind", "record_id", "position", "pk")


def files_visible_to(actor: Actor) -> FileQuerySet:
    """Return every file that an actor may see, each with the tier of its record; all others here begin from it."""
    return File.objects.visible_with(clearance_for(actor))


def list_files_for(actor: Actor, kind: str, record_id: int) -> list[File]:
    """Return the files of a record that the actor may see, in the owner's order; none where the record is hidden."""
    return list(files_visible_to(actor).filter(kind=kind, record_id=record_id).order_by("position", "pk"))


def files_of(actor: Actor, organisation_id: int) -> FileQuerySet:
    """Return the files of an organisation that the actor may see, record by record; for taking them all along."""
    return files_visible_to(actor).filter(owner_id=organisation_id).order_by(*IN_ORDER)


def files_seen_with(clearance: Clearance, records: Iterable[RecordKey]) -> dict[RecordKey, list[File]]:
    """Return the files of some records as a clearance opens them, in the owner's order (one query).

    For showing owners what others see of their records; never wider than what the asker sees, which is theirs to mind.
    """
    found: dict[RecordKey, list[File]] = {}
    for file in File.objects.visible_with(clearance).of_records(records).order_by(*IN_ORDER):
        found.setdefault((file.kind, file.record_id), []).append(file)
    return found


def main_photos_for(actor: Actor, records: Iterable[RecordKey]) -> dict[RecordKey, File]:
    """Return the first picture of each record (kind, id) that the actor may see, in one query for all of them."""
    first = Window(RowNumber(), partition_by=[F("kind"), F("record_id")], order_by=[F("position"), F("pk")])
    pictures = files_visible_to(actor).of_records(records).filter(media_type__in=IMAGES)
    return {(file.kind, file.record_id): file for file in pictures.annotate(number=first).filter(number=1)}


def captions_of(records: Iterable[RecordKey]) -> dict[RecordKey, list[File]]:
    """Return the files with a caption of some records, for an index that keeps each at its tier; not for pages."""
    found: dict[RecordKey, list[File]] = {}
    rows = File.objects.of_records(records).exclude(caption="").only("kind", "record_id", "owner_id", "tier", "caption")
    for file in rows.order_by(*IN_ORDER):
        found.setdefault((file.kind, file.record_id), []).append(file)
    return found


def logo_of(actor: Actor, organisation_id: int) -> File | None:
    """Return the logo of a firm as far as the actor may see it (one query)."""
    return files_visible_to(actor).filter(kind=LOGO, record_id=organisation_id).order_by("-pk").first()


def get_file_for(actor: Actor, code: str) -> File:
    """Return a file as the actor may see it, or raise Absent: forbidden and missing look the same."""
    found = files_visible_to(actor).filter(code=code).first()
    if found is None:
        raise Absent
    return found


def get_file_to_edit(actor: Actor, code: str) -> File:
    """Return a file of the actor's organisation that they may see themselves; Absent for everybody else."""
    file = get_file_for(actor, code)
    if not can_edit(actor, file.owner_id):
        raise Absent
    return file


def get_record_for(actor: Actor, kind: str, code: str) -> Projection:
    """Return the record whose files are asked for, or raise Absent, as for kinds that take none."""
    if kind not in KINDS:
        raise Absent
    return get_visible(actor, kind, code)


def get_record_to_fill(actor: Actor, kind: str, code: str) -> Projection:
    """Return a record of the actor's organisation to which they may add files; Absent for everybody else."""
    record = get_record_for(actor, kind, code)
    if not can_edit(actor, record.owner_id):
        raise Absent
    return record


def get_record_of(actor: Actor, file: File) -> Projection:
    """Return the record to which a visible file belongs, or raise Absent."""
    found = visible_to(actor, file.kind).filter(record_id=file.record_id).first()
    if found is None:
        raise Absent
    return found
