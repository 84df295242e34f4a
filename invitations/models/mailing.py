"""One sending of a survey to a number of customers. The worker turns it into mails."""

from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from invitations.models.json import json_object
from invitations.models.letter import LetterFields
from invitations.models.standing_send import StandingSend
from surveys.models import Survey


class MailingQuerySet(OwnedQuerySet):
    def to_expand(self) -> "MailingQuerySet":
        """Those whose recipients have not all been turned into invitations."""
        return self.filter(expanded_at__isnull=True).exclude(state=Mailing.State.STOPPED)


class Mailing(LetterFields, OwnedRow):
    class State(models.TextChoices):
        SCHEDULED = "scheduled"  # for the time in scheduled_at
        SENDING = "sending"  # accepted; also when the last mail has gone
        PAUSED = "paused"
        STOPPED = "stopped"  # what had not gone never goes

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="mailings")
    standing = models.ForeignKey(
        StandingSend, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailings"
    )
    standing_day = models.DateField(null=True, blank=True)  # the day, where the organisation lives, it was made for
    form_number = models.UUIDField(null=True, blank=True, editable=False)  # of the page it was made on
    recipients = json_object()  # whom it is for: see invitations/mailings/recipients.py
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING, db_default=State.SENDING)
    scheduled_at = models.DateTimeField(null=True, blank=True)  # None: a person sent it at once
    expanded_to = models.BigIntegerField(default=0, db_default=0)  # the last customer that was looked at
    expanded_at = models.DateTimeField(null=True, blank=True)  # when all of them had been
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = MailingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "form_number"], name="mailing_once_a_form"),
            models.UniqueConstraint(fields=["standing", "standing_day"], name="mailing_standing_once_a_day"),
            models.CheckConstraint(
                condition=~models.Q(state="scheduled") | models.Q(scheduled_at__isnull=False),
                name="mailing_scheduled_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="mailing_newest_first")]

    def __str__(self) -> str:
        return f"{self.survey} {self.titled_by:%Y-%m-%d}"

    @property
    def titled_by(self) -> datetime:
        """The moment whose day names it: the time it is for, else when a person sent it."""
        return self.scheduled_at or self.created_at

    @property
    def is_by_hand(self) -> bool:
        """A person sends it now: quiet hours do not hold it."""
        return self.scheduled_at is None and self.standing_id is None
