"""Many colleagues save the same draft in the same moment: nobody's words are lost, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connections

from surveys import building, offering, publishing, walking
from surveys.drafts import undoing
from surveys.drafts.holding import LostUpdate
from surveys.frozen import Frozen
from surveys.models import Question, SurveyVersion
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


@pytest.fixture
def question(hotel, maria):
    draft = building.start_blank(hotel, name="Natten", languages=["sv", "en"], by=maria).draft
    return building.add_question(draft, kind="single_choice", by=maria, texts={"sv": "Vad åt du?"}, options=[])


def all_at_once(write) -> list:
    """What each writer got; each has a connection to the database of their own."""
    ready = Barrier(WRITERS)

    def one(number: int):
        ready.wait(timeout=60)
        try:
            return write(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_writers_in_places_of_their_own_are_all_stored(question, maria):
    seen = question.version.revision
    prompts = [f"name{number}" for number in range(WRITERS)]

    def write(number: int):
        version = SurveyVersion.objects.get(pk=question.version_id)
        prompt = {**question.prompt, prompts[number]: {"sv": f"Ord {number}"}}
        values = {"prompt": prompt, "options": [{"key": f"key{number}", "texts": {"sv": f"Svar {number}"}}]}
        building.change_draft(version, texts={}, questions={question.key: values}, expected_revision=seen, by=maria)

    all_at_once(write)
    stored = Question.objects.get(pk=question.pk)
    assert {stored.prompt[name]["sv"] for name in prompts} == {f"Ord {number}" for number in range(WRITERS)}
    assert {option["texts"]["sv"] for option in stored.options} == {f"Svar {number}" for number in range(WRITERS)}
    changes = stored.version.changes.all()
    assert [change.number for change in changes] == list(range(1, WRITERS + 2))
    assert stored.version.revision == seen + WRITERS


def test_of_writers_in_the_same_place_one_is_stored_and_the_others_are_told(question, maria):
    seen = question.version.revision

    def write(number: int):
        version = SurveyVersion.objects.get(pk=question.version_id)
        values = {"texts": {"sv": f"Ord {number}"}}
        try:
            building.change_draft(version, texts={}, questions={question.key: values}, expected_revision=seen, by=maria)
        except LostUpdate as lost:
            return lost.conflicts
        return number

    outcomes = all_at_once(write)
    [winner] = [one for one in outcomes if isinstance(one, int)]
    assert outcomes.count({question.key.hex: ["texts/sv"]}) == WRITERS - 1
    assert Question.objects.get(pk=question.pk).texts == {"sv": f"Ord {winner}"}


def test_an_undo_pressed_by_everybody_at_once_undoes_one_step_each(question, maria):
    for number in range(WRITERS):
        offering.add_option(question, key=f"key{number}", by=maria)
    all_at_once(lambda number: undoing.undo(SurveyVersion.objects.get(pk=question.version_id), by=maria))
    stored = Question.objects.get(pk=question.pk)
    assert (stored.options, undoing.can_undo(stored.version, by=maria)) == ([], True)  # the question itself is left


def test_a_draft_is_thrown_away_while_others_write_walk_and_publish(hotel, maria):
    survey = cast.survey(hotel)
    cast.walk(survey)
    publishing.publish(survey.draft, by=maria)
    for _turn in range(6):
        draft = publishing.start_next_draft(survey, by=maria)
        acts = [
            lambda: publishing.discard_draft(survey, by=maria),
            lambda draft=draft: building.add_question(draft, kind="open_text", by=maria, texts={"sv": "Mer?"}),
            lambda draft=draft: walking.walked(draft, by=maria, role="manager"),
            lambda draft=draft: publishing.publish(draft, by=maria),
        ]

        def press(number: int, acts=acts):
            with suppress(Frozen, publishing.NotReady):
                acts[number % len(acts)]()

        all_at_once(press)
    survey.refresh_from_db()
    assert survey.published_version.questions.count() >= 2
    assert SurveyVersion.objects.filter(survey=survey, questions=None).count() == 0
