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
    blind_held_back = models.PositiveIntegerField(default=0, db_default=0)  # of these, read without the guess
    blind_right_category = models.PositiveIntegerField(default=0, db_default=0)
    read_anew = models.PositiveIntegerField(default=0, db_default=0)  # older answers it was then asked about
    changed = models.PositiveIntegerField(default=0, db_default=0)  # of these: answers it then read otherwise
    taught_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="teaching_round_numbered_once"),
        ]

    @property
    def seen_held_back(self) -> int:
        """Of the held-back ones: judged by somebody who saw the guess."""
        return self.held_back - self.blind_held_back

    @property
    def seen_right_category(self) -> int:
        return self.right_category - self.blind_right_category

    def __str__(self) -> str:
        return f"round {self.number}"
