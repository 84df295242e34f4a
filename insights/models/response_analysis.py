"""That a response has been analysed, by which engine: once per revision."""

from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from responses.models import Response


class ResponseAnalysis(OwnedRow):
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="analyses")
    revision = models.PositiveIntegerField()
    engine_version = models.CharField(max_length=40)
    polarity = models.CharField(max_length=10)  # of the most severe unit; "neutral" when nothing happened
    analysed_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "revision"], name="analysis_once_a_revision")]
        indexes = [models.Index(fields=["organisation", "engine_version"], name="analysis_by_engine")]

    def __str__(self) -> str:
        return f"{self.response_id} revision {self.revision}"
