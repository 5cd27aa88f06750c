"""What makes a profile right, and who may do what: pure functions on values."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import OrganisationKind, OrganisationStatus, Role
from kyoso.apps.accounts.registries import INDUSTRIES, PREFECTURES
from kyoso.shared.japanese import fold
from kyoso.shared.text import clean_line, clean_text

HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
LEGAL_FORMS = (
    *("株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "(株)", "(有)", "(同)", "(資)", "(名)"),
    *("一般社団法人", "一般財団法人", "公益社団法人", "公益財団法人", "特定非営利活動法人", "国立大学法人", "学校法人"),
)
LENGTHS = {"name": 120, "kana": 160, "name_en": 160, "municipality": 40, "street": 160, "website": 200, "wants": 2000}
MOST_EMPLOYEES = 10_000_000
MOST_CAPITAL = 10**15
ROLE_ORDER = (Role.MEMBER, Role.LEAD, Role.MANAGER, Role.OWNER)


# Corporate number (法人番号)


def check_digit(base: str) -> int:
    """Return the check digit of a corporate number's last twelve digits.

    9 − (Σ Pn·Qn mod 9), where Pn is the n-th digit from the right and Qn is 1 for odd, 2 for even n
    (Ordinance of the Ministry of Finance on corporate numbers, 2014, article 2).
    """
    return 9 - sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(base))) % 9


def clean_corporate_number(text: str) -> str | None:
    """Return the thirteen digits, None where nothing is given; ValidationError says how to mend the rest."""
    digits = unicodedata.normalize("NFKC", text).translate({ord(sign): None for sign in "-‐−–ー \u3000"})
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError(_("Use digits only: a corporate number has 13 of them."))
    if len(digits) == 12:
        raise ValidationError(
            _("This has 12 digits. Those are the company registration number; put the check digit in front.")
        )
    if len(digits) != 13:
        raise ValidationError(_("A corporate number has 13 digits; this has %(n)s.") % {"n": len(digits)})
    if int(digits[0]) != check_digit(digits[1:]):
        raise ValidationError(
            _("The check digit does not fit, so at least one digit is wrong. Compare it with your registration.")
        )
    return digits


# Names


def clean_kana(text: str) -> str:
    """Return a reading in full-width katakana, whatever it was typed in."""
    return _squeeze(unicodedata.normalize("NFKC", text).translate(HIRAGANA_TO_KATAKANA))


def name_key(name: str) -> str:
    """Return what is left of a name for recognising duplicates: folded, without its legal form and without spaces."""
    folded = "".join(fold(name).split())
    key = folded
    for form in LEGAL_FORMS:
        key = key.replace(fold(form), "")
    return key or folded


def search_text(profile: Mapping[str, Any]) -> str:
    """Return the folded text by which an organisation is found; its first line is the key of its name."""
    names = ("name", "kana", "name_en", "municipality", "wants")
    return "\n".join([name_key(profile["name"]), *(fold(profile.get(name) or "") for name in names)])


def clean_email(text: str) -> str:
    """Return an address as it is stored and compared: half-width, lower case, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _squeeze(text: str) -> str:
    return " ".join(clean_line(text).split())


# Profile


