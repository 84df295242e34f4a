"""That somebody who wished for a reply has got one. The reply itself goes from person to person, not through here."""

from django.db import transaction

from accounts import auditing
from accounts.models import User
from common import clock
from responses.models import Response


@transaction.atomic
def has_replied(response: Response, *, by: User) -> None:
    """Note it; saying it twice is saying it once."""
    waiting = Response.objects.filter(pk=response.pk, wants_reply=True, replied_at__isnull=True)
    if waiting.update(replied_at=clock.now()):
        auditing.note(by, "answer.replied", response)
