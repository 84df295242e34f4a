"""Which engine reads in this installation, as the worker that holds it last said: one row. The web never asks it."""

from django.db import models
from django.db.models import Q

ONLY = 1


class EngineInUse(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    version = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="engine_in_use_is_one")]

    def __str__(self) -> str:
        return self.version
