"""What an incident's words say as numbers of one embedder. Numbers of two embedders are never compared."""

from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from insights.models.incident import Incident


class IncidentVector(OwnedRow):
    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="vector", primary_key=True)
    embedder = models.CharField(max_length=40)
    values = models.BinaryField()  # float16

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.incident_id} by {self.embedder}"
