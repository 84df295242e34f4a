"""That a colleague has read a response. A convenience for the reader; nothing is ever counted per person."""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow
from responses.models.response import Response


class Reading(OwnedRow):
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="readings")
    revision = models.PositiveIntegerField(default=1, db_default=1)  # of the response: new words are unread
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "user"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.response_id} by {self.user_id}"
