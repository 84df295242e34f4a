"""How a sending goes: sent, bounced, begun, answered, by place and language, and where people leave. Counts alone.

That a mail was opened is not measured: looking at a page records nothing. "Begun" is a first page that was sent in.
Answers that may be automatic are left out until somebody has looked at them. Where nobody is to see who answered, no
figure of answers is about fewer people than `fewest`: small groups are counted together, so that none can be told by
taking the others from the whole.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

from django.db.models import Count, Max, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Membership
from common.languages import name_of
from invitations.mailings import telling
from invitations.models import EmailDelivery
from responses.models import Answer, Response
from responses.small_parts import Cell, told_parts
from responses.wording import Wording
from surveys.definitions import Definition
from surveys.models import Question

MANY_LEAVE = 30  # percent of those who came to a question

WENT = Q(state__in=[EmailDelivery.State.SENT, EmailDelivery.State.BOUNCED])
BOUNCED = Q(state=EmailDelivery.State.BOUNCED)
IN_OUTBOX = Q(state=EmailDelivery.State.OUTBOX)
BEGUN = Q(invitation__response__isnull=False, invitation__response__flagged=False)
ANSWERED = BEGUN & Q(invitation__response__submitted_at__isnull=False)
COLUMNS = ("invited", "sent", "in_outbox", "bounced", "begun", "answered")

_COUNTS = (*COLUMNS, "answered_by_mail")


@dataclass(frozen=True)
class Line:
    """The counts of one place, one language, or all together. `begun` counts those who answered too.

    What would be about too few people is None: `begun`, `answered` and the `rate`.
    """

    label: str
    invited: int = 0
    sent: int = 0
    in_outbox: int = 0  # gone to nobody
    bounced: int = 0
    begun: int | None = 0
    answered: int | None = 0
    answered_by_mail: int | None = 0  # of those reached
    outbox_answers: bool = False  # see surveys.small_groups

    @property
    def reached(self) -> int:
        return self.sent - self.bounced

    @property
    def can_answer(self) -> int:
        return self.reached + (self.in_outbox if self.outbox_answers else 0)

    @property
    def hides_answers(self) -> bool:
        return self.answered is None

    @property
    def rate(self) -> int | None:
        """Whole percent of those reached who answered; None where nobody was reached, or too few to tell."""
        if self.hides_answers or self.reached <= 0:
            return None
        return round(100 * self.answered_by_mail / self.reached)


@dataclass(frozen=True)
class Leaving:
    """One question of a survey with a page a question: who came to it, and who left there for good (so far)."""

    number: int
    text: str
    came: int
    left: int

    @property
    def share(self) -> int:
        """Whole percent."""
        return round(100 * self.left / self.came) if self.came else 0

    @property
    def is_much(self) -> bool:
        return self.share > MANY_LEAVE


@dataclass(frozen=True)
class Course:
    total: Line
    by_unit: list[Line]
    by_language: list[Line]


def course_of(
    deliveries: QuerySet[EmailDelivery], *, fewest: int = 0, outbox_answers: bool = False, total_label: str = ""
) -> Course:
    """The counts of these mails, of the invitations among them; one query. See surveys.small_groups for the limits."""
    mails = deliveries.filter(kind=EmailDelivery.Kind.INVITATION).order_by()
    cells = mails.values_list("invitation__unit__name", "invitation__language", "invitation__mailing").annotate(
        may_have_answered=Count("pk", filter=telling.may_have_answered(outbox_answers=outbox_answers)),
        invited=Count("pk"),
        sent=Count("pk", filter=WENT),
        in_outbox=Count("pk", filter=IN_OUTBOX),
        bounced=Count("pk", filter=BOUNCED),
        begun=Count("pk", filter=BEGUN),
        answered=Count("pk", filter=ANSWERED),
        answered_by_mail=Count("pk", filter=ANSWERED & WENT & ~BOUNCED),
    )
    added = partial(_added, outbox_answers=outbox_answers)
    rows = [(Cell(*row[:3]), row[3], row[4:]) for row in cells]
    total = added(total_label, [counts for _cell, _may, counts in rows])
    by_unit = _lines(added, ((cell.unit, counts) for cell, _may, counts in rows))
    by_language = _lines(added, ((_called(cell.language), counts) for cell, _may, counts in rows))
    if not fewest:
        return Course(total, by_unit, by_language)
    sizes = {cell: added("", [counts]).can_answer for cell, may, counts in rows if may}
    units, languages = told_parts(sizes, fewest)
    if total.can_answer < fewest:
        total = _without_answers(total)
    return Course(total, _folded(by_unit, units), _folded(by_language, set(map(_called, languages))))


def of_one_mailing(course: Course, *, tells_answers: bool) -> Course:
    """What may be told of it beside the course of its survey: places and languages only there, where they are all.

    Whether it `tells_answers` at all is asked of `invitations.mailings.telling`.
    """
    return Course(course.total if tells_answers else _without_answers(course.total), [], [])


def _without_answers(total: Line) -> Line:
    return replace(total, begun=None, answered=None, answered_by_mail=None)


def leaving(definition: Definition, responses: QuerySet[Response], *, language: str, fewest: int = 0) -> list[Leaving]:
    """Where those who began and have not sent it stand, question by question; at most three queries.

    Empty while nobody stands half-way: a short survey is sent on one page, so nobody can. It ends before the first
    question that fewer than `fewest` have come to.
    """
    of_version = responses.filter(version_id=definition.version_id, is_preview=False, flagged=False)
    half_way = of_version.filter(submitted_at__isnull=True)
    last_saved = Answer.objects.filter(response__in=half_way).order_by().values("response")
    stands_after = Counter(last_saved.annotate(place=Max("question__position")).values_list("place", flat=True))
    if not stands_after:
        return []
    places = list(_places_of(definition))
    stands_at = Counter({bisect(places, place): number for place, number in stands_after.items()})
    sent = of_version.filter(submitted_at__isnull=False).count()
    wording = Wording(definition, language)
    lines, came = [], sent + stands_at.total()
    for index, question in enumerate(definition.questions):
        lines.append(Leaving(index + 1, wording.of(question.texts), came, stands_at[index]))
        came -= stands_at[index]
    return list(takewhile(lambda line: line.came >= fewest, lines))


def _places_of(definition: Definition) -> QuerySet[Question]:
    questions = Question.objects.filter(version_id=definition.version_id).order_by("position", "id")
    return questions.values_list("position", flat=True)


def visible_responses(membership: Membership) -> QuerySet[Response]:
    """Every response in the member's places, the begun ones too: for counting, never for reading."""
    responses = Response.objects.for_organisation(membership.organisation_id)
    return responses if membership.sees_everything else responses.in_units(membership.visible_units())


