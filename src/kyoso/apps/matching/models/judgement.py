from django.db import models

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.matching.enums import DeclineReason, Verdict


class Judgement(models.Model):
    """What an organisation thinks of a candidate for one of its needs or assets; known to nobody else."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    query_kind = models.CharField(max_length=16)
    query_id = models.BigIntegerField()
    candidate_kind = models.CharField(max_length=16)
    candidate_id = models.BigIntegerField()
    verdict = models.CharField(max_length=16, choices=Verdict)
    reason = models.CharField(max_length=24, choices=DeclineReason, blank=True)
    note = models.CharField(max_length=400, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "query_kind", "query_id", "candidate_kind", "candidate_id"],
                name="one_judgement_a_pair",
            )
        ]
        indexes = [models.Index(fields=["organisation", "verdict", "-made_at"], name="judgement_list")]
