from django.db import models
from django.utils.translation import gettext_lazy as _


class AssetKind(models.TextChoices):
    TECHNOLOGY = "technology", _("Core technology")
    EQUIPMENT = "equipment", _("Equipment")
    KNOW_HOW = "know_how", _("Know-how")
    PATENT = "patent", _("Patent")
    SKILL = "skill", _("People's skills")
    QUALITY_SYSTEM = "quality_system", _("Quality system and certification")
    CHANNEL = "channel", _("Customers and channels")
    DATA = "data", _("Data")
    BRAND = "brand", _("Brand")
    IDLE_CAPACITY = "idle_capacity", _("Idle capacity")


class TechnologyField(models.TextChoices):
    """The twelve fields of core manufacturing technology (特定ものづくり基盤技術)."""

    DESIGN = "design", _("Design development")
    INFORMATION_PROCESSING = "information_processing", _("Information processing")
    PRECISION_MACHINING = "precision_machining", _("Precision machining")
    PRODUCTION_ENVIRONMENT = "production_environment", _("Production environment")
    JOINING_MOUNTING = "joining_mounting", _("Joining and mounting")
    FORMING = "forming", _("Three-dimensional forming")
    SURFACE_TREATMENT = "surface_treatment", _("Surface treatment")
    MACHINE_CONTROL = "machine_control", _("Machine control")
    COMPOSITE_MATERIALS = "composite_materials", _("Composites and new functional materials")
    MATERIAL_PROCESSES = "material_processes", _("Material production processes")
    BIO = "bio", _("Biotechnology")
    MEASUREMENT = "measurement", _("Measurement")


class AssetStatus(models.TextChoices):
    ACTIVE = "active", _("In use")
    ARCHIVED = "archived", _("Archived")


class PriceUnit(models.TextChoices):
    """What the price of idle capacity is for."""

    HOUR = "hour", _("an hour")
    HALF_DAY = "half_day", _("half a day")
    DAY = "day", _("a day")
    MONTH = "month", _("a month")
    PIECE = "piece", _("a piece")
    JOB = "job", _("a job")
    SQUARE_METRE = "square_metre", _("a square metre and month")


class Part(models.TextChoices):
    """What an asset may still lack."""

    SUMMARY = "summary", _("what it is")
    ABILITY = "ability", _("what you can promise")
    NUMBER = "number", _("a figure")
    EVIDENCE = "evidence", _("evidence")
    CONDITIONS = "conditions", _("terms")
