"""A JSON object that is never NULL, also for rows an older process writes."""

from django.db import models


def json_object() -> models.JSONField:
    return models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
