"""What incidents of one category and direction have in common. The default theme takes what cannot be placed finer."""

from django.db import models
from django.db.models import Q

from accounts.owned import OwnedQuerySet, OwnedRow


class Theme(OwnedRow):
    category = models.CharField(max_length=30)
    polarity = models.CharField(max_length=10)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category", "polarity"],
                condition=Q(is_default=True),
                name="theme_one_default",
            ),
            models.CheckConstraint(condition=Q(polarity__in=["negative", "positive"]), name="theme_polarity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.polarity}"
