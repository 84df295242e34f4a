"""Something a named person may take, try and learn from. Its key is (organisation, unit, touchpoint, theme)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from insights.models.theme import Theme
from surveys.models import Touchpoint


class State(models.TextChoices):
    SUGGESTED = "suggested", pgettext_lazy("state of an improvement", "Suggested")
    OPEN = "open", pgettext_lazy("state of an improvement", "Free to take")
    TAKEN = "taken", pgettext_lazy("state of an improvement", "Taken")
    TESTING = "testing", pgettext_lazy("state of an improvement", "Being tried")
    MEASURING = "measuring", pgettext_lazy("state of an improvement", "Looking at the result")
    PARKED = "parked", pgettext_lazy("state of an improvement", "Resting")
    CLOSED_LEARNED = "closed_learned", pgettext_lazy("state of an improvement", "Done, we learned from it")
    DECLINED = "declined", pgettext_lazy("state of an improvement", "Not taken further")
    MERGED = "merged", pgettext_lazy("state of an improvement", "Merged")


ENDED = (State.CLOSED_LEARNED, State.DECLINED, State.MERGED)
OWNED = (State.TAKEN, State.TESTING, State.MEASURING)
FREE = (State.SUGGESTED, State.OPEN)


class ImprovementTaskQuerySet(OwnedQuerySet):
    def living(self) -> "ImprovementTaskQuerySet":
        """Everything that is not at its end."""
        return self.exclude(state__in=ENDED)

    def free(self) -> "ImprovementTaskQuerySet":
        return self.filter(state__in=FREE)

    def owned_by(self, user) -> "ImprovementTaskQuerySet":
        return self.filter(owner=user, state__in=OWNED)

    def in_units(self, units) -> "ImprovementTaskQuerySet":
        return self.filter(unit__in=units)

    def with_headline(self) -> "ImprovementTaskQuerySet":
        """Everything a card shows, in three queries.

        Joined into one, PostgreSQL reads every incident there is to sort a few hundred tasks.
        """
        incidents = self.model._meta.get_field("headline").related_model.objects
        headlines = incidents.select_related("answer__response__survey").prefetch_related("answer__hidden_spans")
        return self.select_related("unit", "owner", "theme").prefetch_related(Prefetch("headline", headlines))

    def by_priority(self) -> "ImprovementTaskQuerySet":
        """Now before next before later, then by score, then the oldest first."""
        return self.order_by("band_order", "-score", "id")


class ImprovementTask(OwnedRow):
    class Band(models.TextChoices):
        NOW = "now", pgettext_lazy("priority", "Now")
        NEXT = "next", pgettext_lazy("priority", "Next")
        LATER = "later", pgettext_lazy("priority", "Later")

    BAND_ORDER = {Band.NOW: 0, Band.NEXT: 1, Band.LATER: 2}

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="tasks")
    extra_units = models.ManyToManyField(Unit, blank=True, related_name="+")
    state = models.CharField(max_length=15, choices=State.choices, default=State.SUGGESTED)
    title = models.CharField(max_length=90, blank=True)  # by a person; empty: the customer's own words
    headline = models.ForeignKey(
        "insights.Incident", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the most severe incident, whose first sentence is the title
    score = models.FloatField(default=0)
    band = models.CharField(max_length=5, choices=Band.choices, default=Band.LATER)
    band_order = models.PositiveSmallIntegerField(default=2)  # of `band`, for sorting
    voices = models.PositiveIntegerField(default=0)  # different people who said it
    scored_at = models.DateTimeField(null=True, blank=True)
    reopened = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    smallest_step = models.CharField(max_length=240, blank=True)
    hypothesis = models.TextField(blank=True)  # "we think ... because ...; we try ...": asked when others are touched
    what_we_did = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    what_happened = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it rests or is not taken further; everybody sees it
    review_on = models.DateField(null=True, blank=True)  # when a resting one is looked at again
    decline_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # of a serious one: a second person agrees, or five days pass
    decline_asked_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ImprovementTaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit", "touchpoint", "theme"],
                condition=~Q(state__in=["closed_learned", "declined", "merged"]),
                name="task_one_living_a_problem",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, taken_at__isnull=True) | Q(owner__isnull=False, taken_at__isnull=False),
                name="task_owner_and_taken_at_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "testing", "measuring"]) | Q(owner__isnull=False),
                name="task_in_hands_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["suggested", "open"]) | Q(owner__isnull=True),
                name="task_free_has_no_owner",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="task_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["parked", "declined"]) | ~Q(reason=""),
                name="task_put_aside_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state="merged"), name="task_merged_has_that_state"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="task_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "band_order", "-score"], name="task_by_priority"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("insights:task", args=[self.pk])

    @property
    def is_free(self) -> bool:
        """Anybody may take it."""
        return self.state in FREE

    @property
    def is_in_hands(self) -> bool:
        return self.state in OWNED

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED
