"""Noting what was decided."""

from django.db import models

from accounts.models import AuditEvent, User
from common import clock


def note(by: User | None, verb: str, thing: models.Model, **detail) -> AuditEvent:
    """Add one audit event about `thing`, an owned row or the organisation itself. `by` is None for the machine."""
    organisation_id = getattr(thing, "organisation_id", None) or thing.pk
    return AuditEvent.objects.create(
        organisation_id=organisation_id,
        at=clock.now(),
        by=by,
        verb=verb,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        detail=detail,
    )
