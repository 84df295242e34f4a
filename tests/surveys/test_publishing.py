"""Publishing, closing, opening again, and the next draft."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from common import clock
from surveys import arranging, building, publishing
from surveys.models import Survey
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


def codes(version):
    return [(problem.code, problem.where, problem.blocks) for problem in publishing.problems(version)]


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_a_whole_draft_has_no_problems(survey):
    assert publishing.problems(survey.draft) == []


def test_a_survey_without_questions_is_not_ready(survey):
    survey.draft.questions.all().delete()
    assert codes(survey.draft) == [("no_questions", None, True)]


@pytest.mark.parametrize("fields", [{"contact_name": " "}, {"contact_email": ""}])
def test_somebody_has_to_be_there_to_turn_to(survey, fields):
    put(survey, **fields)
    assert codes(survey.draft) == [("no_contact", None, True)]


def test_a_closing_date_that_has_passed_stands_in_the_way(survey):
    put(survey, closes_at=clock.now() - timedelta(minutes=1))
    assert codes(survey.draft) == [("closes_in_the_past", None, True)]


def test_a_missing_purpose_and_many_questions_are_only_advice(survey, hotel):
    put(hotel, purpose="")
    for _number in range(4):
        cast.question(survey.draft, "open_text", {"sv": "Mer?", "en": "More?"})
    assert codes(survey.draft) == [("no_purpose", None, False), ("many_questions", None, False)]


def test_a_missing_heading_is_named_by_language(survey):
    put(survey.draft, title={"sv": "Natten"})
    [problem] = publishing.problems(survey.draft)
    assert (problem.code, str(problem.message)) == ("no_title", "Give the survey a heading in English.")


def test_missing_texts_are_counted_and_named_at_their_question(survey, maria):
    question = survey.draft.questions.first()
    put(question, texts={"sv": "Sov du gott?"}, prompt={"neutral": {"sv": "Varför?"}, "no": {"sv": "Vad störde?"}})
    [problem] = publishing.problems(survey.draft)
    assert (problem.code, problem.where, problem.blocks) == ("missing_texts", question.pk, True)
    assert str(problem.message) == "English: 3 texts are missing (the question, why, why, after a no)."


def test_texts_of_a_language_not_promised_are_not_missed(survey):
    put(survey.draft, languages=["sv"])
    put(survey.draft.questions.first(), texts={"sv": "Sov du gott?"})
    assert publishing.problems(survey.draft) == []


@pytest.mark.parametrize("kind", ["yes_no", "scale_0_10"])
def test_a_closed_question_leaves_room_to_say_why(survey, kind):
    question = cast.question(survey.draft, kind, {"sv": "Hur?", "en": "How?"}, prompt={"no": {"sv": "a", "en": "b"}})
    assert codes(survey.draft) == [("no_motivation_prompt", question.pk, True)]


def test_a_choice_needs_two_answers_and_an_open_question_no_prompt(survey):
    options = [{"key": "a", "texts": {"sv": "Ja", "en": "Yes"}}]
    question = cast.question(survey.draft, "single_choice", {"sv": "Vad?", "en": "What?"}, options=options)
    cast.question(survey.draft, "open_text", {"sv": "Och?", "en": "And?"}, prompt={})
    assert codes(survey.draft) == [("too_few_options", question.pk, True)]


def test_publishing_freezes_and_opens_and_twice_is_once(survey, hotel, maria, agnes):
    draft = survey.draft
    first = publishing.publish(draft, by=maria)
    second = publishing.publish(draft, by=agnes)
    survey.refresh_from_db()
    assert (first.published_at, first.published_by) == (second.published_at, maria)
    assert (survey.published_version, survey.state, survey.draft) == (first, Survey.State.OPEN, None)
    assert AuditEvent.objects.about(survey).filter(verb="survey.published").count() == 1


def test_a_draft_that_is_not_ready_stays_a_draft(survey, maria):
    put(survey, contact_email="")
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(survey.draft, by=maria)
    survey.refresh_from_db()
    assert [problem.code for problem in refused.value.problems] == ["no_contact"]
    assert (survey.published_version, survey.draft.published_at) == (None, None)


def test_closing_and_opening_again_are_each_said_once(hotel, maria):
    survey = cast.published_survey(hotel)
    for verb in (publishing.close, publishing.close, publishing.reopen, publishing.reopen):
        survey = verb(survey, by=maria)
    assert (survey.state, survey.closed_at) == (Survey.State.OPEN, None)
    assert list(AuditEvent.objects.about(survey).values_list("verb", flat=True)) == [
        "survey.closed",
        "survey.reopened",
    ]


def test_opening_again_takes_a_passed_closing_date_away(hotel, maria):
    survey = cast.published_survey(hotel, closes_at=clock.now() - timedelta(days=1))
    assert survey.state == Survey.State.CLOSED
    assert (publishing.reopen(survey, by=maria).state, Survey.objects.get().closes_at) == (Survey.State.OPEN, None)


def test_a_draft_is_neither_closed_nor_opened(survey, maria):
    assert publishing.close(survey, by=maria).closed_at is None
    assert publishing.reopen(survey, by=maria).state == Survey.State.DRAFT


def test_the_next_draft_keeps_keys_texts_and_order_and_leaves_the_published_alone(hotel, maria):
    survey = cast.published_survey(hotel)
    published = survey.published_version
    told = ("key", "position", "kind", "touchpoint_id", "texts", "options", "ends", "prompt", "required", "reversed")
    before = list(published.questions.values(*told))
    draft = publishing.start_next_draft(survey, by=maria)
    assert publishing.start_next_draft(survey, by=maria) == draft
    assert list(draft.questions.values(*told)) == before
    assert (draft.number, draft.title, draft.languages) == (2, published.title, published.languages)
    building.remove_question(draft.questions.first(), by=maria)
    assert list(published.questions.values(*told)) == before
    publishing.publish(draft, by=maria)
    survey.refresh_from_db()
    assert (survey.published_version, survey.versions.count()) == (draft, 2)


def test_publishing_the_next_draft_opens_a_closed_survey(hotel, maria):
    survey = cast.published_survey(hotel)
    publishing.close(survey, by=maria)
    publishing.publish(publishing.start_next_draft(survey, by=maria), by=maria)
    survey.refresh_from_db()
    assert survey.state == Survey.State.OPEN


def test_what_customers_were_told_is_kept(hotel, maria):
    survey = cast.published_survey(hotel)
    for values in ({"anonymity": Survey.Anonymity.NAMED}, {"retention_months": 25}):
        with pytest.raises(ValidationError) as refused:
            arranging.change_settings(survey, by=maria, **values)
        assert list(refused.value.message_dict) == list(values)
    changed = arranging.change_settings(survey, by=maria, retention_months=6, contact_name="Agnes")
    assert (changed.retention_months, changed.contact_name, changed.anonymity) == (6, "Agnes", "pseudonymous")
