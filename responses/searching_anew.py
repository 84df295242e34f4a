"""Making anew what a search may find, when a survey begins or ceases to hide words about health."""

from collections.abc import Collection
from datetime import timedelta

from common import working
from common.working import Handler
from responses import hiding
from responses.models import Response
from surveys.models import Survey

KIND = "search anew"
ROWS = 200


def settings_changed(*, instance: Survey, update_fields: Collection[str] | None = None, **_told) -> None:
    """Leave the work, in the transaction that changed the setting."""
    if update_fields and "hides_health_words" in update_fields and instance.published_version_id:
        working.put_again(KIND, object_id=instance.pk)


def make_anew(survey_id: int, _revision: int) -> None:
    """Every stored answer of the survey, one by one: none is written back that was erased or hidden meanwhile."""
    last = 0
    found = Response.objects.filter(survey=survey_id, submitted_at__isnull=False, words_removed_at__isnull=True)
    while page := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:ROWS]):
        for pk in page:
            hiding.make_search_text(pk)
        last = page[-1]


def _done(_survey_id: int, _revision: int, _nothing: None) -> None:
    """Everything is written already, a little at a time: doing it twice is doing it once."""


HANDLER = Handler(compute=make_anew, settle=_done, lease=timedelta(minutes=10))
