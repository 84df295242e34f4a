"""Publishing, closing, opening again, and the next draft."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from common import clock
from surveys import archiving, arranging, building, publishing
from surveys.models import DraftChange, Survey
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.walk(cast.survey(hotel))


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_publishing_freezes_and_opens_and_twice_is_once(survey, hotel, maria, agnes):
    draft = survey.draft
    first = publishing.publish(draft, by=maria)
    second = publishing.publish(draft, by=agnes)
    survey.refresh_from_db()
    assert (first.published_at, first.published_by) == (second.published_at, maria)
    assert (survey.published_version, survey.state, survey.draft) == (first, Survey.State.OPEN, None)
    assert AuditEvent.objects.about(survey).filter(verb="survey.published").count() == 1


def test_whoever_publishes_acts_on_the_answers_where_nobody_else_is_named(survey, maria, agnes):
    publishing.publish(survey.draft, by=maria)
    survey.refresh_from_db()
    assert survey.responsible == maria
    arranging.change_settings(survey, by=maria, responsible=agnes)
    publishing.start_next_draft(survey, by=maria)
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    assert survey.responsible == agnes


def test_why_strong_advice_was_set_aside_is_kept_with_the_event(survey, maria):
    publishing.publish(survey.draft, by=maria, reason="The union asked for all six.")
    event = AuditEvent.objects.about(survey).get(verb="survey.published")
    assert event.detail == {"version": 1, "reason": "The union asked for all six."}


def test_publishing_and_opening_again_take_a_survey_out_of_the_archive(survey, maria):
    archiving.archive(survey, by=maria)
    publishing.publish(survey.draft, by=maria)
    publishing.close(survey, by=maria)
    archiving.archive(survey, by=maria)
    assert Survey.objects.get().archived_at
    assert publishing.reopen(survey, by=maria).archived_at is None


def test_what_was_changed_on_the_way_is_forgotten(survey, maria):
    building.add_question(survey.draft, kind="open_text", by=maria, texts={"sv": "Mer?", "en": "More?"})
    assert DraftChange.objects.count() == 1
    publishing.publish(cast.walk(survey).draft, by=maria)
    assert DraftChange.objects.count() == 0


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
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    assert (survey.published_version, survey.versions.count()) == (draft, 2)


def test_publishing_the_next_draft_opens_a_closed_survey(hotel, maria):
    survey = cast.published_survey(hotel)
    publishing.close(survey, by=maria)
    publishing.start_next_draft(survey, by=maria)
    publishing.publish(cast.walk(survey).draft, by=maria)
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
