"""Storing an answer once, changing it while the survey is open, and what it leaves behind."""

import uuid
from datetime import timedelta

import pytest

from common import clock
from common.models import Work
from invitations.models import PublicLink
from responses import opening, reading, signals, submitting
from responses.answer_values import AnswerValue, NotFitting
from responses.models import Answer, Response
from surveys import question_kinds
from surveys.models import Survey, SurveyVersion
from tests import cast
from tests.responses.conftest import statements

pytestmark = pytest.mark.django_db

FORM = uuid.UUID(int=7)
OTHER_FORM = uuid.UUID(int=8)


def submit(invitation, *values, form_number=FORM, **more):
    opened = opening.open_link(invitation.token)
    defaults = {"language": "sv", "version_id": opened.definition.version_id}
    return submitting.submit(opened, values=values, form_number=form_number, **(defaults | more))


def work() -> list[tuple]:
    return list(Work.objects.order_by("id").values_list("kind", "object_id", "revision"))


@pytest.fixture
def badly(slept, treated):
    return [
        AnswerValue(slept.key, choice="no", words="Fläkten tjöt hela natten."),
        AnswerValue(treated.key, words="Anna i kassan var så fin. Ring 070-000 00 00."),
    ]


def test_an_answer_is_stored_with_its_words_and_its_work(
    invitation, carl, badly, rung, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = submit(invitation, *badly).response
    assert (response.survey, response.unit, response.invitation) == (invitation.survey, carl.unit, invitation)
    assert (response.respondent_key, response.language, response.revision) == (carl.respondent_key, "sv", 1)
    assert list(response.answers.order_by("id").values_list("value_choice", "value_text", "motivation")) == [
        ("no", "", "Fläkten tjöt hela natten."),
        ("", "Anna i kassan var så fin. Ring 070-000 00 00.", ""),
    ]
    assert work() == [("analyse response", response.pk, 1)]
    assert rung == ["analyse response"]


def test_the_invitation_knows_when_it_was_first_answered(invitation, slept, badly):
    first = submit(invitation, *badly).response
    with clock.at(first.submitted_at + timedelta(days=1)):
        submit(invitation, AnswerValue(slept.key, choice="yes"), form_number=OTHER_FORM, changes=1)
    invitation.refresh_from_db()
    assert invitation.answered_at == first.submitted_at


def test_searching_finds_what_is_read_and_not_what_is_hidden(invitation, badly):
    found = submit(invitation, *badly).response.search_text
    assert found == "fläkten tjöt hela natten. [namn] i kassan var så fin. ring [telefon]."


def test_the_same_form_again_is_a_replay(invitation, slept, badly):
    first = submit(invitation, *badly)
    again = submit(invitation, AnswerValue(slept.key, choice="yes"))
    assert (again.response, again.is_replay) == (first.response, True)
    assert Answer.objects.count() == 2
    assert work() == [("analyse response", first.response.pk, 1)]


def test_the_same_answers_from_another_tab_are_a_replay(invitation, badly):
    first = submit(invitation, *badly)
    again = submit(invitation, *badly, form_number=OTHER_FORM)
    assert (again.response, again.is_replay) == (first.response, True)


def test_a_change_that_changes_nothing_is_a_replay(invitation, badly):
    first = submit(invitation, *badly)
    again = submit(invitation, *badly, form_number=OTHER_FORM, changes=1)
    assert (again.response, again.is_replay, again.response.revision) == (first.response, True, 1)
    assert work() == [("analyse response", first.response.pk, 1)]


def test_another_answer_by_the_same_link_is_not_written_over_the_first(invitation, slept, badly):
    first = submit(invitation, *badly)
    with pytest.raises(submitting.AlreadyAnswered) as raised:
        submit(invitation, AnswerValue(slept.key, choice="yes"), form_number=OTHER_FORM)
    assert raised.value.response == first.response
    assert Response.objects.get().answers.filter(value_choice="no").count() == 1


def test_a_change_is_a_new_revision(invitation, slept, treated, stefan, badly):
    first = submit(invitation, *badly).response
    rows = list(first.answers.order_by("id").values_list("pk", flat=True))
    reading.mark_read(first, by=stefan)
    with clock.at(first.submitted_at + timedelta(days=1)):
        change = submit(
            invitation, AnswerValue(slept.key, choice="yes"), form_number=OTHER_FORM, changes=1, language="en"
        )
    response = Response.objects.get()
    assert (change.response, change.is_replay, response.revision, response.language) == (response, False, 2, "en")
    assert (response.form_number, response.search_text) == (OTHER_FORM, "")
    assert (response.submitted_at - first.submitted_at, response.begun_at) == (timedelta(days=1), first.begun_at)
    assert submitting.values_of(response) == [AnswerValue(slept.key, choice="yes")]
    assert list(response.answers.order_by("id").values_list("pk", flat=True)) == rows
    assert work() == [("analyse response", first.pk, 1), ("analyse response", first.pk, 2)]
    assert [reading.is_read(one, by=stefan) for one in (response, first)] == [False, True]
    reading.mark_read(response, by=stefan)
    assert reading.is_read(response, by=stefan) is True


def test_a_change_sent_twice_is_one_change(invitation, slept, badly):
    submit(invitation, *badly)
    value = AnswerValue(slept.key, choice="yes")
    assert not submit(invitation, value, form_number=OTHER_FORM, changes=1).is_replay
    assert submit(invitation, value, form_number=OTHER_FORM, changes=1).is_replay
    assert Response.objects.get().revision == 2


def test_a_change_of_what_somebody_changed_meanwhile_is_asked_about(invitation, slept, badly):
    submit(invitation, *badly)
    submit(invitation, AnswerValue(slept.key, choice="yes"), form_number=OTHER_FORM, changes=1)
    with pytest.raises(submitting.AlreadyAnswered):
        submit(invitation, AnswerValue(slept.key, choice="neither"), form_number=uuid.UUID(int=9), changes=1)
    assert Response.objects.get().revision == 2


def test_nothing_is_changed_once_the_survey_is_closed_but_a_replay_is_still_thanked(invitation, slept, badly):
    submit(invitation, *badly)
    Survey.objects.update(closed_at=clock.now())
    assert submit(invitation, *badly).is_replay
    with pytest.raises(submitting.NotAnswerable):
        submit(invitation, AnswerValue(slept.key, choice="yes"), form_number=OTHER_FORM, changes=1)
    assert Response.objects.get().revision == 1


@pytest.mark.parametrize("wrong", [{"version_id": 999_999}, {"version_id": None}, {"form_number": None}])
def test_a_broken_form_stores_nothing(invitation, badly, wrong):
    with pytest.raises(NotFitting):
        submit(invitation, *badly, **wrong)
    assert (Response.objects.count(), Answer.objects.count(), work()) == (0, 0, [])


def test_a_version_of_another_survey_is_refused(invitation, hotel, badly):
    other = cast.published_survey(hotel, name="Frukosten")
    with pytest.raises(NotFitting):
        submit(invitation, *badly, version_id=other.published_version_id)


def test_a_draft_is_refused(invitation, hotel, badly):
    draft = cast.survey(hotel, name="Frukosten").draft
    with pytest.raises(NotFitting):
        submit(invitation, *badly, version_id=draft.pk)


def test_an_answer_belongs_to_the_version_the_customer_saw(invitation, badly):
    survey, seen = invitation.survey, invitation.survey.published_version
    newer = SurveyVersion.objects.create(
        organisation=survey.organisation, survey=survey, number=2, languages=["sv"], created_at=clock.now()
    )
    cast.question(newer, question_kinds.YES_NO, {"sv": "Sov du bra?"})
    newer.published_at = clock.now()
    newer.save()
    Survey.objects.filter(pk=survey.pk).update(published_version=newer)
    assert submit(invitation, *badly, version_id=seen.pk).response.version == seen


def test_a_public_link_takes_many_answers_and_each_form_once(survey, slept):
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    value = AnswerValue(slept.key, choice="yes")
    first = submit(link, value)
    assert submit(link, value).is_replay
    second = submit(link, value, form_number=OTHER_FORM)
    assert (first.is_replay, second.is_replay, Response.objects.count()) == (False, False, 2)
    assert first.response.respondent_key != second.response.respondent_key


def test_an_anonymous_survey_keeps_no_key_of_the_customers(invitation, carl, badly):
    Survey.objects.update(anonymity=Survey.Anonymity.ANONYMOUS)
    assert submit(invitation, *badly).response.respondent_key != carl.respondent_key


def test_others_hear_of_it_after_it_is_stored_and_may_fail(invitation, badly, django_capture_on_commit_callbacks, rung):
    heard = []

    def hear(sender, **told):
        heard.append((told["response_id"], told["revision"], Response.objects.count()))
        raise RuntimeError("a receiver of somebody else's")

    signals.submitted.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            response = submit(invitation, *badly).response
        with django_capture_on_commit_callbacks(execute=True):
            submit(invitation, *badly)
    finally:
        signals.submitted.disconnect(hear)
    assert heard == [(response.pk, 1, 1)]


@pytest.mark.parametrize("questions", [1, 200])
def test_the_number_of_statements_does_not_grow_with_the_questions(hotel, carl, questions):
    survey = cast.survey(hotel)
    for number in range(questions - 2):
        cast.question(survey.draft, question_kinds.YES_NO, {"sv": f"Fråga {number}"})
    version = survey.draft
    version.published_at = clock.now()
    version.save()
    Survey.objects.update(published_version=version)
    invitation = cast.invitation(survey, carl)
    definition = opening.open_link(invitation.token).definition
    closed = [question for question in definition.questions if question.kind == question_kinds.YES_NO]
    values = [AnswerValue(question.key, choice="yes") for question in closed]
    with statements(5):
        submit(invitation, *values)
    values = [AnswerValue(question.key, choice="no") for question in closed]
    with statements(6):  # one asks whether anything is different
        submit(invitation, *values, form_number=OTHER_FORM, changes=1)
