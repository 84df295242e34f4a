"""Nothing of what a customer was asked can change afterwards."""

import pytest

from surveys.frozen import Frozen
from surveys.models import Question, SurveyVersion
from tests import cast


@pytest.fixture
def published(hotel):
    return cast.published_survey(hotel).published_version


@pytest.fixture
def question(published):
    return published.questions.first()


def in_draft(hotel):
    return cast.survey(hotel, name="Frukosten").draft.questions.first()


def rows():
    return list(Question.objects.order_by("pk").values()), list(SurveyVersion.objects.order_by("pk").values())


WAYS = {
    "save a question": lambda q, other: q.save(),
    "save a version": lambda q, other: q.version.save(),
    "delete a question": lambda q, other: q.delete(),
    "delete a version": lambda q, other: q.version.delete(),
    "update questions": lambda q, other: Question.objects.update(texts={}),
    "update versions": lambda q, other: SurveyVersion.objects.filter(pk=q.version_id).update(title={}),
    "unpublish by update": lambda q, other: SurveyVersion.objects.update(published_at=None),
    "delete questions": lambda q, other: q.version.questions.all().delete(),
    "delete versions": lambda q, other: SurveyVersion.objects.all().delete(),
    "bulk_update": lambda q, other: Question.objects.bulk_update([q], ["texts"]),
    "bulk_create": lambda q, other: Question.objects.bulk_create(
        [Question(version=q.version, kind="yes_no", position=9, touchpoint=q.touchpoint, organisation=q.organisation)]
    ),
    "bulk_create over it": lambda q, other: Question.objects.bulk_create(
        [Question(pk=q.pk, version=other.version, kind="yes_no", position=9, touchpoint=q.touchpoint)],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["position"],
    ),
    "add a question": lambda q, other: cast.question(q.version, "yes_no", {"sv": "Till?"}),
    "move a draft's question in by update": lambda q, other: Question.objects.filter(pk=other.pk).update(
        version=q.version
    ),
    "update_or_create": lambda q, other: Question.objects.update_or_create(pk=q.pk, defaults={"position": 9}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_published_version_stays_as_it_was(hotel, question, way):
    other = in_draft(hotel)
    before = rows()
    question.texts = {"sv": "Något annat?"}
    with pytest.raises(Frozen):
        WAYS[way](question, other)
    assert rows() == before


def test_a_question_of_a_draft_cannot_be_moved_into_a_published_version(hotel, published):
    question = in_draft(hotel)
    question.version = published
    with pytest.raises(Frozen):
        question.save()
    with pytest.raises(Frozen):
        Question.objects.bulk_update([question], ["version"])
    assert published.questions.count() == 2


def test_a_draft_may_change_in_all_these_ways(hotel, published):
    question = in_draft(hotel)
    question.required = True
    question.save()
    Question.objects.bulk_update([question], ["position"])
    assert Question.objects.filter(version=question.version).update(reversed=True) == 2
    question.delete()
    assert question.version.questions.count() == 1
