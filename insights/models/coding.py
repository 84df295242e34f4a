"""One person's reading of one incident, as they saw it; a second person's stands beside it, so that they compare."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.owned import OwnedQuerySet, OwnedRow
from insights.models.incident import Incident


class Coding(OwnedRow):
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    was_blind = models.BooleanField(default=False)  # coded before the machine's suggestion was shown
    is_incident = models.BooleanField(default=True)
    category = models.CharField(max_length=30, blank=True)
    polarity = models.CharField(max_length=10, blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    coded_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "coder"], name="coding_once_a_person"),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__gte=1, severity__lte=5), name="coding_severity_1_to_5"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-coded_at", "-id"], name="coding_newest_first")]

    def __str__(self) -> str:
        return f"{self.incident_id} by {self.coder_id}"
