"""A new question begins with the moment it is about: chosen, named, or skipped."""

import pytest

from surveys import building, touchpoints
from surveys.models import Touchpoint
from tests import cast
from tests.surveys.builder_posts import texts, typed, url


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def moments(hotel):
    return touchpoints.all_of(hotel)


def test_a_new_moment_is_named_with_its_need_and_its_question_is_about_it(client, survey, hotel):
    named = {
        "add-moment": "new",
        "add-name": " The  night ",
        "add-step": "before",
        "add-customer_need": "To rest",
        "add-we_want_it_to_feel": "Safe",
    }
    assert client.post(url(survey), typed(survey, do="add:yes_no") | named).status_code == 302
    [night] = moments(hotel)
    assert (night.names, night.step) == ({"en": "The night"}, Touchpoint.Step.BEFORE)
    assert (night.customer_need, night.we_want_it_to_feel) == ({"en": "To rest"}, {"en": "Safe"})
    assert survey.draft.questions.last().touchpoint == night


@pytest.mark.parametrize("chosen", [{}, {"add-moment": ""}, {"add-moment": "new", "add-name": " "}])
def test_a_moment_may_be_skipped(client, survey, hotel, chosen):
    client.post(url(survey), typed(survey, do="add:open_text") | chosen)
    assert survey.draft.questions.last().touchpoint == touchpoints.default_of(hotel)
    assert moments(hotel) == []


def test_a_moment_is_chosen_and_the_next_question_begins_with_it(client, survey, hotel):
    night = touchpoints.named(hotel, {"en": "The night"})
    client.post(url(survey), typed(survey, do="add:yes_no") | {"add-moment": str(night.pk)})
    assert survey.draft.questions.last().touchpoint == night
    page = client.get(url(survey)).content.decode()
    chosen = page[page.index('name="add-moment"') :]
    assert f'value="{night.pk}" id="id_add-moment_1" checked' in " ".join(chosen.split())


def test_a_tenth_moment_is_kindly_refused_and_its_words_are_kept(client, survey, hotel):
    for number in range(9):
        touchpoints.named(hotel, {"en": f"Step {number}"})
    page = client.get(url(survey)).content.decode()
    assert 'value="new"' not in page and "Nine moments are enough to remember." in page
    sent = typed(survey, q0_text="Vilade du?", do="add:yes_no") | {"add-moment": "new", "add-name": "The tenth"}
    answer = client.post(url(survey), sent)
    assert (answer.status_code, len(moments(hotel)), survey.draft.questions.count()) == (422, 9, 2)
    assert "Vilade du?</textarea>" in answer.content.decode()


def test_the_tenth_named_by_two_at_once_is_refused_at_the_field(client, survey, hotel, monkeypatch):
    """The page offered room for one more; somebody else has taken it since."""
    for number in range(8):
        touchpoints.named(hotel, {"en": f"Step {number}"})
    there = touchpoints.all_of(hotel)
    touchpoints.named(hotel, {"en": "Step 9"})
    monkeypatch.setattr(touchpoints, "all_of", lambda _organisation: there)
    sent = typed(survey, q0_text="Vilade du?", do="add:yes_no") | {"add-moment": "new", "add-name": "The tenth"}
    answer = client.post(url(survey), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="The tenth"' in page and "There are 9 moments already" in page
    assert (survey.draft.questions.count(), texts(survey)[0]) == (2, "Vilade du?")


def test_words_of_a_moment_that_is_being_named_outlive_another_press(client, survey):
    sent = typed(survey, do="save") | {"add-moment": "new", "add-name": "The lift", "add-customer_need": "To get up"}
    page = client.post(url(survey), sent, follow=True).content.decode()
    assert 'value="The lift"' in page and 'value="To get up"' in page


@pytest.mark.parametrize("name", ["x" * 81, "\0"])
def test_a_name_that_cannot_be_is_refused_at_the_field(client, survey, hotel, name):
    answer = client.post(url(survey), typed(survey, do="add:yes_no") | {"add-moment": "new", "add-name": name})
    assert (answer.status_code, survey.draft.questions.count(), moments(hotel)) == (422, 2, [])


def test_moments_of_another_organisation_are_not_offered(client, survey, hotel, library):
    foreign = touchpoints.named(library, {"en": "The shelf"})
    assert "The shelf" not in client.get(url(survey)).content.decode()
    client.post(url(survey), typed(survey, do="add:yes_no") | {"add-moment": str(foreign.pk)})
    key = survey.draft.questions.first().key.hex
    answer = client.post(url(survey), typed(survey) | {f"q-{key}-moment": str(foreign.pk)})
    assert answer.status_code == 422
    assert foreign.pk not in survey.draft.questions.values_list("touchpoint", flat=True)


def test_an_empty_organisation_names_its_first_moment_at_once(client, hotel, maria):
    survey = building.start_blank(hotel, name="Tomt", languages=["sv"], by=maria)
    page = " ".join(client.get(url(survey)).content.decode().split())
    assert 'value="new" id="id_add-moment_1" checked' in page
