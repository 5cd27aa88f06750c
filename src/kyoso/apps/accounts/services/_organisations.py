"""What registering, importing and editing an organisation share: a checked profile, stored and told to the index."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.enums import OrganisationStatus
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.rules import clean_profile, search_text
from kyoso.apps.accounts.services._registries import settled


def checked(profile: Mapping[str, Any], own_id: int | None = None) -> dict[str, Any]:
    """Return the profile in stored form with its search text; ValidationError names the fields at fault."""
    unknown = set(profile) - set(cleaned := clean_profile(profile))
    if unknown:
        raise TypeError(f"not part of a profile: {', '.join(sorted(unknown))}")
    if cleaned["corporate_number"]:
        _refuse_duplicate(cleaned["corporate_number"], own_id)
    cleaned = settled(cleaned, own_id)
    return cleaned | {"search_text": search_text(cleaned)}


def stored(write: Callable[[], Organisation], number: str | None) -> Organisation:
    """Write the record; should somebody have taken the number this very moment, say the same as `checked` does."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        if number:
            raise taken() from None
        raise


def taken() -> ValidationError:
    """Say that the number is in use, whoever uses it and whatever became of them."""
    text = _(
        "An organisation with this corporate number is already registered. "
        "Ask its manager to invite you, or ask the operator of the network."
    )
    return ValidationError({"corporate_number": ValidationError(text, code="registered")})


def _refuse_duplicate(number: str, own_id: int | None) -> None:
    other = Organisation.objects.filter(corporate_number=number).first()
    if other is None or other.pk == own_id:
        return
    if other.is_claimed or other.status != OrganisationStatus.APPROVED:
        raise taken()
    text = _("This organisation is already listed, and nobody has signed up for it yet. Claim it instead.")
    raise ValidationError(
        {"corporate_number": ValidationError(text, code="unclaimed", params={"organisation": other.code})}
    )
