"""Noting what was decided."""

from collections.abc import Collection

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


def reword(model: type[models.Model], ids: Collection[int], *, verb: str, **detail) -> None:
    """Write over part of what these events tell: only where somebody who is erased could be read out of it.

    That it was done, by whom and when stays: nothing else of an event ever changes.
    """
    events = AuditEvent.objects.filter(object_type=model._meta.label_lower, object_id__in=ids, verb=verb)
    for event in events.order_by("pk"):
        AuditEvent.objects.filter(pk=event.pk).update(detail=event.detail | detail)
