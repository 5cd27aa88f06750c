"""What the registries add to the profile form while it is filled in; works by sending the form, without scripts too."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from kyoso.apps.accounts.models import Organisation, RegisterEntry
from kyoso.apps.accounts.queries.registries import (
    find_in_register,
    find_municipality,
    has_industry_classes,
    has_municipalities,
    industry_class_label,
    search_industries,
)
from kyoso.apps.accounts.registries.compare import registered_values
from kyoso.apps.accounts.rules import PROFILE
from kyoso.apps.accounts.web.forms import ProfileForm

LOOK = "look"
"""Name of the buttons that look something up instead of saving."""


def looked_up(data: QueryDict) -> tuple[ProfileForm, dict[str, Any]]:
    """Return the form as it was typed, with what the register adds to empty fields, and what the page says about it."""
    typed = {name: data.get(name, "") for name in (*PROFILE, "version")}
    said: dict[str, Any] = {"looked": data[LOOK]}
    if data[LOOK] == "register":
        said |= _from_register(typed)
    return ProfileForm(initial=typed), said


def form_context(form: ProfileForm, data: QueryDict, *, filled: bool) -> dict[str, Any]:
    """Return what the chooser of industries shows: the class chosen, and those that fit the words of one's trade."""
    if not has_industry_classes():
        return {"has_classes": False}
    code = str(form["industry_class"].value() or "")
    trade = data.get("q", "").replace("\x00", "")[:100] if filled else ""
    found = [one for one in search_industries(trade) if len(one.code) > 2 and one.code != code]
    return {
        "has_classes": True,
        "class_code": code,
        "class_label": industry_class_label(code),
        "trade": trade,
        "industries": found,
    }


def doubt_about_place(organisation: Organisation) -> str:
    """Return a word where the ministry's list has no municipality of this name; empty where all is well or unknown."""
    if not organisation.municipality or not has_municipalities(organisation.prefecture):
        return ""
    if find_municipality(organisation.prefecture, organisation.municipality):
        return ""
    return _("%(place)s is not in the list of municipalities. It was saved as you wrote it; is it spelt right?") % {
        "place": organisation.place
    }


def _from_register(typed: dict[str, str]) -> dict[str, Any]:
    try:
        entry = find_in_register(typed["corporate_number"])
    except ValidationError as error:
        return {"number_fault": error.messages[0]}
    if entry is None:
        return {"entry": None}
    return {"entry": entry, "filled": _fill(typed, entry)}


def _fill(typed: dict[str, str], entry: RegisterEntry) -> list[str]:
    """Fill what is empty; an address is taken only whole."""
    values = registered_values(entry)
    place = ("prefecture", "municipality", "street")
    if any(typed[name] for name in place):
        values = {name: value for name, value in values.items() if name not in place}
    filled = [name for name, value in values.items() if value and not typed[name].strip()]
    typed.update({name: values[name] for name in filled})
    return filled
