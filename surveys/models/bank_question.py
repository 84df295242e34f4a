"""A question an organisation keeps for its next survey."""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from common.casefolding import search_text
from surveys import question_kinds
from surveys.models.touchpoint import Touchpoint


class BankQuestionQuerySet(OwnedQuerySet):
    def matching(self, words: str) -> "BankQuestionQuerySet":
        """Those whose texts hold every one of the words, however they are cased."""
        found = self
        for word in search_text(words).split():
            found = found.filter(search_text__contains=word)
        return found


class BankQuestion(OwnedRow):
    kind = models.CharField(max_length=20, choices=question_kinds.CHOICES)
    touchpoint = models.ForeignKey(Touchpoint, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    texts = models.JSONField(default=dict)
    options = models.JSONField(default=list, blank=True)
    ends = models.JSONField(default=dict, blank=True)
    prompt = models.JSONField(default=dict, blank=True)
    required = models.BooleanField(default=False)
    reversed = models.BooleanField(default=False)
    if_no_we_will = models.CharField(max_length=300, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = BankQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[code for code, _ in question_kinds.CHOICES]),
                name="bank_question_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="bank_newest_first")]

    def __str__(self) -> str:
        return next((text for text in self.texts.values() if text), str(self.pk))

    def save(self, *args, **kwargs) -> None:
        self.search_text = search_text(*self.texts.values())
        super().save(*args, **kwargs)
