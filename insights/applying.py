"""What was just learned is tried on older answers: the work "apply lessons", a moment after a round of teaching.

Only where no person has decided, only what is recent, and behind every fresh answer, as "analyse again". Nothing is
learned from it, so no round follows.
"""

from datetime import timedelta

from django.db.models import F

from common import clock, working
from common.models import Work
from common.working import Handler
from insights.models import Incident, TeachingRound
from insights.prioritising import FORGOTTEN_AFTER_DAYS
from responses.storing import ANALYSE_AGAIN

KIND = "apply lessons"
REST = timedelta(minutes=5)  # rounds follow each other while somebody looks through; one go reads for all of them
AT_MOST = 500  # answers
INCIDENTS_AN_ANSWER = 3  # looked at to find so many answers


def apply_soon(organisation_id: int) -> None:
    """Have older answers read by what was learned, in a while: in the caller's transaction, waiting for nobody."""
    if not Work.objects.unfinished().filter(kind=KIND, object_id=organisation_id, lease_until__isnull=True).exists():
        working.put_again(KIND, object_id=organisation_id, due=clock.now() + REST)


def compute(organisation_id: int, revision: int) -> dict[int, int]:
    """The newest answers, with their revisions, that hold something undecided and no lesson of the newest round."""
    newest = TeachingRound.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    if newest is None:
        return {}
    undecided = Incident.objects.standing().filter(
        organisation_id=organisation_id,
        happened_at__gte=clock.now() - timedelta(days=FORGOTTEN_AFTER_DAYS),
        settled_at__isnull=True,
        passed_on_at__isnull=True,
        theme_pinned=False,
        revision=F("answer__response__revision"),
        answer__response__flagged=False,
        answer__response__words_removed_at__isnull=True,
    )
    rows = undecided.exclude(engine_version__endswith=f"/{newest.number}").newest_first()
    found = dict(rows.values_list("answer__response", "revision")[: AT_MOST * INCIDENTS_AN_ANSWER])
    return dict(list(found.items())[:AT_MOST])


def settle(organisation_id: int, revision: int, answers: dict[int, int]) -> None:
    working.put_many_again(ANALYSE_AGAIN, revisions=answers)


HANDLER = Handler(compute=compute, settle=settle)
