"""The periodic look for what a lost message dropped, and tidying. Harmless when run twice."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from common import clock, doorbell
from common.models import Work

KEEP_DONE = timedelta(days=7)
KEEP_PROCESSED_MESSAGES_S = 3600


def sweep() -> list[str]:
    """Ring for every kind that has work waiting; returns the kinds."""
    waiting = Work.objects.waiting(clock.now()).order_by().values_list("kind", flat=True).distinct()
    kinds = sorted(waiting)
    for kind in kinds:
        doorbell.ring(kind)
    return kinds


def tidy_up() -> int:
    """Forget work done a week ago and messages the embedded broker has handled; returns how many rows went."""
    now = clock.now()
    removed, _ = Work.objects.filter(done_at__lt=now - KEEP_DONE).delete()
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("processed_folder")
    if folder:
        for message in Path(folder).glob("*"):
            if now.timestamp() - message.stat().st_mtime > KEEP_PROCESSED_MESSAGES_S:
                message.unlink(missing_ok=True)
    return removed
