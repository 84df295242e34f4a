"""Moving a mailing that waits for its time to another one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import User
from common import clock
from common.models import Work
from invitations.mailings.expanding import EXPAND
from invitations.models import Mailing

SCHEDULED = Mailing.State.SCHEDULED


class NotMovable(Exception):
    """The mailing cannot be given this time; the text says in the reader's language why."""


@transaction.atomic
def move(mailing: Mailing, *, to: datetime, by: User) -> Mailing:
    """Give a mailing that has not begun another time. Raises NotMovable once it has begun, or for a time gone by."""
    mailing = Mailing.objects.select_for_update(of=("self",), no_key=True).get(pk=mailing.pk)
    if mailing.state != SCHEDULED:
        raise NotMovable(_("This mailing has begun; its time can no longer be changed."))
    if mailing.scheduled_at == to:
        return mailing
    if to <= clock.now():
        raise NotMovable(_("This time has gone by. Please choose a later one."))
    mailing.scheduled_at = to
    mailing.save(update_fields=["scheduled_at"])
    Work.objects.unfinished().filter(kind=EXPAND, object_id=mailing.pk).update(due=to)
    auditing.note(by, "mailing.moved", mailing, to=to.isoformat())
    return mailing
