"""What the builder says of a draft: problems where they are, and what stands in the way first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import building
from tests import cast
from tests.surveys.builder_posts import url


@pytest.fixture
def survey(hotel):
    return cast.walk(cast.survey(hotel))


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def led_nowhere(survey, maria):
    """The first question waits for an answer to the second."""
    first, second = survey.draft.questions.all()
    show_if = {"question": str(second.key), "operator": "is", "value": "no"}
    cast.change_question(first, show_if=show_if, expected_revision=survey.draft.revision, by=maria)
    return first


def part(page: str, begin: str, end: str) -> str:
    start = page.index(begin)
    return page[start : page.index(end, start)]


@pytest.mark.parametrize("name", ["build", "told"])
def test_what_leads_nowhere_is_told_at_its_question_without_a_check(client, survey, led_nowhere, name):
    page = client.get(url(survey, name)).content.decode()
    told = part(page, f'id="q-{led_nowhere.key.hex}-problems"', "</div>")
    assert "It waits for the answer to a question that is asked later" in told


def test_a_question_opened_alone_tells_it_too(client, survey, led_nowhere):
    page = client.get(url(survey, "card", led_nowhere.key.hex)).content.decode()
    assert "a question that is asked later" in part(page, f'id="q-{led_nowhere.key.hex}-problems"', "</div>")


def test_a_text_that_is_not_written_yet_waits_for_the_check(client, survey, maria):
    key = building.add_question(survey.draft, kind="yes_no", by=maria).key.hex
    page, checked = [client.get(url(survey), asked).content.decode() for asked in ({}, {"check": "1"})]
    begin = f'id="q-{key}-problems"'
    assert ("problem-blocks" in part(page, begin, "</div>"), "problem-blocks" in part(checked, begin, "</div>")) == (
        False,
        True,
    )


def test_what_stands_in_the_way_comes_first_in_the_list_and_is_never_left_out(client, survey, maria, led_nowhere):
    for number in range(8):
        building.add_question(survey.draft, kind="open_text", texts={"sv": f"Fråga {number}"}, by=maria)
    shown = client.get(url(survey)).context["checklist"]["shown"]
    blocking = [item["problem"].where for item in shown if item["problem"].blocks]
    assert [item["problem"].blocks for item in shown] == [True] * len(blocking)
    assert (len(blocking) > 6, led_nowhere.pk in blocking) == (True, True)


def test_telling_asks_as_few_questions_of_the_database_for_fifty_as_for_two(
    client, survey, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as two:
        client.get(url(survey, "told"))
    for number in range(48):
        cast.question(survey.draft, "yes_no", {"sv": str(number), "en": str(number)})
    with django_assert_max_num_queries(len(two)):
        client.get(url(survey, "told"))
