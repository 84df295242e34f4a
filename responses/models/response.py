"""One customer's answer to one survey version, exactly one per personal link."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from invitations.models import Invitation, PublicLink
from surveys.models import Survey, SurveyVersion


class ResponseQuerySet(OwnedQuerySet):
    def submitted(self) -> "ResponseQuerySet":
        """What was sent in by a customer: no previews, nothing only begun."""
        return self.filter(submitted_at__isnull=False, is_preview=False)

    def trusted(self) -> "ResponseQuerySet":
        """Without those that may be automatic, until somebody has said that a person wrote them."""
        return self.filter(flagged=False)

    def in_units(self, units) -> "ResponseQuerySet":
        return self.filter(unit__in=units)


class Response(OwnedRow):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(SurveyVersion, on_delete=models.RESTRICT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.RESTRICT, related_name="response"
    )
    public_link = models.ForeignKey(
        PublicLink, null=True, blank=True, on_delete=models.RESTRICT, related_name="responses"
    )
    respondent_key = models.UUIDField(default=uuid.uuid4)
    form_number = models.UUIDField()  # of the page that was sent in: the same number again is a replay
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # until it is sent in: how many pages were saved
    is_preview = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)  # may be automatic: left out of figures until somebody has looked
    flag_settled_at = models.DateTimeField(null=True, blank=True)
    flag_settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Two wishes, never ticked beforehand. The contact goes with the words.
    wants_outcome = models.BooleanField(default=False, db_default=False)
    wants_reply = models.BooleanField(default=False, db_default=False)
    reply_contact = models.CharField(max_length=254, blank=True, db_default="")  # how: an address or a number
    replied_at = models.DateTimeField(null=True, blank=True)
    words_removed_at = models.DateTimeField(null=True, blank=True)  # they were kept as long as was promised
    # [{words, kind, by, at, revision}]: what people have hidden by hand, to be hidden in the next words too.
    hidden_words = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    search_text = models.TextField(blank=True)  # casefolded and masked: searching must not find what reading hides

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=False, public_link__isnull=True)
                | Q(invitation__isnull=True, public_link__isnull=False),
                name="response_by_exactly_one_link",
            ),
            models.UniqueConstraint(fields=["public_link", "form_number"], name="response_once_a_form"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="response_revision_positive"),
            models.CheckConstraint(
                condition=Q(flag_settled_by__isnull=True) | Q(flag_settled_at__isnull=False),
                name="response_flag_settled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "-submitted_at", "-id"], name="response_of_survey"),
            models.Index(fields=["organisation", "-submitted_at", "-id"], name="response_newest_first"),
            models.Index(
                fields=["survey", "submitted_at"],
                condition=Q(words_removed_at__isnull=True),
                name="response_with_words_by_age",
            ),
            models.Index(
                fields=["organisation", "-id"],
                condition=Q(flagged=True, flag_settled_at__isnull=True),
                name="response_flag_to_settle",
            ),
            models.Index(fields=["begun_at"], condition=Q(submitted_at__isnull=True), name="response_begun_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.pk}"
