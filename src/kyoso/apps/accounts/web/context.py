"""What the header of every page shows: for whom one acts, one's other organisations, one's own menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership


def acting(request: HttpRequest) -> dict[str, Any]:
    """Return `acting`, `organisation_switcher` and `account_menu`, at no further query."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"acting": None, "organisation_switcher": None, "account_menu": []}
    actor: Actor = request.actor  # type: ignore[attr-defined]
    members = request.memberships  # type: ignore[attr-defined]
    return {
        "acting": SimpleLazyObject(lambda: _acting(actor, members)),
        "organisation_switcher": SimpleLazyObject(lambda: _switcher(actor, members)),
        "account_menu": SimpleLazyObject(lambda: _menu(actor)),
    }


def _acting(actor: Actor, members: Any) -> dict[str, Any]:
    current = _current(actor, members)
    return {
        "organisation": current.organisation if current else None,
        "organisations": [member.organisation for member in members],
        "role": current.get_role_display() if current else "",
    }


def _switcher(actor: Actor, members: Any) -> dict[str, Any]:
    current = _current(actor, members)
    if current is None:
        return {}
    return {
        "current": current.organisation.name,
        "url": reverse("organisation_switch"),
        "name": "organisation",
        "items": [
            {
                "value": member.organisation.code,
                "label": member.organisation.name,
                "current": member.organisation_id == actor.organisation_id,
            }
            for member in members
        ],
    }


def _menu(actor: Actor) -> list[dict[str, str]]:
    entries = [(_("Your account"), "account", "settings"), (_("Mails to you"), "notices", "mail")]
    if actor.organisation_id is not None:
        entries.append((_("Organisation"), "organisation_own", "building"))
        entries.append((_("Members"), "member_list", "users"))
        entries.append((_("Work in progress"), "job_list", "clock"))
    if actor.role in {Role.OWNER, Role.MANAGER, Role.LEAD}:
        entries.append((_("Inquiries"), "inquiry_list", "mail"))
    if actor.is_manager:
        entries.append((_("Disclosure by name"), "grant_list", "lock"))
    if actor.network_roles:
        entries.append((_("Network operation"), "operator_organisations", "shield"))
    return [{"label": label, "url": reverse(name), "icon": icon} for label, name, icon in entries]


def _current(actor: Actor, members: Any) -> Membership | None:
    return next((member for member in members if member.organisation_id == actor.organisation_id), None)