def table(course: Course) -> list[list]:
    """The course as rows of a table to take along; the first is the headings' names."""
    head = ["group", "name", *COLUMNS, "answered_percent"]
    groups = [("all", [course.total]), ("unit", course.by_unit), ("language", course.by_language)]
    return [head, *(_row(group, line) for group, lines in groups for line in lines)]


def _row(group: str, line: Line) -> list:
    counts = (getattr(line, column) for column in (*COLUMNS, "rate"))
    return [group, line.label, *("" if count is None else count for count in counts)]


def _lines(added: Callable[..., Line], cells: Iterable[tuple[str, list[int]]]) -> list[Line]:
    by_label: dict[str, list[list[int]]] = {}
    for label, counts in cells:
        by_label.setdefault(label, []).append(counts)
    return [added(label, counts) for label, counts in sorted(by_label.items())]


def _called(language: str) -> str:
    return capfirst(name_of(language))


def _folded(lines: list[Line], told: set[str]) -> list[Line]:
    """The lines with those that are not to be told apart added up in a last one; none where that leaves nothing."""
    small = [line for line in lines if line.label not in told]
    if not small:
        return lines
    if not told:
        return []
    counts = [[getattr(line, name) for name in _COUNTS] for line in small]
    rest = _added(_("Others"), counts, outbox_answers=small[0].outbox_answers)
    return [*(line for line in lines if line.label in told), rest]


def _added(label: str, counts: list[list[int]], *, outbox_answers: bool) -> Line:
    return Line(label, *(sum(column) for column in zip(*counts, strict=True)), outbox_answers=outbox_answers)
