"""What changes, on the page before publishing: which questions stay the same, and which are new ones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import building, publishing
from tests import cast
from tests.surveys.publication_of import put, typed, url


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def reworded(hotel, maria):
    """A published survey whose next draft asks the first question in other words."""
    survey = cast.published_survey(hotel)
    publishing.start_next_draft(survey, by=maria)
    put(survey.draft.questions.first(), texts={"sv": "Sov du gott i natt?", "en": "Did you sleep well last night?"})
    return cast.walk(survey)


def keys(version):
    return list(version.questions.values_list("key", flat=True))


def test_a_reworded_question_is_shown_word_by_word_and_is_the_same_unless_somebody_says_so(client, reworded):
    key = keys(reworded.draft)[0]
    page = client.get(url(reworded))
    assert "Did you sleep well <ins>last night</ins>?" in page.text
    assert page.context["form"][f"key-{key.hex}"].value() == "same"
    client.post(url(reworded), typed(reworded))
    reworded.refresh_from_db()
    assert keys(reworded.published_version)[0] == key


def test_a_reworded_question_may_be_called_a_new_one(client, reworded):
    first, second = keys(reworded.draft)
    client.post(url(reworded), typed(reworded, **{f"key-{first.hex}": "new"}))
    reworded.refresh_from_db()
    new, same = keys(reworded.published_version)
    assert (new != first, same) == (True, second)


def test_what_was_chosen_stays_chosen_where_something_else_stops_it(client, reworded):
    put(reworded.draft.questions.last(), required=True)
    key = keys(reworded.draft)[0]
    answer = client.post(url(reworded), typed(reworded, **{f"key-{key.hex}": "new"}))
    assert (answer.status_code, answer.context["form"][f"key-{key.hex}"].value()) == (422, "new")


def test_another_way_to_answer_is_proposed_as_a_new_question(client, reworded):
    put(reworded.draft.questions.first(), kind="scale_1_5")
    key = keys(reworded.draft)[0]
    page = client.get(url(cast.walk(reworded)))
    assert page.context["form"][f"key-{key.hex}"].value() == "new"
    assert "so the answers cannot be compared" in page.text


def test_a_question_about_something_else_is_proposed_as_a_new_one(client, reworded):
    first = reworded.draft.questions.first()
    put(first, texts={"sv": "Var frukosten varm?", "en": "Did you sleep well?"})
    page = client.get(url(cast.walk(reworded)))
    assert page.context["form"][f"key-{first.key.hex}"].value() == "new"
    assert "It shares hardly a word with the earlier question" in page.text


def test_taken_out_and_new_questions_are_told_of(client, reworded, maria):
    building.remove_question(reworded.draft.questions.last(), by=maria)
    building.add_question(reworded.draft, kind="open_text", by=maria, texts={"sv": "Mer?", "en": "Anything else?"})
    page = client.get(url(reworded)).text
    assert "<del>How were you treated?</del>" in page and "<ins>Anything else?</ins>" in page
    assert "It was question 2." in page


def test_as_few_queries_for_many_questions_as_for_few(client, reworded, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few:
        client.get(url(reworded))
    for number in range(60):
        cast.question(reworded.draft, "open_text", {"sv": f"Fråga {number}?", "en": f"Question {number}?"})
    with django_assert_max_num_queries(len(few)):
        client.get(url(reworded))
