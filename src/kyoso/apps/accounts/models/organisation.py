from django.db import models

from kyoso.apps.accounts.enums import OrganisationKind, OrganisationStatus
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.shared.codes import new_code
from kyoso.shared.locking import Versioned


class Organisation(Versioned):
    """A firm, university, public body … Its profile is public once approved; what it owns has tiers of its own."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    corporate_number = models.CharField(max_length=13, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=16, choices=OrganisationKind, default=OrganisationKind.SME)
    industry = models.CharField(max_length=2, blank=True, help_text="JSIC major group, two digits")
    industry_class = models.CharField(max_length=4, blank=True, help_text="JSIC group or class, three or four digits")
    prefecture = models.CharField(max_length=2, blank=True, help_text="JIS X 0401 code, two digits")
    municipality = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=160, blank=True, help_text="What follows the municipality in the address")
    employees = models.PositiveIntegerField(null=True, blank=True)
    capital = models.PositiveBigIntegerField(null=True, blank=True, help_text="Yen")
    website = models.URLField(blank=True)
    wants = models.TextField(max_length=2000, blank=True)
    status = models.CharField(max_length=16, choices=OrganisationStatus, default=OrganisationStatus.PENDING)
    status_reason = models.CharField(max_length=400, blank=True)
    is_claimed = models.BooleanField(default=True, help_text="False: imported, nobody signed up for it yet")
    search_text = models.TextField(blank=True, editable=False, help_text="Folded names and wishes, for searching")

    class Meta:
        indexes = [
            models.Index(fields=["status", "kana", "id"], name="organisation_list"),
            models.Index(fields=["industry", "id"], name="organisation_industry"),
            models.Index(fields=["prefecture", "id"], name="organisation_prefecture"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def industry_label(self) -> str:
        """Its JSIC major group, in the language of the reader."""
        return industry_label(self.industry)

    @property
    def prefecture_label(self) -> str:
        """Its prefecture, in the language of the reader."""
        return prefecture_label(self.prefecture)

    @property
    def place(self) -> str:
        """Prefecture and municipality as one writes them: 愛知県岡崎市; Aichi, 岡崎市."""
        prefecture = self.prefecture_label
        joint = "" if prefecture.endswith(("県", "府", "都", "道")) or not (prefecture and self.municipality) else ", "
        return f"{prefecture}{joint}{self.municipality}"

    @property
    def is_pending(self) -> bool:
        """Still waits for the operator."""
        return self.status == OrganisationStatus.PENDING

    @property
    def is_approved(self) -> bool:
        """In the network: its profile is public."""
        return self.status == OrganisationStatus.APPROVED
