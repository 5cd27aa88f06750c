from django.conf import settings
from django.db import models

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.exchange.enums import ImportState, RowAction, UndoState
from kyoso.shared.codes import new_code

KINDS = [(kind, kind) for kind in ("asset", "need", "profile", "file", "zip")]
"""A zip is an import of parts, each an import of its own."""


class Import(models.Model):
    """A file being taken in (H2). Its rows are the words of whoever sent it, and are shown to nobody else."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+", help_text="None: a command"
    )
    kind = models.CharField(max_length=16, choices=KINDS)
    part_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    is_wanted = models.BooleanField(default=True, help_text="Of a part: to be imported with the rest")
    file_name = models.CharField(max_length=200, blank=True)
    stored = models.CharField(max_length=200, blank=True, help_text="Where the file lies until it was imported")
    outline = models.JSONField(default=list, help_text="Of each sheet: its name, first rows and number of rows")
    sheet = models.PositiveSmallIntegerField(default=0)
    header = models.PositiveIntegerField(default=0, help_text="Place of the header among the rows")
    places = models.JSONField(default=dict, help_text="Column of ours by place in the file")
    state = models.CharField(max_length=16, choices=ImportState, default=ImportState.UPLOADED)
    created_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-created_at"], name="import_person")]

    def __str__(self) -> str:
        return f"import:{self.code}"


class ImportRow(models.Model):
    """A row of a file: what was read, what it does, and what was there before, to undo it. Kept for thirty days."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=16, choices=RowAction)
    record = models.CharField(max_length=12, blank=True, help_text="Code of the record")
    version = models.PositiveIntegerField(default=0, help_text="Of the record: before the import, then after it")
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list, help_text="Columns that differ from the record")
    before = models.JSONField(default=dict, help_text="Of those columns, once imported")
    faults = models.JSONField(default=list)
    cells = models.JSONField(default=list, help_text="Of a row at fault: as it stood in the file")
    is_done = models.BooleanField(default=False)
    undo = models.CharField(max_length=16, choices=UndoState, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_a_number")]
        indexes = [models.Index(fields=["batch", "action", "number"], name="import_rows")]

    def __str__(self) -> str:
        return f"row:{self.number}"


class ColumnMemory(models.Model):
    """Which column an organisation chose for a header, so that it is asked only once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=KINDS)
    chosen = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_memory_a_kind")]

    def __str__(self) -> str:
        return f"columns:{self.kind}"


class OwnNumber(models.Model):
    """By which number an organisation knows a record in its own files."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=KINDS)
    number = models.CharField(max_length=48)
    record = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "number", "record"], name="one_number_a_record")
        ]

    def __str__(self) -> str:
        return f"number:{self.record}"
