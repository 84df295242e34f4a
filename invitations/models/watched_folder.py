"""A folder on the server that is looked through for lists of customers, and what was read from it or in the browser."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow


class WatchedFolder(OwnedRow):
    name = models.SlugField(max_length=60)  # below the folder of the organisation; no path of anybody's choosing
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # for lines that say none
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(ended_at__isnull=True), name="watched_folder_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerImport(OwnedRow):
    """One list as it was read: the counts stay, the bad lines (they hold addresses) go after 30 days."""

    folder = models.ForeignKey(
        WatchedFolder, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )  # None: chosen or pasted in the browser
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # for lines that said none
    file_name = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    new = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    bad_lines = models.JSONField(default=list, blank=True)  # [{"number": 3, "excerpt": text, "reason": text}]
    problem = models.CharField(max_length=500, blank=True)  # why nothing was read at all

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="import_newest_first")]

    def __str__(self) -> str:
        return self.file_name or f"{self.at:%Y-%m-%d %H:%M}"
