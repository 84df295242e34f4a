"""Making anew what a search may find of older answers: when a survey begins or ceases to hide words about health, and
when an organisation has a colleague whose name it did not know.

One answer after the other, and none is written back that was erased or hidden meanwhile. It takes turns, so that other
work is not kept waiting; where it was is only remembered to save looking, and beginning again does no harm.
"""

import os.path
import time
from collections.abc import Collection
from datetime import timedelta
from functools import lru_cache

from django.core.cache import cache
from django.db.models import Q, QuerySet

from accounts import naming
from common import working
from common.masking.words import forms_of
from common.working import Handler, TryLater
from responses import hiding_by_hand
from responses.models import Response
from surveys.models import Survey

KIND = "search anew"
KIND_OF_NAMES = "hide names"
ROWS = 200
SHORTEST_BEGINNING = 4  # letters; with fewer nearly every text holds it
NAMES_AT_ONCE = 40  # looked for in one query
TURN_S = 20.0


def settings_changed(*, instance: Survey, update_fields: Collection[str] | None = None, **_told) -> None:
    """Leave the work, in the transaction that changed the setting."""
    if update_fields and "hides_health_words" in update_fields and instance.published_version_id:
        _forget_where(KIND, instance.pk, 1)
        working.put_again(KIND, object_id=instance.pk)


def names_learned(*, organisation_id: int, line: int, **_told) -> None:
    """Leave the work for the names from this line on, in the transaction that adds them."""
    if _stored().filter(organisation=organisation_id).exists():
        working.put_again(KIND_OF_NAMES, object_id=organisation_id, revision=line)


def make_anew(survey_id: int, revision: int) -> None:
    """Every stored answer of the survey. Raises TryLater at the end of its turn."""
    _go_on(KIND, survey_id, revision, [_stored().filter(survey=survey_id)])


def hide_names(organisation_id: int, line: int) -> None:
    """Every stored answer in which a search finds one of the names that are new since `line`. Raises TryLater as
    `make_anew`."""
    names = naming.lines_of(organisation_id)[line - 1 :]
    stored = _stored().filter(organisation=organisation_id)
    some = (names[start : start + NAMES_AT_ONCE] for start in range(0, len(names), NAMES_AT_ONCE))
    _go_on(KIND_OF_NAMES, organisation_id, line, [stored.filter(_any_of(few)) for few in some])


def look_at(response: Response) -> None:
    """What is due once words are stored, when they are analysed.

    In the transaction of the caller, who holds the row and has its organisation with it.

    What was hidden by hand is carried over; and a name that was learned while the form came in is hidden.
    """
    hiding_by_hand.carry_over(response)
    names = naming.names_of(response.organisation)
    if response.search_text and any(one in response.search_text for one in _beginnings_of(names)):
        hiding_by_hand.make_search_text(response.pk)


def _stored() -> QuerySet[Response]:
    return Response.objects.filter(submitted_at__isnull=False, words_removed_at__isnull=True)


def _any_of(names: Collection[str]) -> Q:
    found = Q()
    for beginning in sorted(_beginnings_of(frozenset(names))):
        found |= Q(search_text__contains=beginning)
    return found


@lru_cache(maxsize=64)
def _beginnings_of(names: frozenset[str]) -> frozenset[str]:
    """What all forms of each name begin with, in the language that has most: "Virtanen" and "Virtasen".

    Where that is too short to tell anything, the forms themselves.
    """
    found: set[str] = set()
    for name in names:
        forms = {name, *forms_of(frozenset([name]), "fi")}
        beginning = os.path.commonprefix(sorted(forms))
        found |= {beginning} if len(beginning) >= SHORTEST_BEGINNING else forms
    return frozenset(found)


def _go_on(kind: str, object_id: int, revision: int, parts: list[QuerySet[Response]]) -> None:
    """From where the last turn ended, through all parts one after the other."""
    ends, key = time.monotonic() + TURN_S, _where(kind, object_id, revision)
    number, last = cache.get(key, (0, 0))
    for part in parts[number:]:
        while page := list(part.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:ROWS]):
            for pk in page:
                hiding_by_hand.make_search_text(pk)
            last = page[-1]
            if time.monotonic() >= ends:
                cache.set(key, (number, last), None)
                raise TryLater("More waits.", after=timedelta(0), counts=False)
        number, last = number + 1, 0
    cache.delete(key)


def _where(kind: str, object_id: int, revision: int) -> str:
    return f"{kind.replace(' ', '-')}:{object_id}:{revision}"


def _forget_where(kind: str, object_id: int, revision: int) -> None:
    cache.delete(_where(kind, object_id, revision))


def _done(_object_id: int, _revision: int, _nothing: None) -> None:
    """Everything is written already, a little at a time: doing it twice is doing it once."""


HANDLER = Handler(compute=make_anew, settle=_done, lease=timedelta(minutes=10))
HANDLER_OF_NAMES = Handler(compute=hide_names, settle=_done, lease=timedelta(minutes=10))
