"""A survey: what stays the same while its versions change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from common import clock
from common.casefolding import search_text


class SurveyQuerySet(OwnedQuerySet):
    def open(self, now) -> "SurveyQuerySet":
        return self.published().filter(_has_begun(now), _is_not_over(now), closed_at__isnull=True)

    def scheduled(self, now) -> "SurveyQuerySet":
        return self.published().filter(_is_not_over(now), opens_at__gt=now, closed_at__isnull=True)

    def closed(self, now) -> "SurveyQuerySet":
        return self.published().filter(Q(closed_at__isnull=False) | Q(closes_at__lte=now))

    def published(self) -> "SurveyQuerySet":
        return self.filter(published_version__isnull=False)

    def never_published(self) -> "SurveyQuerySet":
        return self.filter(published_version__isnull=True)

    def put_away(self) -> "SurveyQuerySet":
        return self.filter(archived_at__isnull=False)

    def at_hand(self) -> "SurveyQuerySet":
        return self.filter(archived_at__isnull=True)

    def matching(self, words: str) -> "SurveyQuerySet":
        """Those whose name holds every one of the words, however they are cased."""
        found = self
        for word in search_text(words).split():
            found = found.filter(search_text__contains=word)
        return found


def _has_begun(now) -> Q:
    return Q(opens_at__isnull=True) | Q(opens_at__lte=now)


def _is_not_over(now) -> Q:
    return Q(closes_at__isnull=True) | Q(closes_at__gt=now)


class Survey(OwnedRow):
    class Anonymity(models.TextChoices):
        NAMED = "named", _("With name: you see who answered and can reply")
        PSEUDONYMOUS = "pseudonymous", _("Without name for the reader")
        ANONYMOUS = "anonymous", _("Anonymous")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Opens later")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    language = models.CharField(_("main language"), max_length=5, choices=settings.LANGUAGES)
    anonymity = models.CharField(
        _("anonymity"), max_length=15, choices=Anonymity.choices, default=Anonymity.PSEUDONYMOUS
    )
    contact_name = models.CharField(_("contact person"), max_length=120)
    contact_email = models.EmailField(_("contact's e-mail address"))
    retention_months = models.PositiveSmallIntegerField(_("months the answers are kept"), default=24)
    shows_help_lines = models.BooleanField(
        _("show local help numbers on the thank-you page"), default=False, db_default=False
    )
    hides_health_words = models.BooleanField(
        _("hide words about health and illness from staff"), default=False, db_default=False
    )
    made_from = models.CharField(max_length=40, blank=True, db_default="")  # the ready-made survey it began as
    # Which decision the answers feed, who acts, and why it matters: asked once a survey, when it is published.
    decision = models.CharField(max_length=500, blank=True, db_default="")
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    purpose_link = models.CharField(max_length=240, blank=True, db_default="")
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # written by insights, read by invitations
    paused_reason = models.CharField(max_length=240, blank=True)
    published_version = models.ForeignKey(
        "surveys.SurveyVersion", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    search_text = models.TextField(blank=True, db_default="", editable=False)  # the casefolded name
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(retention_months__gte=1, retention_months__lte=36),
                name="survey_retention_at_most_36",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
                name="survey_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(anonymity__in=["named", "pseudonymous", "anonymous"]),
                name="survey_anonymity_known",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="survey_newest_first")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.search_text = search_text(self.name)
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("surveys:detail", args=[self.pk])

    @property
    def state(self) -> str:
        if self.published_version_id is None:
            return self.State.DRAFT
        now = clock.now()
        if self.closed_at or (self.closes_at and self.closes_at <= now):
            return self.State.CLOSED
        if self.opens_at and self.opens_at > now:
            return self.State.SCHEDULED
        return self.State.OPEN

    def get_state_display(self) -> str:
        return self.State(self.state).label

    @property
    def draft(self):
        """The version being edited, or None when all are published."""
        return self.versions.filter(published_at__isnull=True).first()

    @property
    def latest_version(self):
        """What a manager looks at: the draft if there is one, else the published version."""
        return self.draft or self.published_version
