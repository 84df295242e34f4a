"""The answer beside the words as a hint from 1 (bad) to 5 (good), and which words are read for what happened."""

import uuid

import pytest

from common import working
from insights import analysing
from insights.models import Incident
from responses import opening, submitting
from responses.answer_values import AnswerValue
from responses.models import Answer
from surveys import question_kinds
from surveys.models import Question
from tests import cast
from tests.responses.conftest import published


@pytest.mark.parametrize(
    ("kind", "ratings"),
    [
        (question_kinds.SCALE_1_5, dict(zip(range(1, 6), range(1, 6), strict=True))),
        (question_kinds.NPS, dict(zip(range(11), [1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5], strict=True))),
        (question_kinds.NUMBER, {None: None}),
        (question_kinds.MULTIPLE_CHOICE, {None: None}),
    ],
)
def test_a_number_on_a_scale_is_a_hint(kind, ratings):
    for turned in (False, True):
        question = Question(kind=kind, reversed=turned)
        found = {number: analysing.rating_of(Answer(value_number=number), question) for number in ratings}
        assert found == {number: rating and (6 - rating if turned else rating) for number, rating in ratings.items()}


def test_a_hint_and_a_prompt_never_say_opposite_things():
    for kind in question_kinds.LOW_AND_HIGH:
        for number in question_kinds.SCALES[kind]:
            rating = analysing.rating_of(Answer(value_number=number), Question(kind=kind))
            mood = question_kinds.mood_of(kind, str(number))
            assert not (mood == "yes" and rating < 3 or mood == "no" and rating > 3), (kind, number)


@pytest.mark.django_db
def test_one_time_is_read_like_an_open_text(hotel, carl, engine, rung):
    engine.knows("Nyckeln gick sönder.", "core_outcome", 3)
    engine.knows("Hon suckade åt oss.", "treatment", 4)
    survey, [question] = published(hotel, {"kind": question_kinds.ONE_TIME})
    opened = opening.of_invitation(cast.invitation(survey, carl))
    value = AnswerValue.of_steps(question.key, ("Nyckeln gick sönder.", "Hon suckade åt oss.", ""))
    version_id = survey.published_version_id
    submitting.submit(opened, values=[value], form_number=uuid.uuid4(), language="sv", version_id=version_id)
    working.do_waiting(analysing.KIND)
    assert engine.heard == [("Nyckeln gick sönder.\n\nHon suckade åt oss.", "sv", None)]
    assert list(Incident.objects.order_by("start").values_list("start", "end", "machine_category")) == [
        (0, 20, "core_outcome"),
        (22, 41, "treatment"),
    ]
