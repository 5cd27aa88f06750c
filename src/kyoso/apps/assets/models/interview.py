from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.disclosure.enums import Tier
from kyoso.shared.codes import new_code
from kyoso.shared.locking import Versioned


class Interview(models.Model):
    """The questions about one kind of asset, as one organisation answers them; never listed for anyone else (A1)."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24, choices=AssetKind)
    tier = models.PositiveSmallIntegerField(
        choices=Tier, default=Tier.NDA, help_text="After NDA: all members read the answers; core: owners and managers"
    )
    started_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "finished_at", "-started_at"], name="interview_owner")]

    def __str__(self) -> str:
        return f"interview:{self.code}"


class Answer(Versioned):
    """What the organisation answers to one question, in raw words."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=24, help_text="Its key in the file of questions")
    text = models.TextField(max_length=2000, blank=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "question"], name="one_answer_a_question")]

    def __str__(self) -> str:
        """Never the text: a record in a log or an error must not speak."""
        return f"answer:{self.pk}"
