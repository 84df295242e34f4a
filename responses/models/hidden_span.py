"""A piece of an answer that a person has hidden by hand, because masking had not seen that it tells who somebody is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.owned import OwnedQuerySet, OwnedRow
from responses.models.answer import Answer


class HiddenSpan(OwnedRow):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="hidden_spans")
    revision = models.PositiveIntegerField()  # of the response: the offsets count in the words of that revision
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)  # one of common.masking.KINDS
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision", "start", "end"], name="hidden_span_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="hidden_span_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}[{self.start}:{self.end}]"
