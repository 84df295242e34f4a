"""One change of a draft, kept so that it can be undone and so that two writers can be told apart."""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from surveys.models.survey_version import SurveyVersion


class DraftChange(OwnedRow):
    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()  # 1 for the first of the version
    revision = models.PositiveIntegerField()  # the draft's after the change
    verb = models.CharField(max_length=20)
    before = models.JSONField(
        default=dict
    )  # only what differs: {"version": {}, "questions": {key: {} or null}, "order": []}
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="draft_change_number_once")]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.number} {self.verb}"
