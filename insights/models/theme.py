"""What incidents of one category and direction have in common. The default theme takes what cannot be placed finer.

Ids are stable: a merged theme stays as a name for the one it went into, so that what pointed to it still leads there.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.owned import OwnedQuerySet, OwnedRow


class ThemeQuerySet(OwnedQuerySet):
    def living(self) -> "ThemeQuerySet":
        """Those that are not a name for another."""
        return self.filter(merged_into__isnull=True)

    def finer(self) -> "ThemeQuerySet":
        """Living ones that say more than their category."""
        return self.living().filter(is_default=False)


class Theme(OwnedRow):
    category = models.CharField(max_length=30)
    polarity = models.CharField(max_length=10)
    is_default = models.BooleanField(default=False)
    title = models.CharField(max_length=90, blank=True, db_default="")  # a person's, or the engine's telling words
    language = models.CharField(max_length=5, blank=True, db_default="")  # of the engine's words in the title
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the engine never writes over a person's title
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="aliases")
    embedder = models.CharField(max_length=40, blank=True, db_default="")  # whose numbers the middle is in
    middle = models.BinaryField(null=True, blank=True)  # float16: the mean of the vectors of its incidents
    weight = models.PositiveIntegerField(default=0, db_default=0)  # how many vectors the middle was made of
    created_at = models.DateTimeField()

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category", "polarity"],
                condition=Q(is_default=True),
                name="theme_one_default",
            ),
            models.CheckConstraint(condition=Q(polarity__in=["negative", "positive"]), name="theme_polarity_known"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(is_default=False), name="theme_default_is_never_merged"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="theme_not_merged_into_itself"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "category", "polarity"], name="theme_by_kind")]

    def __str__(self) -> str:
        return f"{self.category} {self.polarity}"
