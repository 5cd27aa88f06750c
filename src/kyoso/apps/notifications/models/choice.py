import secrets

from django.db import models

from kyoso.apps.accounts.models import Person
from kyoso.apps.notifications.enums import Frequency


def new_key() -> str:
    """Return what stands in the link that ends mails: whoever has it may end them, and do nothing else."""
    return secrets.token_urlsafe(24)


class Choice(models.Model):
    """How often a person wants mail on a topic; without one the topic's usual counts."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=32)
    frequency = models.CharField(max_length=8, choices=Frequency)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_choice_a_topic")]

    def __str__(self) -> str:
        return f"choice:{self.pk}"
