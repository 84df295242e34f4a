"""One numbered version of a survey. Publishing freezes it; the draft carries a revision against lost updates."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.owned import OwnedRow
from surveys.frozen import FreezingQuerySet, FreezingRow
from surveys.models.survey import Survey


class SurveyVersion(FreezingRow, OwnedRow):
    published_lookup = "published_at"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    languages = models.JSONField(default=list)  # those the survey promises, the main one first
    title = models.JSONField(default=dict)
    intro = models.JSONField(default=dict)  # why we ask, in the words of whoever asks
    thanks = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = FreezingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(published_at__isnull=True), name="version_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
