"""Of which mailings it is told how many answered: none that is small, nor one that would tell of a small one.

The figures of a survey stand beside those of its mailings, so what is left out must be enough people together too.
"""

from django.db.models import Count

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


def _who_can_answer(survey: Survey, by: Membership) -> dict[int, int]:
    """How many can, by mailing: their mail is with them, or its link on the screen (see surveys.small_groups)."""
    states = [State.SENT, State.OUTBOX] if small_groups.outbox_answers(survey) else [State.SENT]
    mails = seeing.deliveries_of(by).filter(
        invitation__survey=survey, kind=EmailDelivery.Kind.INVITATION, state__in=states
    )
    return dict(mails.order_by().values_list("invitation__mailing").annotate(Count("pk")))
