"""People: signing up, and changing what they say about themselves."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Person
from kyoso.apps.accounts.rules import clean_email
from kyoso.apps.journal.services.record import record_event
from kyoso.shared.text import clean_line

MOST_NAME = 80


def register_person(
    *, email: str, name: str, language: str = "ja", password: str | None = None, verified: bool = False
) -> Person:
    """Create a person; without a password they set one by the reset link. `verified`: the address is surely theirs."""
    with transaction.atomic():
        person = Person.objects.create_user(
            clean_email(email), password, name=_checked_name(name), language=_checked_language(language)
        )
        if verified:
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        record_event("person_registered", subject=("person", person.pk), person_id=person.pk)
    return person


def mark_address_proven(*, person: Person) -> None:
    """Note that a mail to the person's address was read, because they came by a link in it."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=person, email=person.email).update(verified=True)
        record_event("address_proven", subject=("person", person.pk), person_id=person.pk)


def edit_person(*, actor: Actor, name: str, language: str) -> Person:
    """Change one's own name and language."""
    if actor.person_id is None:
        raise PermissionDenied
    with transaction.atomic():
        person = Person.objects.get(pk=actor.person_id)
        person.name, person.language = _checked_name(name), _checked_language(language)
        person.save(update_fields=["name", "language"])
        record_event("person_edited", subject=("person", person.pk), person_id=person.pk)
    return person


def _checked_name(name: str) -> str:
    text = " ".join(clean_line(name).split())
    if not text:
        raise ValidationError({"name": _("Enter your name.")})
    if len(text) > MOST_NAME:
        raise ValidationError({"name": _("At most %(n)s characters.") % {"n": MOST_NAME}})
    return text


def _checked_language(language: str) -> str:
    if language not in {"ja", "en"}:
        raise ValidationError({"language": _("Choose one of the list.")})
    return language
