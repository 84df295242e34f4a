"""One time the engine learned from an organisation's people, and how right it then was on what it never learns from."""

from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow


class TeachingRound(OwnedRow):
    number = models.PositiveIntegerField()  # 1, 2, 3, ... within the organisation
    engine_version = models.CharField(max_length=40)
    lessons = models.PositiveIntegerField()  # decisions it learned from
    held_back = models.PositiveIntegerField(default=0)  # decisions it never learns from, to be measured on
    right_incident = models.PositiveIntegerField(default=0)  # of the held-back ones: seen as incident or not, rightly
    right_polarity = models.PositiveIntegerField(default=0)
    right_category = models.PositiveIntegerField(default=0)
    taught_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="teaching_round_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"
