"""Work that waits, and signs of life. Rows without an organisation: they name an object, never a person."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class WorkQuerySet(models.QuerySet):
    def unfinished(self) -> "WorkQuerySet":
        return self.filter(done_at__isnull=True, set_aside_at__isnull=True)

    def waiting(self, now: datetime) -> "WorkQuerySet":
        """Due, not finished, and held by nobody."""
        return self.unfinished().filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now), due__lte=now)

    def set_aside(self) -> "WorkQuerySet":
        return self.filter(set_aside_at__isnull=False)


class Work(models.Model):
    """One thing to do, once: the row is the queue, a Celery message only rings the bell."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    due = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "revision"], name="work_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(set_aside_at__isnull=True),
                name="work_done_or_set_aside",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "due"],
                name="work_waiting",
                condition=Q(done_at__isnull=True, set_aside_at__isnull=True),
            ),
            models.Index(fields=["set_aside_at"], name="work_set_aside", condition=Q(set_aside_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} (revision {self.revision})"


class Heartbeat(models.Model):
    """When the worker and the scheduler last gave a sign of life."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
