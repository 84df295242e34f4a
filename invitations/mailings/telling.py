"""Of which mailings it is told how many answered: none that is small, nor one that would tell of a small one.

The figures of a survey stand beside those of its mailings, so what is left out must be enough people together too.
"""

from django.db.models import Count, Q

from accounts.models import Membership
from invitations import seeing
from invitations.models import EmailDelivery, Mailing
from surveys import small_groups
from surveys.models import Survey

State = EmailDelivery.State


def tells_answers(mailing: Mailing, *, by: Membership) -> bool:
    return bool(that_tell([mailing], mailing.survey, by=by))


def that_tell(mailings: list[Mailing], survey: Survey, *, by: Membership) -> set[int]:
    """The ids of those of the survey's mailings whose answers may be counted for this reader; at most one query."""
    ids = {mailing.pk for mailing in mailings}
    fewest = small_groups.fewest(survey)
    return ids & small_groups.told(_who_can_answer(survey, by), fewest) if fewest else ids


def can_answer(*, outbox_answers: bool) -> Q:
    """Mails that are with their customers, or whose links can be followed on the screen (see surveys.small_groups)."""
    return Q(state=State.SENT) | Q(state=State.OUTBOX) if outbox_answers else Q(state=State.SENT)


def may_have_answered(*, outbox_answers: bool) -> Q:
    """The same, and mails that came back or ended in silence: these too may have been read."""
    return can_answer(outbox_answers=outbox_answers) | Q(state=State.BOUNCED) | Q(ambiguous_ends__gt=0)


def _who_can_answer(survey: Survey, by: Membership) -> dict[int | None, int]:
    """How many can, by mailing; without those of whom nobody can have answered."""
    limits = {"outbox_answers": small_groups.outbox_answers(survey)}
    mails = seeing.deliveries_of(by).filter(invitation__survey=survey, kind=EmailDelivery.Kind.INVITATION)
    mails = mails.filter(may_have_answered(**limits)).order_by().values_list("invitation__mailing")
    return dict(mails.annotate(number=Count("pk", filter=can_answer(**limits))))
