"""Maria builds the survey about the night."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from surveys import building, offering, publishing, question_kinds, ready_made, touchpoints, walking
from surveys.drafts import recording
from surveys.drafts.holding import LostUpdate
from surveys.frozen import Frozen
from surveys.models import Question, Survey, SurveyVersion, Touchpoint
from tests import cast

KEYS = [one.key for one in ready_made.all_ready_made()]


@pytest.fixture
def draft(hotel, maria):
    return building.start_blank(hotel, name="Natten", languages=["sv", "en"], by=maria).draft


def texts_of(version):
    return [question.texts.get("sv") for question in version.questions.all()]


def ask(draft, *texts, by):
    return [building.add_question(draft, kind="yes_no", by=by, texts={"sv": text}) for text in texts]


def verbs(hotel):
    return list(AuditEvent.objects.for_organisation(hotel).values_list("verb", flat=True))


def test_a_blank_survey_has_a_draft_a_contact_and_a_place(hotel, maria):
    survey = building.start_blank(hotel, name="Natten", languages=["sv", "en"], by=maria)
    assert (survey.unit, survey.language, survey.state) == (cast.root_unit(hotel), "sv", Survey.State.DRAFT)
    assert (survey.contact_name, survey.contact_email) == ("Maria", "maria@example.org")
    assert (survey.draft.number, survey.draft.languages, survey.draft.questions.count()) == (1, ["sv", "en"], 0)
    assert sorted(survey.draft.title) == ["en", "sv"]
    assert verbs(hotel)[-1] == "survey.started"


@pytest.mark.parametrize("key", KEYS)
def test_a_ready_made_survey_comes_with_its_questions_in_five_languages(hotel, maria, key):
    survey = building.start_from_library(hotel, key, by=maria)
    draft, shelf = survey.draft, ready_made.by_key(key)
    assert sorted(draft.languages) == ["da", "en", "fi", "nb", "sv"] and draft.languages[0] == "sv"
    assert [question.texts for question in draft.questions.all()] == [one["text"] for one in shelf.questions]
    assert [question.prompt for question in draft.questions.all()] == [one["prompt"] for one in shelf.questions]
    assert [question.touchpoint.names for question in draft.questions.all()] == [
        one["touchpoint"]["name"] for one in shelf.questions
    ]
    assert [problem for problem in publishing.problems(draft) if problem.where] == []


def test_the_shelf_has_the_hotel_first_and_refuses_an_unknown_key(hotel, maria):
    assert KEYS[:2] == ["hotel", "clinic"]
    with pytest.raises(KeyError):
        building.start_from_library(hotel, "moon", by=maria)


def test_moments_are_shared_by_surveys_of_one_organisation_only(hotel, library, maria, olga):
    building.start_from_library(hotel, "hotel", by=maria)
    before = Touchpoint.objects.for_organisation(hotel).count()
    building.start_from_library(hotel, "hotel", by=maria)
    building.start_from_library(library, "hotel", by=olga)
    assert Touchpoint.objects.for_organisation(hotel).count() == before
    assert touchpoints.named(hotel, {"sv": "  NATTEN "}).names["en"] == "The night"
    assert touchpoints.named(hotel, {"sv": " "}) == touchpoints.default_of(hotel)


def test_a_new_question_has_room_to_say_why_and_the_whole_visit_as_its_moment(hotel, maria, draft):
    question = building.add_question(draft, kind=question_kinds.SCALE, by=maria)
    assert question.touchpoint == touchpoints.default_of(hotel)
    assert sorted(question.prompt["neutral"]) == ["en", "sv"]
    assert (question.position, draft.revision) == (1, 2)


def test_adding_the_same_key_twice_adds_one_question(maria, draft):
    key = uuid.uuid4()
    first = building.add_question(draft, kind="yes_no", key=key, by=maria)
    assert building.add_question(draft, kind="yes_no", key=key, by=maria) == first
    assert draft.questions.count() == 1


def test_a_kind_nobody_knows_and_one_question_too_many_are_refused(maria, draft, monkeypatch):
    with pytest.raises(ValidationError):
        building.add_question(draft, kind="stars", by=maria)
    monkeypatch.setattr(building, "MAX_QUESTIONS", 1)
    building.add_question(draft, kind="yes_no", by=maria)
    with pytest.raises(ValidationError):
        building.add_question(draft, kind="yes_no", by=maria)
    assert draft.questions.count() == 1


def test_changing_a_question_raises_the_revision_once_and_saying_it_again_changes_nothing(hotel, maria, draft):
    [question] = ask(draft, "Sov du gott?", by=maria)
    saved = cast.change_question(question, texts={"sv": "Vilade du?"}, expected_revision=2, by=maria)
    again = cast.change_question(question, texts={"sv": "Vilade du?"}, expected_revision=2, by=maria)
    assert (saved.revision, again.revision, texts_of(draft)) == (3, 3, ["Vilade du?"])
    assert verbs(hotel).count("survey.draft_changed") == 1


def test_words_for_a_question_that_is_gone_are_a_lost_update(maria, draft):
    [question] = ask(draft, "Sov du gott?", by=maria)
    building.remove_question(question, by=maria)
    draft.refresh_from_db()
    with pytest.raises(LostUpdate):
        building.change_draft(draft, texts={}, questions={question.key: {}}, expected_revision=draft.revision, by=maria)


def test_the_texts_around_the_questions_are_changed_by_one_call(maria, draft):
    saved = building.change_version_texts(
        draft, thanks={"sv": "Tack!"}, languages=["sv", "fi"], expected_revision=1, by=maria
    )
    assert (saved.thanks, saved.languages, saved.revision) == ({"sv": "Tack!"}, ["sv", "fi"], 2)
    with pytest.raises(TypeError):
        building.change_version_texts(draft, number=7, expected_revision=2, by=maria)


def test_removing_twice_is_removing_once_and_closes_the_gap(maria, draft):
    first, second, third = ask(draft, "1", "2", "3", by=maria)
    building.remove_question(second, by=maria)
    building.remove_question(second, by=maria)
    assert [(row.texts["sv"], row.position) for row in draft.questions.all()] == [("1", 1), ("3", 2)]


@pytest.mark.parametrize(("to", "expected"), [(0, ["3", "1", "2"]), (1, ["1", "3", "2"]), (-4, ["3", "1", "2"])])
def test_moving_a_question_leaves_the_revision_alone(maria, draft, to, expected):
    *_rest, third = ask(draft, "1", "2", "3", by=maria)
    before = draft.revision
    building.move_question(third, to=to, by=maria)
    draft.refresh_from_db()
    assert (texts_of(draft), draft.revision) == (expected, before)


def test_what_somebody_took_away_is_neither_moved_nor_given_answers(hotel, maria, draft):
    question = building.add_question(draft, kind="single_choice", by=maria)
    building.remove_question(question, by=maria)
    draft.refresh_from_db()
    before = draft.revision
    building.move_question(question, to=0, by=maria)
    offering.add_option(question, by=maria)
    offering.remove_option(question, key=question.options[0]["key"], by=maria)
    draft.refresh_from_db()
    assert (draft.questions.count(), draft.revision) == (0, before)


def test_an_order_with_strange_and_missing_keys_still_orders_the_rest(maria, draft):
    first, second, third = ask(draft, "1", "2", "3", by=maria)
    building.put_in_order(draft, keys=[uuid.uuid4(), third.key, first.key, third.key], by=maria)
    assert texts_of(draft) == ["3", "1", "2"]


def test_answers_to_choose_from_keep_their_keys(maria, draft, monkeypatch):
    question = building.add_question(draft, kind=question_kinds.SINGLE_CHOICE, by=maria)
    first, second = [option["key"] for option in question.options]
    third = offering.add_option(question, by=maria)
    assert offering.add_option(question, key=third, by=maria) == third
    offering.remove_option(question, key=first, by=maria)
    offering.remove_option(question, key=first, by=maria)
    question.refresh_from_db()
    assert [option["key"] for option in question.options] == [second, third]
    monkeypatch.setattr(question_kinds, "MAX_OPTIONS", 2)
    with pytest.raises(ValidationError):
        offering.add_option(question, by=maria)


def test_a_question_is_added_after_another_and_at_the_end_after_one_that_is_gone(maria, draft):
    first, _second = ask(draft, "1", "2", by=maria)
    building.add_question(draft, kind="yes_no", by=maria, texts={"sv": "1½"}, after=first.key)
    building.add_question(draft, kind="yes_no", by=maria, texts={"sv": "3"}, after=uuid.uuid4())
    assert texts_of(draft) == ["1", "1½", "2", "3"]
    assert [question.position for question in draft.questions.all()] == [1, 2, 3, 4]


def test_a_copy_comes_right_after_its_original_with_a_key_of_its_own(maria, draft):
    first, second = ask(draft, "1", "2", by=maria)
    choice = building.add_question(draft, kind="single_choice", by=maria, texts={"sv": "3"}, if_no_we_will="Ringa.")
    show_if = {"question": str(first.key), "operator": "is", "value": "no"}
    cast.change_question(choice, show_if=show_if, expected_revision=draft.revision, by=maria)
    draft.refresh_from_db()
    key = uuid.uuid4()
    for _time in range(2):
        copy = building.duplicate_question(choice, by=maria, key=key)
    building.duplicate_question(first, by=maria)
    assert texts_of(draft) == ["1", "1", "2", "3", "3"]
    assert (copy.key, copy.options, copy.show_if, copy.if_no_we_will) == (key, choice.options, show_if, "Ringa.")
    building.remove_question(second, by=maria)
    assert building.duplicate_question(second, by=maria) is None


def test_a_ready_made_survey_brings_its_act_and_its_feeling_and_nothing_to_undo(hotel, maria):
    draft = building.start_from_library(hotel, "hotel", by=maria).draft
    shelf = ready_made.by_key("hotel").questions
    assert [row.if_no_we_will for row in draft.questions.all()] == [one["if_no_we_will"]["sv"] for one in shelf]
    assert [row.touchpoint.we_want_it_to_feel for row in draft.questions.all()] == [
        one["touchpoint"]["we_want_it_to_feel"] for one in shelf
    ]
    assert draft.changes.count() == 0


def test_an_organisation_with_nine_moments_asks_about_the_whole_visit(hotel, maria):
    for number in range(touchpoints.MOST_MOMENTS):
        touchpoints.named(hotel, {"sv": f"Möte {number}"})
    draft = building.start_from_library(hotel, "hotel", by=maria).draft
    assert {question.touchpoint for question in draft.questions.all()} == {touchpoints.default_of(hotel)}


def queries_of(change) -> int:
    with CaptureQueriesContext(connection) as captured:
        change()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in captured)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows, by: building.add_question(rows[0].version, kind="yes_no", by=by),
        lambda rows, by: building.remove_question(rows[0], by=by),
        lambda rows, by: building.move_question(rows[-1], to=0, by=by),
        lambda rows, by: building.duplicate_question(rows[0], by=by),
        lambda rows, by: building.put_in_order(rows[0].version, keys=[row.key for row in reversed(rows)], by=by),
        lambda rows, by: building.change_draft(
            rows[0].version,
            texts={"title": {"sv": "Ny"}},
            questions={row.key: {"texts": {"sv": f"Ny {row.pk}?"}, "required": True} for row in rows},
            expected_revision=rows[0].version.revision,
            by=by,
        ),
    ],
    ids=["add", "remove", "move", "duplicate", "order", "change all"],
)
def test_a_change_asks_the_database_as_little_for_many_questions_as_for_three(maria, draft, change):
    ask(draft, "1", "2", "3", by=maria)
    few = queries_of(lambda: change(list(draft.questions.all()), maria))
    with recording.changing(draft, by=maria, verb="started") as held:
        moment = held.questions[0].touchpoint
        held.questions += [
            building.new_question(held, "yes_no", uuid.uuid4(), {"texts": {"sv": f"{number}?"}, "touchpoint": moment})
            for number in range(150)
        ]
    many = queries_of(lambda: change(list(draft.questions.all()), maria))
    assert many == few


def test_a_draft_that_was_thrown_away_is_built_on_no_more(maria, draft):
    SurveyVersion.objects.get(pk=draft.pk).delete()
    with pytest.raises(Frozen):
        building.add_question(draft, kind="yes_no", by=maria)


def test_a_published_version_is_built_on_no_more(maria, draft):
    [question] = ask(draft, "Sov du gott?", by=maria)
    Question.objects.filter(pk=question.pk).update(position=4)
    draft.published_at = draft.created_at
    draft.save()
    for change in (
        lambda: building.add_question(draft, kind="yes_no", by=maria),
        lambda: building.remove_question(question, by=maria),
        lambda: building.move_question(question, to=0, by=maria),
        lambda: cast.change_question(question, required=True, expected_revision=2, by=maria),
        lambda: offering.add_option(question, by=maria),
    ):
        with pytest.raises(Frozen):
            change()


def test_the_staff_pulse_is_written_but_not_published_yet(hotel, maria):
    survey = building.start_from_library(hotel, "staff_pulse", by=maria)
    walking.walked(survey.draft, by=maria, role="manager")
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(survey.draft, by=maria)
    assert [problem.code for problem in refused.value.problems] == ["not_publishable_yet"]