def clean_profile(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole profile in stored form, what is missing as empty; ValidationError names each field at fault."""
    cleaned: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    for name, clean in PROFILE.items():
        try:
            cleaned[name] = clean(values.get(name))
        except ValidationError as fault:
            faults[name] = fault
    for name, length in LENGTHS.items():
        if name not in faults and len(cleaned[name]) > length:
            faults[name] = ValidationError(_("At most %(n)s characters.") % {"n": length})
    if faults:
        raise ValidationError(faults)
    if cleaned["industry_class"]:
        cleaned["industry"] = cleaned["industry_class"][:2]  # the narrower choice decides
    return cleaned


def _required_name(value: Any) -> str:
    if not (name := _squeeze(str(value or ""))):
        raise ValidationError(_("Enter the name of the organisation."))
    return name


def _code_of(known: Mapping[str, object]) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        code = str(value or "")
        if code and code not in known:
            raise ValidationError(_("Choose one of the list."))
        return code

    return clean


def _industry_class(value: Any) -> str:
    code = unicodedata.normalize("NFKC", str(value or "")).split(" ")[0].strip()
    if code and not (code.isascii() and code.isdigit() and len(code) in {3, 4} and code[:2] in INDUSTRIES):
        raise ValidationError(_("A class of JSIC has three or four digits, such as 2452."))
    return code


def _kind(value: Any) -> str:
    if (kind := str(value or OrganisationKind.SME)) not in OrganisationKind.values:
        raise ValidationError(_("Choose one of the list."))
    return kind


def _number_up_to(most: int) -> Callable[[Any], int | None]:
    def clean(value: Any) -> int | None:
        if value in (None, ""):
            return None
        if not 0 <= int(value) <= most:
            raise ValidationError(_("Enter a number from 0 to %(most)s.") % {"most": most})
        return int(value)

    return clean


def _website(value: Any) -> str:
    url = str(value or "").strip()
    if url:
        URLValidator(["http", "https"], message=_("Enter an address that starts with https://."))(url)
    return url


PROFILE: Mapping[str, Callable[[Any], Any]] = {
    "name": _required_name,
    "kana": lambda value: clean_kana(str(value or "")),
    "name_en": lambda value: _squeeze(str(value or "")),
    "corporate_number": lambda value: clean_corporate_number(str(value or "")),
    "kind": _kind,
    "industry": _code_of(INDUSTRIES),
    "industry_class": _industry_class,
    "prefecture": _code_of(PREFECTURES),
    "municipality": lambda value: _squeeze(str(value or "")),
    "street": lambda value: _squeeze(str(value or "")),
    "employees": _number_up_to(MOST_EMPLOYEES),
    "capital": _number_up_to(MOST_CAPITAL),
    "website": _website,
    "wants": lambda value: clean_text(str(value or "")),
}
"""Each field of a profile with the function that brings it into stored form."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Which fields of a profile help others to find an organisation, and which of them are empty."""

    all: tuple[str, ...]
    missing: tuple[str, ...]


WORTH_FILLING = ("kana", "corporate_number", "industry", "prefecture", "employees", "website", "wants")


def profile_gaps(profile: object) -> Gaps:
    """Return what a profile still lacks."""
    return Gaps(WORTH_FILLING, tuple(name for name in WORTH_FILLING if not getattr(profile, name)))


# Rights


def can_see_organisation(actor: Actor, organisation_id: int, status: str) -> bool:
    """Approved ones are public; the others exist for their own members and for the network's staff only."""
    if status == OrganisationStatus.APPROVED:
        return True
    return actor.organisation_id == organisation_id or can_see_queue(actor)


def is_manager_role(role: str) -> bool:
    """Owners and managers answer for the organisation, and see its core."""
    return role in {Role.OWNER, Role.MANAGER}


def can_edit_organisation(actor: Actor, organisation_id: int) -> bool:
    """Owners and managers edit the profile of the organisation they act for."""
    return actor.is_manager and actor.organisation_id == organisation_id


def can_see_queue(actor: Actor) -> bool:
    """Operators and coordinators see who waits."""
    return bool(actor.network_roles)


def can_decide(actor: Actor) -> bool:
    """Operators alone approve organisations and accept claims."""
    return actor.is_operator


def can_give_role(actor: Actor, role: str) -> bool:
    """Owners give any role; managers every role but owner."""
    return actor.role == Role.OWNER or (actor.role == Role.MANAGER and role != Role.OWNER)


def can_change_member(actor: Actor, role_now: str) -> bool:
    """Managers change and remove everyone but owners; owners everyone."""
    return can_give_role(actor, role_now)


def roles_to_give(actor: Actor) -> list[Role]:
    """Return the roles that the actor may give, the smallest first."""
    return [role for role in ROLE_ORDER if can_give_role(actor, role)]
