"""What the imported registries say about a profile before it is stored (H5)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.queries.registries import find_municipality, has_industry_class


def settled(profile: dict[str, Any], own_id: int | None) -> dict[str, Any]:
    """Return the profile with the municipality as the ministry spells it; an unknown class of JSIC is refused.

    A municipality that the table does not have stays as it was typed: tables are imported or not, and towns merge.
    """
    name = find_municipality(profile["prefecture"], profile["municipality"])
    code = profile["industry_class"]
    if code and not has_industry_class(code) and not _stated(own_id, code):
        raise ValidationError({"industry_class": _("The list of JSIC has no class %(code)s.") % {"code": code}})
    return profile | ({"municipality": name} if name else {})


def _stated(own_id: int | None, code: str) -> bool:
    return Organisation.objects.filter(pk=own_id, industry_class=code).exists() if own_id else False
