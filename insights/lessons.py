"""What an organisation's people have decided, as lessons for the sorting. Words are read here and kept nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from insights.models import Coding, Incident
from insights.models.incident import POSITIVE
from insights.rating import MIDDLE, rating_of
from responses.models import Answer, Response
from surveys.definitions import published_definition

NEWEST_RATED = 500
NEWEST_DECISIONS = 5000


@dataclass(frozen=True)
class Decision:
    """One incident a person has judged, in the words it was judged by. What they left as a guess is None."""

    incident_id: int
    answer_id: int
    text: str
    language: str
    rating: int | None
    is_incident: bool
    polarity: str | None
    category: str | None
    severity: int | None
    was_blind: bool = False  # judged before the guess was seen

    @property
    def is_whole(self) -> bool:
        """Nothing in it is a guess by which the sorting would be measured against itself."""
        return not self.is_incident or bool(self.polarity and self.category)

    def lesson(self):
        """Weighs as much as the engine lets a person's word weigh."""
        from insights.engine import Lesson
        from insights.engine.learning import CORRECTION_WEIGHT

        return Lesson(
            text=self.text,
            language=self.language,
            incident=self.is_incident,
            polarity=self.polarity,
            category=self.category,
            severity=self.severity,
            weight=CORRECTION_WEIGHT,
        )


def decisions_of(organisation_id: int, *, until: datetime) -> list[Decision]:
    """The newest decisions; not those about words that were changed since, or are gone."""
    blind = Coding.objects.filter(incident=OuterRef("pk"), coder=OuterRef("settled_by"), was_blind=True)
    incidents = (
        Incident.objects.filter(
            organisation_id=organisation_id,
            settled_at__lte=until,
            revision=F("answer__response__revision"),
            answer__response__flagged=False,
            answer__response__words_removed_at__isnull=True,
        )
        .select_related("answer__response")
        .annotate(was_blind=Exists(blind))
        .order_by("-settled_at", "-id")[:NEWEST_DECISIONS]
    )
    rated = _Ratings()
    found = (_decision(incident, rated) for incident in incidents)
    return [one for one in found if one.text.strip()]


def rated_words(organisation_id: int, *, until: datetime, besides: Collection[int]) -> list:
    """The newest words that stand beside a rating which says good or bad: weak lessons about just that."""
    from insights.engine import Lesson

    responses = Response.objects.submitted().filter(
        organisation_id=organisation_id, submitted_at__lte=until, flagged=False, words_removed_at__isnull=True
    )
    answers = (
        Answer.objects.filter(response__in=responses)
        .exclude(motivation="")
        .exclude(pk__in=besides)
        .select_related("response")
        .order_by("-response__submitted_at", "-id")[:NEWEST_RATED]
    )
    rated = _Ratings()
    pairs = [(answer, rated.of(answer)) for answer in answers]
    return [
        Lesson(text=answer.motivation, language=answer.response.language, rating=rating)
        for answer, rating in pairs
        if rating is not None and rating != MIDDLE
    ]


class _Ratings:
    """What was chosen beside the words, by the questions of each published version, looked up once."""

    def __init__(self) -> None:
        self._questions: dict[int, dict] = {}

    def of(self, answer: Answer) -> int | None:
        version_id = answer.response.version_id
        if version_id not in self._questions:
            self._questions[version_id] = {one.id: one for one in published_definition(version_id).questions}
        return rating_of(answer, self._questions[version_id][answer.question_id])


def _decision(incident: Incident, rated: _Ratings) -> Decision:
    is_incident = not incident.dismissed
    return Decision(
        incident_id=incident.pk,
        answer_id=incident.answer_id,
        text=incident.answer.words[incident.start : incident.end],
        language=incident.answer.response.language,
        rating=rated.of(incident.answer),
        is_incident=is_incident,
        polarity=incident.human_polarity if is_incident else None,
        category=incident.human_category if is_incident else None,
        severity=incident.human_severity if is_incident and incident.polarity != POSITIVE else None,
        was_blind=incident.was_blind,
    )
