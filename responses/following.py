"""How a sending goes: sent, bounced, begun, answered, by place and language, and where people leave. Counts alone.

That a mail was opened is not measured: looking at a page records nothing. "Begun" is a first page that was sent in.
Answers that may be automatic are left out until somebody has looked at them.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.utils.text import capfirst

from accounts.models import Membership
from common.languages import name_of
from invitations.models import EmailDelivery
from responses.models import Answer, Response
from responses.wording import Wording
from surveys.definitions import Definition
from surveys.models import Question

MANY_LEAVE = 30  # percent of those who came to a question

WENT = Q(state__in=[EmailDelivery.State.SENT, EmailDelivery.State.OUTBOX, EmailDelivery.State.BOUNCED])
BOUNCED = Q(state=EmailDelivery.State.BOUNCED)
BEGUN = Q(invitation__response__isnull=False, invitation__response__flagged=False)
ANSWERED = BEGUN & Q(invitation__response__submitted_at__isnull=False)
COLUMNS = ("invited", "sent", "bounced", "begun", "answered")


@dataclass(frozen=True)
class Line:
    """The counts of one place, one language, or all together. `begun` counts those who answered too."""

    label: str
    invited: int = 0
    sent: int = 0
    bounced: int = 0
    begun: int = 0
    answered: int = 0

    @property
    def reached(self) -> int:
        return self.sent - self.bounced

    @property
    def rate(self) -> int | None:
        """Whole percent of those reached who answered; None where nobody was reached."""
        return round(100 * self.answered / self.reached) if self.reached > 0 else None


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


def course_of(deliveries: QuerySet[EmailDelivery], *, total_label: str = "") -> Course:
    """The counts of these mails, of the invitations among them; one query."""
    mails = deliveries.filter(kind=EmailDelivery.Kind.INVITATION).order_by()
    cells = mails.values_list("invitation__unit__name", "invitation__language").annotate(
        invited=Count("pk"),
        sent=Count("pk", filter=WENT),
        bounced=Count("pk", filter=BOUNCED),
        begun=Count("pk", filter=BEGUN),
        answered=Count("pk", filter=ANSWERED),
    )
    cells = list(cells)
    return Course(
        total=_added(total_label, [counts for _unit, _language, *counts in cells]),
        by_unit=_lines((unit, counts) for unit, _language, *counts in cells),
        by_language=_lines((capfirst(name_of(language)), counts) for _unit, language, *counts in cells),
    )


def leaving(definition: Definition, responses: QuerySet[Response], *, language: str) -> list[Leaving]:
    """Where those who began and have not sent it stand, question by question; at most three queries.

    Empty while nobody stands half-way: a short survey is sent on one page, so nobody can.
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
    return lines


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
    rate = "" if line.rate is None else line.rate
    return [group, line.label, *(getattr(line, column) for column in COLUMNS), rate]


def _lines(cells: Iterable[tuple[str, list[int]]]) -> list[Line]:
    by_label: dict[str, list[list[int]]] = {}
    for label, counts in cells:
        by_label.setdefault(label, []).append(counts)
    return [_added(label, counts) for label, counts in sorted(by_label.items())]


def _added(label: str, counts: list[list[int]]) -> Line:
    return Line(label, *(sum(column) for column in zip(*counts, strict=True)))
