"""One sending of a survey to a number of customers. The worker turns it into mails."""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from surveys.models import Survey


class Mailing(OwnedRow):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="mailings")
    from_name = models.CharField(max_length=120)  # who asks, as shown in the From line
    reply_to_name = models.CharField(max_length=120)
    reply_to_email = models.EmailField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="mailing_newest_first")]

    def __str__(self) -> str:
        return f"{self.survey} {self.created_at:%Y-%m-%d}"
