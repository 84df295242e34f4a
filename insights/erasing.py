"""What this room does when a customer is erased, or two turn out to be one: in the transaction of the sender.

The incidents themselves go with the words (see receivers). Here go the quotations that colleagues copied into an
improvement or the title of a theme: each becomes a word in brackets that says why.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from common import clock
from insights import ranking
from insights.models import ImprovementTask, Incident, Theme
from responses.erasing import Said

TASK_WORDS = ("title", "smallest_step", "hypothesis", "what_we_did", "what_happened", "reason")
A_QUOTATION = 4  # words in a row; a shorter answer is quoted when it stands there whole
_WORD = re.compile(r"\[[^\W\d_]+\]|\w+")


def remove_quotations(*, response_ids: Collection[int], said: Said | None = None, **_told) -> None:
    """Where words ran out of their time, what colleagues wrote themselves stays: only an erasure names them."""
    if said is None or not (said.texts or said.traces):
        return
    shapes = quotations_of(said)
    tasks = ImprovementTask.objects.filter(organisation_id=said.organisation_id)
    for task in tasks.select_for_update(of=("self",)).order_by("pk"):
        _clean(task, TASK_WORDS, shapes, said)
    incidents = Incident.objects.filter(organisation_id=said.organisation_id).exclude(made_possible="")
    for incident in incidents.order_by("pk"):
        _clean(incident, ("made_possible",), shapes, said)
    for theme in Theme.objects.filter(organisation_id=said.organisation_id).exclude(title="").order_by("pk"):
        _clean(theme, ("title",), shapes, said)


def quotations_of(said: Said) -> set[tuple[str, ...]]:
    """The runs of folded words that are a quotation of what was said."""
    found: set[tuple[str, ...]] = set()
    for text in said.texts:
        words = tuple(_folded(word) for word in _WORD.findall(text))
        if len(words) <= A_QUOTATION:
            found |= {words} if words else set()
        found |= {words[start : start + A_QUOTATION] for start in range(len(words) - A_QUOTATION + 1)}
    found |= {tuple(_folded(word) for word in _WORD.findall(trace)) for trace in said.traces}
    return found - {()}


def without(text: str, shapes: Collection[tuple[str, ...]], removed: str) -> str:
    """The text with every quotation replaced; a single word is one only where it is all that stands there."""
    words = list(_WORD.finditer(text))
    folded = [_folded(word[0]) for word in words]
    lengths = sorted({len(shape) for shape in shapes}, reverse=True)
    quoted = [False] * len(words)
    for start in range(len(words)):
        for length in lengths:
            if length == 1 and len(words) > 1:
                continue
            if tuple(folded[start : start + length]) in shapes:
                quoted[start : start + length] = [True] * len(quoted[start : start + length])
                break
    return _replaced(text, [(word.start(), word.end()) for word in words], quoted, removed)


def _replaced(text: str, places: Sequence[tuple[int, int]], quoted: Sequence[bool], removed: str) -> str:
    pieces, position, before = [], 0, False
    for (start, end), is_quoted in zip(places, quoted, strict=True):
        if is_quoted:
            if not before:
                pieces += [text[position:start], removed]
            position = end
        before = is_quoted
    return "".join([*pieces, text[position:]])


def _clean(row: ImprovementTask | Incident | Theme, fields: Iterable[str], shapes: set, said: Said) -> None:
    changed = {}
    for field in fields:
        text = getattr(row, field)
        if text and (clean := without(text, shapes, said.removed)) != text:
            most = row._meta.get_field(field).max_length
            changed[field] = clean[:most] if most else clean
    if changed:
        type(row).objects.filter(pk=row.pk).update(**changed)


def _folded(word: str) -> str:
    return word.casefold()


def count_people_anew(*, response_ids: Collection[int], merged: bool = False, **_told) -> None:
    """Two who turned out to be one are one voice: the living improvements are ranked again."""
    if not merged:
        return
    told = Incident.objects.filter(answer__response__in=response_ids, task__isnull=False)
    living = ImprovementTask.objects.living().filter(pk__in=told.values("task"))
    ranking.rescore(sorted(living.values_list("pk", flat=True)), now=clock.now())


def incidents_in(*, response_ids: Collection[int], **_told) -> dict:
    """What the machine, or a person, made of these answers; for somebody who asks what we hold about them."""
    rows = Incident.objects.filter(answer__response__in=response_ids).select_related("answer").order_by("pk")
    return {
        "incidents": [
            {
                "words": row.answer.words[row.start : row.end],
                "direction": row.polarity,
                "category": row.category,
                "severity": row.severity,
                "sorted_by": "a person" if row.settled_at and not row.is_half_judged else "a computer program",
                "at": row.happened_at,
            }
            for row in rows
        ]
    }
