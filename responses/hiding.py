"""What is hidden in an answer besides what masking sees by itself: colleagues' names, words about health where the
survey's setting says so, and what a person has hidden by hand.

Every place that shows words asks here, so that all of them hide alike.
"""

import re
import time

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from accounts import auditing
from accounts.models import Membership, User
from common import casefolding, clock
from common.masking import Also, Span, mask
from responses.models import Answer, HiddenSpan, Response
from surveys.models import Survey

SHORTEST_NAME = 3
REMEMBERED_S = 60
KINDS = ("name", "other")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_remembered: dict[int, tuple[float, frozenset[str]]] = {}


def names_of_colleagues(organisation_id: int) -> frozenset[str]:
    """The words of the names of everybody who works here, casefolded; asked of the database once a minute."""
    now = time.monotonic()
    asked_at, names = _remembered.get(organisation_id, (-REMEMBERED_S, frozenset()))
    if now - asked_at >= REMEMBERED_S:
        members = Membership.objects.filter(organisation=organisation_id)
        written = members.exclude(user__name="").values_list("user__name", flat=True)
        words = (word.casefold() for name in written for word in _NAME.findall(name))
        names = frozenset(word for word in words if len(word) >= SHORTEST_NAME)
        _remembered[organisation_id] = now, names
    return names


def forget_names(**_told) -> None:
    """Somebody has come, gone or taken another name: this process asks anew, the others within the minute."""
    _remembered.clear()


for _signal in (post_save, post_delete):
    for _model in (Membership, User):
        _signal.connect(forget_names, sender=_model, dispatch_uid=f"forget names {_model.__name__}")


def also_in_survey(survey: Survey) -> Also:
    """What is hidden in every answer to this survey."""
    return Also(names=names_of_colleagues(survey.organisation_id), health=survey.hides_health_words)


def also_in(answer: Answer, response: Response) -> Also:
    """What is hidden in the words of this answer. Without a query where the response has its survey and the answer
    its `hidden_spans`."""
    everywhere = also_in_survey(response.survey)
    spans = sorted(
        Span(one.start, one.end, one.kind)
        for one in answer.hidden_spans.all()
        if one.revision == response.revision and one.end <= len(answer.words)
    )
    return Also(everywhere.names, everywhere.health, tuple(spans)) if spans else everywhere


def masked(answer: Answer, response: Response) -> str:
    """The words as colleagues read them."""
    return mask(answer.words, language=response.language, also=also_in(answer, response))


def search_text_of(response: Response) -> str:
    """What a search may find, of what is stored: the words as they are read."""
    answers = response.answers.with_words().prefetch_related("hidden_spans").order_by("id")
    return casefolding.search_text(*(masked(answer, response) for answer in answers))


def places_of(words: str, wanted: str) -> list[tuple[int, int]]:
    """Every place where `wanted` stands in `words`: whole words and their genitives, whatever capitals and spaces."""
    parts = wanted.split()
    if not parts:
        return []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?:['’]?s)?(?!\w)"
    return [found.span() for found in re.finditer(pattern, words, re.IGNORECASE)]


@transaction.atomic
def hide(response: Response, wanted: str, *, kind: str, by: User) -> int:
    """Hide these words wherever they stand in this response's answers. Returns in how many places they were found.

    Hiding what is hidden changes nothing. The event says where, never what.
    """
    row = _locked(response)
    _drop_outdated(row)
    hidden = []
    for answer in row.answers.with_words().order_by("id"):
        hidden += [
            HiddenSpan(
                organisation_id=row.organisation_id,
                answer=answer,
                revision=row.revision,
                start=start,
                end=end,
                kind=kind if kind in KINDS else KINDS[-1],
                hidden_by=by,
                hidden_at=clock.now(),
            )
            for start, end in places_of(answer.words, wanted)
        ]
    before = _spans_of(row).count()
    HiddenSpan.objects.bulk_create(hidden, ignore_conflicts=True)
    if _spans_of(row).count() > before:
        _make_search_text(row)
        auditing.note(by, "words.hidden", row, places=len(hidden), kind=kind)
    return len(hidden)


@transaction.atomic
def show_again(response: Response, span_id: int, *, by: User) -> None:
    """Take back what was hidden by hand at one place. Twice is once."""
    row = _locked(response)
    if _spans_of(row).filter(pk=span_id).delete()[0]:
        _make_search_text(row)
        auditing.note(by, "words.shown_again", row, span=span_id)


def hidden_in(response: Response) -> list[HiddenSpan]:
    """What was hidden by hand in the words as they stand now, in the order of the answers."""
    return list(_spans_of(response).select_related("hidden_by").order_by("answer_id", "start"))


def _drop_outdated(response: Response) -> None:
    """The customer has written anew: offsets into the old words mean nothing in the new ones."""
    HiddenSpan.objects.filter(answer__response=response).exclude(revision=response.revision).delete()


def _spans_of(response: Response):
    return HiddenSpan.objects.filter(answer__response=response, revision=response.revision)


def _locked(response: Response) -> Response:
    return Response.objects.select_for_update(of=("self",)).select_related("survey").get(pk=response.pk)


@transaction.atomic
def make_search_text(response_id: int) -> None:
    """Have the search find what is read of this answer now; nothing of one whose words are gone."""
    rows = Response.objects.select_for_update(of=("self",)).select_related("survey")
    if response := rows.filter(pk=response_id, words_removed_at__isnull=True).first():
        _make_search_text(response)


def _make_search_text(response: Response) -> None:
    Response.objects.filter(pk=response.pk).update(search_text=search_text_of(response))
