"""Looking at answers that may be automatic: a person wrote it, or it is left out. Both may be said later, and twice."""

from django.db import transaction

from accounts import auditing
from accounts.models import Membership, User
from common import clock, working
from responses.models import Response
from responses.models.response import ResponseQuerySet
from responses.storing import ANALYSE, note_answered


def doubtful(membership: Membership, *, are_settled: bool = False) -> ResponseQuerySet:
    """Those that wait for somebody to look, in the member's places; with `are_settled` those that were left out."""
    flagged = Response.objects.for_organisation(membership.organisation_id).submitted().filter(flagged=True)
    if not membership.sees_everything:
        flagged = flagged.in_units(membership.visible_units())
    return flagged.filter(flag_settled_at__isnull=not are_settled)


@transaction.atomic
def a_person_wrote(response: Response, *, by: User) -> None:
    """Count it and read it like every other answer; what follows from an answer follows now."""
    if _settle(response, by, flagged=False):
        response.refresh_from_db(fields=["flagged"])
        note_answered(response)
        working.put_again(ANALYSE, object_id=response.pk, revision=response.revision)
        auditing.note(by, "answer.person_wrote", response)


@transaction.atomic
def leave_out(response: Response, *, by: User) -> None:
    """Keep it out of everything. A later answer by the same link is judged anew."""
    if _settle(response, by, flagged=True, flag_settled_at__isnull=True):
        auditing.note(by, "answer.left_out", response)


def _settle(response: Response, by: User, *, flagged: bool, **unless) -> bool:
    """False where there is nothing to settle: it is no longer doubtful, or was answered anew meanwhile."""
    waiting = Response.objects.filter(pk=response.pk, revision=response.revision, flagged=True, **unless)
    return bool(waiting.update(flagged=flagged, flag_settled_at=clock.now(), flag_settled_by=by))
