"""Somebody of the organisation has walked a mile: answered the draft as a customer would, or read it and said why."""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from surveys.models.survey_version import SurveyVersion


class Walk(OwnedRow):
    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="walks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=10)  # of the membership then
    shape = models.CharField(max_length=64)  # what was asked, but for its wording: a wording fix keeps the walk
    has_answered = models.BooleanField()  # sent in an answer; else only read it
    words = models.CharField(max_length=1000, blank=True)
    walked_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["version", "shape"], name="walk_of_version")]

    def __str__(self) -> str:
        return f"{self.user_id} walked {self.version_id}"
