"""How the four disclosure tiers look and read, everywhere: icon, word and colour, never colour alone (A3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class TierLook:
    """One tier as a reader meets it."""

    number: int
    name: str
    label: str | Promise
    description: str | Promise

    @property
    def icon(self) -> str:
        """The name of the icon that stands for the tier."""
        return f"tier-{self.name}"


TIERS = (
    TierLook(
        0,
        "public",
        pgettext_lazy("disclosure tier", "Public"),
        pgettext_lazy("disclosure tier", "Anyone can see it, search engines too."),
    ),
    TierLook(
        1,
        "network",
        pgettext_lazy("disclosure tier", "Network"),
        pgettext_lazy("disclosure tier", "Approved members of the network can see it."),
    ),
    TierLook(
        2,
        "nda",
        pgettext_lazy("disclosure tier", "After NDA"),
        pgettext_lazy("disclosure tier", "Only named people of a partner with an NDA in force can see it."),
    ),
    TierLook(
        3,
        "core",
        pgettext_lazy("disclosure tier", "Core"),
        pgettext_lazy("disclosure tier", "Never shared. It stays inside your own organisation."),
    ),
)


def tier_look(tier: object) -> TierLook:
    """Return the look of a tier given as a number 0 to 3, its text form, or an enum member; ValueError otherwise."""
    number = int(getattr(tier, "value", tier))  # type: ignore[call-overload]
    if not 0 <= number < len(TIERS):
        raise ValueError(f"no disclosure tier {number}")
    return TIERS[number]
