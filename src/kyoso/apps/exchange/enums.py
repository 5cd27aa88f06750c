from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Columns to be checked")
    CHECKED = "checked", _("Checked, not yet imported")
    DONE = "done", _("Imported")
    UNDONE = "undone", _("Undone")


class RowAction(models.TextChoices):
    """What a row will do, and after the import what it did."""

    CREATE = "create", pgettext_lazy("rows", "New")
    CHANGE = "change", pgettext_lazy("rows", "Changed")
    SAME = "same", pgettext_lazy("rows", "Unchanged")
    FAULT = "fault", pgettext_lazy("rows", "To be mended")


class UndoState(models.TextChoices):
    """What became of a row when its import was undone."""

    NONE = "", ""
    TAKEN_BACK = "taken_back", _("Taken back")
    PUT_AWAY = "put_away", _("Changed since, so put away and not removed")
    KEPT = "kept", _("Changed since, so left as it is")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel (.xlsx)")
    CSV = "csv", _("CSV, UTF-8 with mark (for Excel and most programs)")
    CSV_SJIS = "csv_sjis", _("CSV, Shift_JIS (for older programs)")
    JSON = "json", _("JSON")
