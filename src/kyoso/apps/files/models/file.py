from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.rules import Clearance, RecordKey
from kyoso.apps.files.enums import IMAGES, MediaType
from kyoso.apps.files.rules import LOGO, MOST_CAPTION, MOST_NAME, shown_tier
from kyoso.shared.codes import new_code
from kyoso.shared.locking import Versioned

WHOSE = ExpressionWrapper(F("owner_id") + 0, output_field=models.BigIntegerField())
"""The owner, written so that SQLite finds a projection by its record and does not go through all of the owner's."""


class FileQuerySet(models.QuerySet["File"]):
    def visible_with(self, clearance: Clearance) -> "FileQuerySet":
        """Return the files of records that this clearance sees, as far as it opens the files too.

        Each knows the tier of its record as it is now (`record_tier`).
        """
        seen = (
            Projection.objects.visible_with(clearance)
            .annotate(whose=WHOSE)
            .filter(kind=OuterRef("kind"), record_id=OuterRef("record_id"), whose=OuterRef("owner_id"))
        )
        public = Case(When(_logos(clearance), then=Value(int(Tier.PUBLIC))), output_field=models.IntegerField())
        rows = self.annotate(record_tier=Coalesce(Subquery(seen.values("record_tier")[:1]), public))
        return rows.filter(_opened(clearance), record_tier__isnull=False)

    def of_records(self, keys: Iterable[RecordKey]) -> "FileQuerySet":
        """Return the files of these records."""
        kinds: dict[str, list[int]] = {}
        for kind, record_id in keys:
            kinds.setdefault(kind, []).append(record_id)
        rows = Q(pk__in=[])
        for kind, ids in kinds.items():
            rows |= Q(kind=kind, record_id__in=ids)
        return self.filter(rows)


def _logos(clearance: Clearance) -> Q:
    """The logo of a firm is as open as its profile: to everybody once it is approved, before to its own people."""
    approved = Q(owner__status=OrganisationStatus.APPROVED) | Q(owner_id=clearance.own_id)
    return Q(kind=LOGO, record_id=F("owner_id")) & approved


def _opened(clearance: Clearance) -> Q:
    """What `Clearance.tier_for` says, in the words of the database."""
    rows = Q(tier__lte=clearance.default)
    owners: dict[Tier, list[int]] = {}
    for owner, tier in clearance.owners.items():
        owners.setdefault(tier, []).append(owner)
    for tier, ids in owners.items():
        rows |= Q(owner_id__in=ids, tier__lte=tier)
    records: dict[tuple[str, Tier], list[int]] = {}
    for (kind, record_id), tier in clearance.records.items():
        records.setdefault((kind, tier), []).append(record_id)
    for (kind, tier), ids in records.items():
        rows |= Q(kind=kind, record_id__in=ids, tier__lte=tier)
    return rows


class File(Versioned):
    """A photo or document of a record. Its bytes lie in the storage under random names."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=16)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PUBLIC, help_text="Public: as its record")
    name = models.CharField(max_length=MOST_NAME)
    caption = models.CharField(max_length=MOST_CAPTION, blank=True)
    media_type = models.CharField(max_length=100, choices=MediaType)
    size = models.PositiveBigIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    stored = models.CharField(max_length=100, unique=True, help_text="Where the bytes lie")
    thumbnail = models.CharField(max_length=100, blank=True, help_text="Where those of the small picture lie")
    position = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[FileQuerySet] = FileQuerySet.as_manager()  # type: ignore[assignment]

    record_tier: int
    """Of its record, as it is now; known where it was read for a viewer."""

    class Meta:
        indexes = [
            models.Index(fields=["kind", "record_id", "position"], name="file_record"),
            models.Index(fields=["owner", "kind", "record_id"], name="file_owner"),
            models.Index(fields=["thumbnail"], name="file_thumbnail"),
        ]

    def __str__(self) -> str:
        """Never the name: a record in a log or an error must not speak."""
        return f"file:{self.code}"

    @property
    def is_image(self) -> bool:
        """Shown as a picture."""
        return self.media_type in IMAGES

    @property
    def shown_tier(self) -> Tier:
        """The tier at which it is shown: its own, or its record's where that is stricter."""
        return shown_tier(self.tier, self.record_tier)

    @property
    def is_stricter(self) -> bool:
        """Closed further than its record, which a page should mark."""
        return self.shown_tier > self.record_tier
