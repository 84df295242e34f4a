"""The answer to one question: a typed value, and the customer's own words."""

from django.db import models
from django.db.models import Q

from accounts.owned import OwnedQuerySet, OwnedRow
from responses.models.response import Response
from surveys.models import Question


class AnswerQuerySet(OwnedQuerySet):
    def with_words(self) -> "AnswerQuerySet":
        return self.exclude(value_text="", motivation="")

    def answered(self) -> "AnswerQuerySet":
        """Without those that were taken back by a change: their rows stay, with nothing in them."""
        return self.exclude(
            value_choice="",
            value_number__isnull=True,
            value_choices__isnull=True,
            value_decimal__isnull=True,
            value_date__isnull=True,
            value_text="",
            motivation="",
        )


class Answer(OwnedRow):
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, related_name="+", related_query_name="answer")
    question_key = models.UUIDField()
    value_choice = models.CharField(max_length=40, blank=True)  # yes, no, neither, or an option's key
    value_number = models.SmallIntegerField(null=True, blank=True)
    value_choices = models.JSONField(null=True, blank=True)  # the options' keys where several may be chosen
    value_decimal = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=4)
    value_date = models.DateField(null=True, blank=True)
    value_text = models.TextField(blank=True)  # the words that answer an open question
    value_steps = models.JSONField(null=True, blank=True)  # {step: words} of "one time"; value_text has them in a row
    motivation = models.TextField(blank=True)  # the words beside a closed answer

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_a_question"),
            models.CheckConstraint(
                condition=Q(value_number__isnull=True) | Q(value_number__gte=0, value_number__lte=10),
                name="answer_number_0_to_10",
            ),
            models.CheckConstraint(condition=Q(value_text="") | Q(motivation=""), name="answer_words_in_one_place"),
        ]
        indexes = [models.Index(fields=["question_key", "value_choice"], name="answer_by_question")]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.question_id}"

    @property
    def words(self) -> str:
        """What the customer wrote, whichever field it stands in; an empty string for nothing."""
        return self.value_text or self.motivation
