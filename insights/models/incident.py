"""One thing that happened to one customer, as a span of their answer. Never averaged away.

The machine's and the person's judgement stand side by side; `polarity`, `category` and `severity` are the person's
where there is one. No copy of the text is kept here: erasing the answer erases the incident's words.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from insights.models.improvement_task import ImprovementTask
from insights.models.theme import Theme
from responses.models import Answer
from surveys.models import Touchpoint

NEGATIVE, POSITIVE, MIXED = "negative", "positive", "mixed"


def half_judged() -> Q:
    """A person has corrected some of it, and the rest is still a guess, or nobody has said how bad it was."""
    how_bad = Q(human_severity__isnull=True) & ~Q(polarity=POSITIVE)
    open_still = Q(human_category__isnull=True) | Q(human_polarity__isnull=True) | how_bad
    return Q(settled_at__isnull=False, dismissed=False) & open_still


class IncidentQuerySet(OwnedQuerySet):
    def standing(self) -> "IncidentQuerySet":
        """Those that no person has said are not incidents."""
        return self.filter(dismissed=False)

    def negative(self) -> "IncidentQuerySet":
        """Mixed ones too: praise beside it does not undo what happened."""
        return self.filter(polarity__in=[NEGATIVE, MIXED])

    def positive(self) -> "IncidentQuerySet":
        return self.filter(polarity=POSITIVE)

    def in_units(self, units) -> "IncidentQuerySet":
        return self.filter(unit__in=units)

    def with_words(self) -> "IncidentQuerySet":
        """Everything a quote shows, in two queries: the second for what was hidden by hand."""
        told = self.select_related("answer__response__survey", "unit", "touchpoint", "theme")
        return told.prefetch_related("answer__hidden_spans")

    def newest_first(self) -> "IncidentQuerySet":
        return self.order_by("-happened_at", "-id")


class Incident(OwnedRow):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="incidents")
    revision = models.PositiveIntegerField(default=1)  # of the response the span belongs to
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    engine_version = models.CharField(max_length=40)
    machine_polarity = models.CharField(max_length=10)
    machine_category = models.CharField(max_length=30)
    machine_severity = models.PositiveSmallIntegerField(null=True, blank=True)
    machine_confidence = models.FloatField(default=0)
    machine_why = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    human_polarity = models.CharField(max_length=10, null=True, blank=True)
    human_category = models.CharField(max_length=30, null=True, blank=True)
    human_severity = models.PositiveSmallIntegerField(null=True, blank=True)
    dismissed = models.BooleanField(default=False)  # a person says: not an incident
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    polarity = models.GeneratedField(
        expression=Coalesce("human_polarity", "machine_polarity"),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )
    category = models.GeneratedField(
        expression=Coalesce("human_category", "machine_category"),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )
    severity = models.GeneratedField(
        expression=Coalesce("human_severity", "machine_severity"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="incidents")
    theme_pinned = models.BooleanField(default=False, db_default=False)  # a person put it there: nothing moves it
    theme_unsure = models.BooleanField(default=False, db_default=False)  # near a theme, not near enough: ask a person
    task = models.ForeignKey(
        ImprovementTask, null=True, blank=True, on_delete=models.SET_NULL, related_name="incidents"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    respondent_key = models.UUIDField()
    happened_at = models.DateTimeField()  # when the answer was sent in
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passed_on_at = models.DateTimeField(null=True, blank=True)
    made_possible = models.CharField(max_length=240, blank=True)  # what made the good thing possible

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision", "start"], name="incident_span_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="incident_span_not_empty"),
            models.CheckConstraint(
                condition=Q(machine_severity__isnull=True) | Q(machine_severity__gte=1, machine_severity__lte=5),
                name="incident_machine_severity_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(human_severity__isnull=True) | Q(human_severity__gte=1, human_severity__lte=5),
                name="incident_human_severity_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="incident_settled_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=Q(passed_on_by__isnull=True, passed_on_at__isnull=True)
                | Q(passed_on_by__isnull=False, passed_on_at__isnull=False),
                name="incident_passed_on_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=Q(machine_polarity__in=["negative", "positive", "mixed"]),
                name="incident_polarity_known",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-happened_at", "-id"], name="incident_newest_first"),
            models.Index(
                fields=["organisation", "unit", "touchpoint", "theme", "happened_at"],
                name="incident_by_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}[{self.start}:{self.end}]"

    @property
    def is_half_judged(self) -> bool:
        """As `half_judged` has it, of the row as it was read."""
        if self.settled_at is None or self.dismissed:
            return False
        has_severity = self.human_severity or self.polarity == POSITIVE
        return not (self.human_category and self.human_polarity and has_severity)

    @property
    def lacks_severity(self) -> bool:
        """It is bad, and nobody has said how bad: what was taken for praise has no severity of the machine's."""
        return not self.dismissed and self.polarity != POSITIVE and self.severity is None
