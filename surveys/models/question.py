"""One question of one version. Its key follows it through the versions; its texts are frozen with them."""

import uuid

from django.db import models

from accounts.owned import OwnedRow
from surveys import question_kinds
from surveys.frozen import FreezingQuerySet, FreezingRow
from surveys.models.survey_version import SurveyVersion
from surveys.models.touchpoint import Touchpoint


def json_object() -> models.JSONField:
    return models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))


class Question(FreezingRow, OwnedRow):
    published_lookup = "version__published_at"

    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=question_kinds.CHOICES)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)  # {language: text}
    options = models.JSONField(default=list)  # [{"key": stable, "texts": {language: text}}]
    ends = models.JSONField(default=dict)  # {"low": {language: text}, "high": {language: text}}
    prompt = models.JSONField(default=dict)  # {"neutral" | "yes" | "no": {language: text}}
    required = models.BooleanField(default=False)
    reversed = models.BooleanField(default=False)  # a yes is bad news
    show_if = (
        json_object()
    )  # {} or {"question": key of an earlier one, "operator": see surveys/logic.py, "value": text}
    if_no_we_will = models.CharField(max_length=300, blank=True, db_default="")  # else the survey's own decision
    kept_advice = json_object()  # {language: {rule: {"reason": text, "by": name, "at": ISO time}}}

    objects = FreezingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[code for code, _ in question_kinds.CHOICES]),
                name="question_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return next((text for text in self.texts.values() if text), str(self.key))

    def belongs_to_published(self) -> bool:
        return self.version.is_published
