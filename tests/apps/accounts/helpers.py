"""Short words for the tests of this app."""

from django.core.mail.backends.base import BaseEmailBackend

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.accounts.queries import actor_for

PASSWORD = "furoshiki-7-lantern"


def acting(person: Person, organisation: Organisation | None = None) -> Actor:
    """The person as an actor, for this organisation where they have several."""
    return actor_for(person.pk, organisation.pk if organisation else None)


class BrokenMail(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError
