from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    SME = "sme", _("Small or medium-sized firm")
    LARGE = "large", _("Large company")
    STARTUP = "startup", _("Startup")
    UNIVERSITY = "university", _("University or college")
    RESEARCH = "research", _("Research institute")
    PUBLIC = "public", _("Public body")
    NPO = "npo", _("Non-profit organisation")


class OrganisationStatus(models.TextChoices):
    PENDING = "pending", _("Awaiting approval")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not approved")


class Role(models.TextChoices):
    """A person's role in an organisation."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    LEAD = "lead", _("Open-innovation lead")
    MEMBER = "member", _("Member")


class NetworkRole(models.TextChoices):
    """A person's role in the network as a whole."""

    OPERATOR = "operator", _("Network operator")
    COORDINATOR = "coordinator", _("Coordinator")


class ClaimStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("claim", "Open")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class RegisterProcess(models.TextChoices):
    """What the register of corporate numbers did."""

    NEW = "01", _("Number given")
    NAME = "11", _("Name changed")
    ADDRESS = "12", _("Address changed")
    ADDRESS_ABROAD = "13", _("Address abroad changed")
    CLOSED = "21", _("Registration closed")
    REOPENED = "22", _("Registration reopened")
    MERGED = "71", _("Merged into another company")
    MERGER_VOID = "72", _("Merger declared void")
    NAME_STRUCK = "81", _("Name struck off")
    DELETED = "99", _("Deleted from the register")


class RegisterClosing(models.TextChoices):
    """Why a registration was closed."""

    LIQUIDATED = "01", _("liquidation completed")
    MERGED = "11", _("dissolved by a merger")
    BY_REGISTRAR = "21", _("closed by the registrar")
    OTHER = "31", _("other end of liquidation")
