from django.db import models
from django.utils.translation import gettext_lazy as _


class MediaType(models.TextChoices):
    """What a stored file is; told by its content, never by its name."""

    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"
    PDF = "application/pdf", "PDF"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint"
    CSV = "text/csv", "CSV"
    TEXT = "text/plain", _("Text")


IMAGES = (MediaType.JPEG, MediaType.PNG, MediaType.WEBP)

EXTENSIONS: dict[MediaType, tuple[str, ...]] = {
    MediaType.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    MediaType.PNG: (".png",),
    MediaType.WEBP: (".webp",),
    MediaType.PDF: (".pdf",),
    MediaType.DOCX: (".docx",),
    MediaType.XLSX: (".xlsx",),
    MediaType.PPTX: (".pptx",),
    MediaType.CSV: (".csv",),
    MediaType.TEXT: (".txt", ".text", ".md", ".log", ".tsv"),
}
"""The endings that go with each type, the usual one first."""
