"""The next version: what is new in it, what stays comparable, and customers who have begun on the one before."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import AuditEvent
from responses.models import Answer, Response
from surveys import inserting, publishing
from surveys.models import DraftChange, SurveyVersion, Walk
from tests import cast
from tests.responses.conftest import answering


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def draft(survey, maria):
    publishing.start_next_draft(survey, by=maria)
    return cast.walk(survey).draft


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def keys(version):
    return list(version.questions.values_list("key", flat=True))


def test_a_reworded_question_keeps_its_key_unless_it_is_called_a_new_one(survey, draft, maria):
    slept, treated = keys(survey.published_version)
    publishing.publish(draft, by=maria, new_keys={slept, uuid.uuid4()})
    new, same = keys(draft)
    assert (new != slept, same) == (True, treated)
    assert keys(survey.published_version) == [slept, treated]
    event = AuditEvent.objects.about(survey).get(verb="survey.published")
    assert event.detail == {"version": 2, "new_questions": 1}


def test_what_names_a_new_question_names_it_by_its_new_key(draft, maria):
    slept, treated = draft.questions.all()
    code, other = inserting.code_for(slept.key), inserting.code_for(treated.key)
    put(slept, required=True)
    put(
        treated,
        texts={"sv": f"Du sa {{answer:{code.upper()}|det | där}} {{answer:{code}}}. Och?", "en": "{weather:now} And?"},
        prompt={"neutral": {"sv": f"Varför {{answer:{code}|så}}?", "en": "Why?"}},
        show_if={"question": str(slept.key), "operator": "is", "value": "no"},
    )
    third = cast.question(draft, "open_text", {"sv": f"{{answer:{other}|det}}?", "en": "More?"})
    cast.walk(draft.survey)
    publishing.publish(draft, by=maria, new_keys=[slept.key])
    new = draft.questions.first()
    new_code = inserting.code_for(new.key)
    treated.refresh_from_db()
    third.refresh_from_db()
    assert treated.show_if == {"question": str(new.key), "operator": "is", "value": "no"}
    assert treated.texts["sv"] == f"Du sa {{answer:{new_code}|det | där}} {{answer:{new_code}}}. Och?"
    assert treated.texts["en"] == "{weather:now} And?"
    assert treated.prompt["neutral"]["sv"] == f"Varför {{answer:{new_code}|så}}?"
    assert third.texts["sv"] == f"{{answer:{other}|det}}?"


def test_a_customer_who_has_begun_is_not_disturbed(client, survey, carl, maria, rung):
    link = f"/a/{cast.invitation(survey, carl).token}/"
    begun, first = client.get(link), survey.published_version
    slept = first.questions.first()
    posted = answering(begun, (slept, "no", "Fläkten tjöt hela natten."))
    publishing.start_next_draft(survey, by=maria)
    draft = cast.walk(survey).draft
    put(draft.questions.first(), texts={"sv": "Vilade du?", "en": "Did you rest?"})
    publishing.publish(draft, by=maria, new_keys=[slept.key])
    assert client.post(link, posted).status_code == 303
    response = Response.objects.get()
    assert (response.version, response.answers.get().question, response.answers.get().motivation) == (
        first,
        slept,
        "Fläkten tjöt hela natten.",
    )
    assert response.answers.get().question.texts["sv"] == "Sov du gott?"


def test_a_customer_who_comes_later_meets_the_new_words(client, survey, carl, draft, maria, rung):
    put(draft.questions.first(), texts={"sv": "Vilade du?", "en": "Did you rest?"})
    publishing.publish(draft, by=maria)
    link = f"/a/{cast.invitation(survey, carl).token}/"
    page = client.get(link)
    assert "Vilade du?" in page.text and "Sov du gott?" not in page.text
    client.post(link, answering(page, (draft.questions.first(), "yes", "")))
    assert Answer.objects.get().question.version == draft


def test_a_discarded_draft_leaves_the_survey_as_its_customers_know_it(survey, draft, maria):
    before = keys(survey.published_version)
    for _twice in range(2):
        publishing.discard_draft(survey, by=maria)
    survey.refresh_from_db()
    assert (survey.draft, survey.state, keys(survey.published_version)) == (None, "open", before)
    assert (Walk.objects.count(), DraftChange.objects.count(), SurveyVersion.objects.count()) == (0, 0, 1)
    assert AuditEvent.objects.about(survey).filter(verb="survey.draft_discarded").count() == 1
    assert publishing.start_next_draft(survey, by=maria).number == 2


def test_the_first_draft_is_not_discarded(hotel, maria):
    survey = cast.survey(hotel)
    with pytest.raises(ValueError, match="nothing but its draft"):
        publishing.discard_draft(survey, by=maria)
    assert survey.draft.questions.count() == 2


def test_a_draft_that_somebody_changed_meanwhile_is_looked_at_again(draft, maria):
    seen = draft.revision
    put(draft, revision=seen + 1)
    with pytest.raises(publishing.ChangedMeanwhile) as refused:
        publishing.publish(draft, by=maria, expected_revision=seen)
    assert (refused.value.draft, SurveyVersion.objects.get(pk=draft.pk).published_at) == (draft, None)
    assert publishing.publish(draft, by=maria, expected_revision=seen + 1).is_published


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once(hotel, maria):
    survey = cast.walk(cast.survey(hotel))
    slept, ready = survey.draft.questions.first().key, Barrier(4)

    def publish(_number):
        ready.wait(timeout=30)
        try:
            return publishing.publish(SurveyVersion.objects.get(survey=survey), by=maria, new_keys=[slept]).published_at
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        moments = set(pool.map(publish, range(4)))
    assert len(moments) == 1
    assert AuditEvent.objects.about(survey).filter(verb="survey.published").count() == 1
