"""Maria changes her mind, and changes it back."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from surveys import building, offering, touchpoints
from surveys.drafts import holding as drafts
from surveys.drafts import recording, undoing
from surveys.drafts.pieces import Snapshot
from surveys.frozen import Frozen
from surveys.models import Question
from tests import cast


@pytest.fixture
def draft(hotel, maria):
    draft = building.start_blank(hotel, name="Natten", languages=["sv", "en"], by=maria).draft
    for text in ("Sov du gott?", "Vad åt du?", "Hur blev du bemött?"):
        kind = "single_choice" if text == "Vad åt du?" else "yes_no"
        building.add_question(draft, kind=kind, by=maria, texts={"sv": text})
    recording.forget(draft)
    return draft


@transaction.atomic
def all_of(draft):
    """Everything the draft says, and the order of its questions."""
    snapshot = Snapshot.of(drafts.hold(draft))
    return snapshot, list(snapshot.questions)


def rows(draft):
    return list(draft.questions.select_related("version"))


def texts_of(draft):
    return [row.texts.get("sv") for row in draft.questions.all()]


def write(draft, question, text, by, language="sv"):
    texts = {**Question.objects.get(pk=question.pk).texts, language: text}
    building.change_draft(
        draft, texts={}, questions={question.key: {"texts": texts}}, expected_revision=draft.revision, by=by
    )


CHANGES = {
    "texts": lambda draft, by: write(draft, rows(draft)[0], "Vilade du?", by),
    "added": lambda draft, by: building.add_question(draft, kind="nps", by=by, after=rows(draft)[0].key),
    "duplicated": lambda draft, by: building.duplicate_question(rows(draft)[1], by=by),
    "removed": lambda draft, by: building.remove_question(rows(draft)[1], by=by),
    "removed first": lambda draft, by: building.remove_question(rows(draft)[0], by=by),
    "removed last": lambda draft, by: building.remove_question(rows(draft)[2], by=by),
    "moved": lambda draft, by: building.move_question(rows(draft)[2], to=0, by=by),
    "option added": lambda draft, by: offering.add_option(rows(draft)[1], by=by),
    "option removed": lambda draft, by: offering.remove_option(
        rows(draft)[1], key=rows(draft)[1].options[0]["key"], by=by
    ),
    "languages": lambda draft, by: building.change_version_texts(
        draft, languages=["sv", "fi"], expected_revision=draft.revision, by=by
    ),
    "many at once": lambda draft, by: building.change_draft(
        draft,
        texts={"title": {"sv": "Ny"}},
        questions={
            rows(draft)[0].key: {"required": True, "if_no_we_will": "Ringa.", "texts": {}},
            rows(draft)[1].key: {"touchpoint": touchpoints.named(draft.organisation, {"sv": "Frukosten"})},
        },
        expected_revision=draft.revision,
        by=by,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_can_be_undone_and_done_again(draft, maria, name):
    before = all_of(draft)
    CHANGES[name](draft, maria)
    after = all_of(draft)
    for _time in range(2):
        undone = undoing.undo(draft, by=maria)
        assert (all_of(draft), undone.undone_at is not None) == (before, True)
        assert undoing.undo(draft, by=maria) is None
        redone = undoing.redo(draft, by=maria)
        assert (all_of(draft), redone.pk, redone.undone_at) == (after, undone.pk, None)
        assert undoing.redo(draft, by=maria) is None
    assert [row.position for row in rows(draft)] == list(range(1, len(rows(draft)) + 1))


def test_steps_are_undone_backwards_and_redone_forwards(draft, maria):
    states = [all_of(draft)]
    for change in ("texts", "moved", "removed", "added"):
        CHANGES[change](draft, maria)
        states.append(all_of(draft))
    for state in states[-2::-1]:
        undoing.undo(draft, by=maria)
        assert all_of(draft) == state
    for state in states[1:]:
        undoing.redo(draft, by=maria)
        assert all_of(draft) == state


def test_a_new_step_ends_what_could_be_done_again(draft, maria):
    for change in ("texts", "moved"):
        CHANGES[change](draft, maria)
    undoing.undo(draft, by=maria)
    assert (undoing.can_undo(draft, by=maria), undoing.can_redo(draft, by=maria)) == (True, True)
    CHANGES["added"](draft, maria)
    assert undoing.can_redo(draft, by=maria) is False
    assert undoing.redo(draft, by=maria) is None
    assert [undoing.undo(draft, by=maria).verb for _step in range(2)] == ["added", "texts"]
    assert undoing.can_undo(draft, by=maria) is False


def test_undoing_raises_the_revision_and_is_in_the_audit(draft, hotel, maria):
    CHANGES["texts"](draft, maria)
    seen = draft.revision
    undoing.undo(draft, by=maria)
    assert draft.revision == seen + 1
    assert AuditEvent.objects.for_organisation(hotel).last().detail["change"] == "undo"


def test_everybody_undoes_their_own_steps(draft, maria, agnes):
    night, _food, people = rows(draft)
    write(draft, night, "Vilade du?", maria)
    write(draft, people, "Hur möttes du?", agnes)
    undoing.undo(draft, by=maria)
    assert texts_of(draft) == ["Sov du gott?", "Vad åt du?", "Hur möttes du?"]
    assert undoing.undo(draft, by=maria) is None
    undoing.undo(draft, by=agnes)
    assert texts_of(draft) == ["Sov du gott?", "Vad åt du?", "Hur blev du bemött?"]


def test_what_somebody_wrote_later_is_never_overwritten(draft, maria, agnes):
    night = rows(draft)[0]
    CHANGES["moved"](draft, maria)
    write(draft, night, "Marias ord", maria)
    write(draft, night, "Agnes ord", agnes)
    with pytest.raises(undoing.CannotUndo) as refused:
        undoing.undo(draft, by=maria)
    assert "Somebody else has changed the same thing since" in refused.value.words
    assert "Agnes ord" in texts_of(draft)
    assert undoing.undo(draft, by=maria).verb == "moved"  # the step before is still to be had
    assert texts_of(draft)[0] == "Agnes ord"


def test_of_a_change_in_many_places_what_can_be_undone_is(draft, maria, agnes):
    night = rows(draft)[0]
    CHANGES["many at once"](draft, maria)
    write(draft, night, "Agnes ord", agnes)
    undoing.undo(draft, by=maria)
    night.refresh_from_db()
    draft.refresh_from_db()
    assert (night.texts, night.required, draft.title["sv"]) == (
        {"sv": "Agnes ord"},
        False,
        "Fjällhotellet undrar: hur var det?",
    )


def test_a_question_somebody_wrote_in_is_not_taken_away_by_undoing(draft, maria, agnes):
    added = CHANGES["added"](draft, maria)
    write(draft, added, "Agnes ord", agnes)
    with pytest.raises(undoing.CannotUndo):
        undoing.undo(draft, by=maria)
    assert "Agnes ord" in texts_of(draft)


def test_an_answer_somebody_wrote_in_is_not_taken_away_by_undoing(draft, maria, agnes):
    food = rows(draft)[1]
    key = CHANGES["option added"](draft, maria)
    food.refresh_from_db()
    options = [{**one, "texts": {"sv": "Gröt"}} if one["key"] == key else one for one in food.options]
    cast.change_question(food, options=options, expected_revision=draft.revision, by=agnes)
    draft.refresh_from_db()
    with pytest.raises(undoing.CannotUndo):
        undoing.undo(draft, by=maria)
    food.refresh_from_db()
    assert food.options[-1] == {"key": key, "texts": {"sv": "Gröt"}}


def test_two_who_added_an_answer_undo_one_each(draft, maria, agnes):
    food = rows(draft)[1]
    mine, theirs = offering.add_option(food, by=maria), offering.add_option(food, by=agnes)
    undoing.undo(draft, by=maria)
    food.refresh_from_db()
    assert [option["key"] for option in food.options][2:] == [theirs] and mine != theirs


def test_a_question_comes_back_to_the_whole_visit_when_its_moment_is_gone(draft, hotel, maria):
    moment = touchpoints.named(hotel, {"sv": "Frukosten"})
    food = rows(draft)[1]
    cast.change_question(food, touchpoint=moment, expected_revision=draft.revision, by=maria)
    building.remove_question(food, by=maria)
    moment.delete()
    undoing.undo(draft, by=maria)
    assert draft.questions.get(key=food.key).touchpoint == touchpoints.default_of(hotel)


def test_a_question_has_no_way_back_into_a_full_draft(draft, maria, monkeypatch):
    CHANGES["removed"](draft, maria)
    monkeypatch.setattr(building, "MAX_QUESTIONS", 2)
    with pytest.raises(ValidationError):
        undoing.undo(draft, by=maria)
    monkeypatch.undo()
    assert undoing.undo(draft, by=maria).verb == "removed"


def test_a_published_version_has_nothing_to_undo(draft, maria):
    CHANGES["texts"](draft, maria)
    draft.published_at = draft.created_at
    draft.save()
    with pytest.raises(Frozen):
        undoing.undo(draft, by=maria)


def test_at_most_a_hundred_changes_are_kept(draft, maria, monkeypatch):
    monkeypatch.setattr(recording, "MOST_CHANGES", 5)
    for number in range(8):
        building.change_version_texts(
            draft, title={"sv": f"{number}"}, intro={"sv": f"{number}"}, expected_revision=draft.revision, by=maria
        )
    assert list(draft.changes.values_list("number", flat=True)) == [4, 5, 6, 7, 8]


def test_a_step_says_in_words_what_it_was(draft, maria):
    for name in ("texts", "added", "removed", "moved", "languages", "option added", "many at once"):
        CHANGES[name](draft, maria)
    assert [str(undoing.what(change)) for change in draft.changes.all()] == [
        "Texts changed",
        "Question added",
        "Question removed",
        "Questions moved",
        "Languages changed",
        "Answer added",
        "Question changed",
    ]


def test_undoing_asks_the_database_as_little_for_many_questions_as_for_three(
    draft, maria, django_assert_max_num_queries
):
    CHANGES["removed first"](draft, maria)
    with CaptureQueriesContext(connection) as few:
        undoing.undo(draft, by=maria)
    undoing.redo(draft, by=maria)
    with recording.changing(draft, by=None, verb="started") as held:
        values = {"texts": {"sv": "?"}, "touchpoint": held.questions[0].touchpoint}
        held.questions += [building.new_question(held, "yes_no", uuid.uuid4(), values) for _number in range(150)]
    with django_assert_max_num_queries(len(few)):
        undoing.undo(draft, by=maria)


def test_the_buttons_work_without_script_and_say_what_they_did(draft, maria, logged_in):
    client = logged_in(maria)
    CHANGES["removed"](draft, maria)
    back = reverse("surveys:build", args=[draft.survey_id])
    answer = client.post(reverse("surveys:undoing", args=[draft.survey_id]), {"language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, f"{back}?language=en")
    assert texts_of(draft) == ["Sov du gott?", "Vad åt du?", "Hur blev du bemött?"]
    assert client.post(reverse("surveys:redoing", args=[draft.survey_id]))["Location"] == back
    assert texts_of(draft) == ["Sov du gott?", "Hur blev du bemött?"]
    for _time in range(2):
        assert client.post(reverse("surveys:redoing", args=[draft.survey_id])).status_code == 302
    assert client.get(reverse("surveys:undoing", args=[draft.survey_id])).status_code == 405


def test_a_survey_without_a_draft_has_no_undoing(hotel, maria, logged_in):
    survey = cast.published_survey(hotel)
    assert logged_in(maria).post(reverse("surveys:undoing", args=[survey.pk])).status_code == 404
