from typing import Any, ClassVar

from django.db import models

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.shared.codes import new_code
from kyoso.shared.locking import Versioned


class TieredRecord(Versioned):
    """A record with a tier of its own and stricter ones for single fields; imported by its own app alone."""

    KIND: ClassVar[str]
    TIERED: ClassVar[tuple[str, ...]]
    """The text fields that may be stricter than the record. The title is as open as the record itself."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.NETWORK)
    field_tiers = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Never the title: a record in a log or an error must not speak."""
        return f"{self.KIND}:{self.code}"

    @property
    def facets(self) -> dict[str, Any]:
        """Columns of the projection besides the texts: category, field, status, due, listed."""
        raise NotImplementedError
