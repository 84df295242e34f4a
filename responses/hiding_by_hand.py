"""Hiding words of one answer by hand, taking it back, and keeping them hidden when the customer writes anew.

The places hang on one revision of the words. What was hidden is therefore kept with the response too, as long as it
stands in it, so that it can be found in the next words.
"""

import re

from django.db import transaction
from django.utils.dateparse import parse_datetime

from accounts import auditing, naming
from accounts.models import User
from common import clock
from responses.hiding import places_of, search_text_of
from responses.models import HiddenSpan, Response

KINDS = ("name", "other")
GENITIVE = re.compile(r"['’]?s$")
SHORTEST = 3  # characters of a name that may lose one


@transaction.atomic
def hide(response: Response, wanted: str, *, kind: str, by: User) -> int:
    """Hide these words wherever they stand in this response's answers. Returns in how many places they were found.

    Hiding what is hidden changes nothing. The event says where, never what.
    """
    row = _locked(response)
    carry_over(row)
    kind = kind if kind in KINDS else KINDS[-1]
    entry = {
        "words": _without_genitive(wanted, kind),
        "kind": kind,
        "by": by.pk,
        "at": clock.now().isoformat(),
        "revision": row.revision,
    }
    before, places = _spans_of(row).count(), _give_places(row, [entry])
    if places:
        others = [one for one in row.hidden_words if one["words"].casefold() != entry["words"].casefold()]
        row.hidden_words = [*others, entry]
        _store(row)
    if _spans_of(row).count() > before:
        auditing.note(by, "words.hidden", row, places=len(places), kind=kind)
    return len(places)


def _without_genitive(wanted: str, kind: str) -> str:
    """ "Zefyrs" as "Zefyr", which is found with and without it; hidden is then a little more, never less."""
    words = " ".join(wanted.split())
    return GENITIVE.sub("", words) if kind == "name" and len(words) > SHORTEST else words


@transaction.atomic
def show_again(response: Response, span_id: int, *, by: User) -> None:
    """Take back what was hidden by hand at one place. Twice is once."""
    row = _locked(response)
    if not _spans_of(row).filter(pk=span_id).delete()[0]:
        return
    left = set(_spans_of(row).values_list("answer_id", "start", "end"))
    answers = list(row.answers.with_words())
    row.hidden_words = [
        one
        for one in row.hidden_words
        if left & {(answer.pk, *place) for answer in answers for place in places_of(answer.words, one["words"])}
    ]
    _store(row)
    auditing.note(by, "words.shown_again", row, span=span_id)


def hidden_in(response: Response) -> list[HiddenSpan]:
    """What was hidden by hand in the words as they stand now, in the order of the answers."""
    return list(_spans_of(response).select_related("hidden_by").order_by("answer_id", "start"))


def carry_over(response: Response) -> None:
    """Hide in the words as they stand now what was hidden in those before, by the same person and as the same kind.

    What no longer stands there is let go of. In the transaction of the caller, who holds the row; twice is once.
    """
    earlier = [one for one in response.hidden_words if one["revision"] != response.revision]
    if not earlier:
        return
    HiddenSpan.objects.filter(answer__response=response).exclude(revision=response.revision).delete()
    still_here = set(User.objects.filter(pk__in={one["by"] for one in earlier}).values_list("pk", flat=True))
    carried = [
        one | {"revision": response.revision, "by": one["by"] if one["by"] in still_here else None} for one in earlier
    ]
    found = set(_give_places(response, carried))
    current = [one for one in response.hidden_words if one["revision"] == response.revision]
    response.hidden_words = [*current, *(one for one in carried if one["words"] in found)]
    _store(response)


@transaction.atomic
def make_search_text(response_id: int) -> None:
    """Have the search find what is read of this answer now; nothing of one whose words are gone."""
    rows = Response.objects.select_for_update(of=("self",)).select_related("survey")
    if response := rows.filter(pk=response_id, words_removed_at__isnull=True).first():
        _store(response)


def forget_hidden(response_ids: list[int]) -> None:
    """With the words goes what was hidden in them: in the transaction of the caller."""
    HiddenSpan.objects.filter(answer__response__in=response_ids).delete()
    Response.objects.filter(pk__in=response_ids).exclude(hidden_words=[]).update(hidden_words=[])


def _give_places(response: Response, hidden: list[dict]) -> list[str]:
    """Store every place of these words, once each. Returns the words of each place."""
    found = [
        (one, answer, place)
        for answer in response.answers.with_words().order_by("id")
        for one in hidden
        for place in places_of(answer.words, one["words"])
    ]
    HiddenSpan.objects.bulk_create(
        [
            HiddenSpan(
                organisation_id=response.organisation_id,
                answer=answer,
                revision=response.revision,
                start=start,
                end=end,
                kind=one["kind"],
                hidden_by_id=one["by"],
                hidden_at=parse_datetime(one["at"]),
            )
            for one, answer, (start, end) in found
        ],
        ignore_conflicts=True,
    )
    return [one["words"] for one, _answer, _place in found]


def _spans_of(response: Response):
    return HiddenSpan.objects.filter(answer__response=response, revision=response.revision)


def _locked(response: Response) -> Response:
    return Response.objects.select_for_update(of=("self",)).select_related("survey").get(pk=response.pk)


def _store(response: Response) -> None:
    """What is hidden, and what a search may find of the rest, by every name that is known at this moment."""
    naming.read_anew(response.organisation_id)
    found = Response.objects.filter(pk=response.pk)
    found.update(hidden_words=response.hidden_words, search_text=search_text_of(response))
