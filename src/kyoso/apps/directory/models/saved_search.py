from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.shared.codes import new_code


class SavedSearch(models.Model):
    """A search that a person keeps, to be told of what is new. What it finds is asked for anew each time."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Acted for when it was kept: mails tell what its people may see",
    )
    kind = models.CharField(max_length=16)
    text = models.CharField(max_length=100, blank=True)
    chosen = models.JSONField(default=dict, help_text="Values by filter")
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(help_text="What changed after this is new")

    by_mail = models.BooleanField(default=False, help_text="The person asked to be told by mail")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="saved_search_list"),
            models.Index(fields=["person"], condition=models.Q(by_mail=True), name="saved_search_mail"),
        ]

    def __str__(self) -> str:
        return f"search:{self.code}"
