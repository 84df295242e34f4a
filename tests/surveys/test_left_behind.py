"""A question that is reworded in one language is not forgotten in the others."""

import pytest

from surveys import building, publishing, readiness
from tests import cast


def behind(version) -> list[tuple[int, str]]:
    return [
        (one.where, str(one.message)) for one in readiness.problems(version) if one.code == "translation_left_behind"
    ]


def reword(question, **texts):
    building.change_draft(
        question.version,
        texts={},
        questions={question.key: {"texts": {**question.texts, **texts}}},
        expected_revision=question.version.revision,
        by=None,
    )


@pytest.mark.parametrize("is_published", [False, True])
def test_the_other_languages_are_named_until_they_follow(hotel, is_published):
    survey = cast.walk(cast.survey(hotel, languages=("sv", "en", "fi")))
    if is_published:
        publishing.publish(survey.draft, by=None)
        survey.refresh_from_db()
        publishing.start_next_draft(survey, by=None)
    question = survey.draft.questions.first()
    assert behind(survey.draft) == []
    reword(question, sv="Var rummet tyst i natt?")
    words = "This question has new words, but still the old ones in English and Finnish."
    assert behind(survey.draft) == [(question.pk, words)]
    reword(survey.draft.questions.first(), en="Was the room quiet last night?")
    assert behind(survey.draft) == [(question.pk, words.replace("English and Finnish", "Finnish"))]
    reword(survey.draft.questions.first(), fi="Oliko huoneessa hiljaista viime yönä?")
    assert behind(survey.draft) == []


def test_a_comma_is_no_new_wording_and_a_new_question_has_no_old_one(hotel, maria):
    survey = cast.survey(hotel)
    reword(survey.draft.questions.first(), sv="Sov du, gott?")
    texts = {"sv": "Var frukosten god?", "en": "Was breakfast good?"}
    added = building.add_question(survey.draft, kind="yes_no", by=maria, texts=texts)
    reword(added, sv="Var frukosten varm?")
    assert behind(survey.draft) == []
