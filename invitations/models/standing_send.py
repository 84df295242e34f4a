"""A standing wish to ask: every guest of a house, some days after the visit, at an hour of the day."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from invitations.models.json import json_object
from invitations.models.letter import LetterFields
from surveys.models import Survey


class StandingSendQuerySet(OwnedQuerySet):
    def living(self) -> "StandingSendQuerySet":
        """Those that send, or will again when their pause is over."""
        return self.filter(ended_at__isnull=True)

    def sending(self) -> "StandingSendQuerySet":
        return self.living().filter(paused_at__isnull=True)


class StandingSend(LetterFields, OwnedRow):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="standing_sends")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # its customers and those below it
    recipients = json_object()  # narrows them further: see invitations/mailings/recipients.py
    days_after = models.PositiveSmallIntegerField(default=1)  # whole days after the day of use
    send_at = models.TimeField(default=time(10))  # where the organisation lives
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = StandingSendQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days_after__lte=365), name="standing_send_within_a_year"),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="standing_newest_first")]

    def __str__(self) -> str:
        return f"{self.survey} {self.unit}"
