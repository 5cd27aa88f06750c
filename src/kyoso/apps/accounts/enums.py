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
