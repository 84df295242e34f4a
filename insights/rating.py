"""What was chosen beside the words, as a hint from 1 (bad) to 5 (good); and where the words were read otherwise."""

from django.db.models import Q
from django.utils.translation import gettext as _

from insights.models import Incident
from insights.models.incident import NEGATIVE, POSITIVE
from responses.models import Answer
from surveys import question_kinds
from surveys.definitions import QuestionDefinition
from surveys.models import Question

MIDDLE = 3


def rating_of(answer: Answer, question: QuestionDefinition | Question) -> int | None:
    """The closed value beside the words as a hint from 1 (bad) to 5 (good); None where it says nothing."""
    if question.kind == question_kinds.YES_NO:
        rating = {question_kinds.YES: 5, question_kinds.NO: 1, question_kinds.NEITHER: 3}.get(answer.value_choice)
    elif question.kind in _RATINGS and answer.value_number is not None:
        rating = _RATINGS[question.kind](answer.value_number)
    else:
        return None
    return 6 - rating if rating and question.reversed else rating


# Would recommend: few say less than 5, so that 7 and 8 are lukewarm and only 9 and 10 are good.
_WOULD_RECOMMEND = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
_RATINGS = {
    question_kinds.SCALE: lambda number: 1 + round(number * 4 / 10),
    question_kinds.SCALE_1_5: lambda number: number,
    question_kinds.NPS: _WOULD_RECOMMEND.__getitem__,
}


def disagrees(incident: Incident) -> bool:
    """The words are read as good beside a bad choice, or as bad beside a good one; its question is loaded."""
    rating = rating_of(incident.answer, incident.answer.question)
    if rating is None or rating == MIDDLE:
        return False
    return incident.polarity == (POSITIVE if rating < MIDDLE else NEGATIVE)


def disagreement(incident: Incident) -> str:
    """The same in words, of the machine's own reading; empty where they agree, or a person has said good or bad."""
    if incident.human_polarity or not disagrees(incident):
        return ""
    if incident.polarity == POSITIVE:
        return _("What the customer chose beside these words is bad news, and the words were read as good.")
    return _("What the customer chose beside these words is good news, and the words were read as bad.")


def disagreeing() -> Q:
    """The same for the database: incidents whose words the machine reads otherwise than what was chosen beside them,
    as long as no person has said good or bad."""
    bad, good = Q(), Q()
    for turned in (False, True):
        for kind, (field, values) in _POSSIBLE.items():
            rated = {
                value: rating_of(Answer(**{field: value}), Question(kind=kind, reversed=turned)) for value in values
            }
            asked = {"answer__question__kind": kind, "answer__question__reversed": turned}
            bad |= Q(**asked, **{f"answer__{field}__in": [value for value, rating in rated.items() if rating < MIDDLE]})
            good |= Q(
                **asked, **{f"answer__{field}__in": [value for value, rating in rated.items() if rating > MIDDLE]}
            )
    return Q(human_polarity__isnull=True) & ((bad & Q(polarity=POSITIVE)) | (good & Q(polarity=NEGATIVE)))


_POSSIBLE = {
    question_kinds.YES_NO: ("value_choice", (question_kinds.YES, question_kinds.NO, question_kinds.NEITHER)),
    question_kinds.SCALE: ("value_number", range(11)),
    question_kinds.SCALE_1_5: ("value_number", range(1, 6)),
    question_kinds.NPS: ("value_number", range(11)),
}
