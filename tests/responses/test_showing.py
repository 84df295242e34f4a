"""Questions that come up after an answer: one page that grows, nothing stored before the last press."""

import pytest

from common import clock
from common.models import Work
from responses.models import Response
from surveys.models import Question, Survey
from tests import cast
from tests.responses.conftest import hidden, published, statements, when
from tests.responses.pages import Pages, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_one_page")]


@pytest.fixture
def night(hotel, carl):
    """Slept? After a no only: why not? After one answer to that only: which one? And one asked of everybody."""
    survey, [slept, why, noise, back] = published(
        hotel,
        {"kind": "yes_no", "text": "Slept?"},
        {"kind": "single_choice", "text": "Why not?", "required": True},
        {"kind": "open_text", "text": "Which one?"},
        {"kind": "yes_no", "text": "Back?"},
    )
    Question._base_manager.filter(pk=why.pk).update(show_if=when(slept))
    Question._base_manager.filter(pk=noise.pk).update(show_if=when(why, value="bus"))
    return survey, slept, why, noise, back


@pytest.fixture
def carls(client, night, carl) -> Pages:
    return Pages(client, f"/a/{cast.invitation(night[0], carl).token}/")


def test_a_question_with_a_condition_is_not_on_the_first_page(carls):
    assert (carls.asked, carls.button, carls.pointed_at) == (["Slept?", "Back?"], "Continue", [])


def test_whoever_slept_well_sends_at_once(carls, night):
    _survey, slept, _why, _noise, back = night
    assert carls.press((slept, "yes"), (back, "yes")).is_thanked
    assert stored() == {"Slept?": ("yes", ""), "Back?": ("yes", "")}


def test_each_answer_may_bring_one_more_question_in_its_place(carls, night):
    _survey, slept, why, noise, back = night
    carls.press((slept, "no", "Tired."), (back, "no"))
    assert (carls.page.status_code, carls.asked, carls.button) == (200, ["Slept?", "Why not?", "Back?"], "Continue")
    assert carls.pointed_at == [("One more question, after what you answered.", str(why.key))]
    assert (Response.objects.count(), Work.objects.count()) == (0, 0)
    carls.press((why, "bus"))
    assert (carls.asked, carls.button) == (["Slept?", "Why not?", "Which one?", "Back?"], "Send")
    assert carls.pointed_at == [("One more question, after what you answered.", str(noise.key))]
    form = carls.typed() | {f"w-{noise.key}": ["A lorry."]}
    assert carls.client.post(carls.link, form).status_code == 303
    assert stored() == {
        "Slept?": ("no", "Tired."),
        "Why not?": ("bus", ""),
        "Which one?": ("", "A lorry."),
        "Back?": ("no", ""),
    }


def test_few_statements_however_the_page_grows(carls, night):
    _survey, slept, why, noise, _back = night
    with statements(1):
        carls.press((slept, "no"))
    with statements(1):
        carls.press((why, "bus"))
    with statements(6):
        carls.press((noise, "", "A lorry."))
    assert carls.is_thanked


def test_answers_to_questions_that_are_hidden_again_are_dropped_and_not_asked_for(carls, night):
    _survey, slept, why, noise, _back = night
    carls.press((slept, "no")).press((why, "bus"))
    carls.press((slept, "yes"), (noise, "", "A lorry."))
    assert carls.is_thanked
    assert stored() == {"Slept?": ("yes", "")}


def test_what_was_typed_for_a_hidden_question_is_there_when_it_comes_back(carls, night):
    _survey, slept, why, noise, back = night
    carls.press((slept, "no")).press((why, "bus"))
    carls.press((slept, "yes"), (noise, "", "A lorry."), (back, "maybe"))  # refused for the last one
    assert (carls.page.status_code, carls.asked) == (422, ["Slept?", "Back?"])
    carls.press((slept, "no"), (back, "yes"))
    assert carls.asked == ["Slept?", "Why not?", "Back?"]
    assert carls.press().typed()[f"w-{noise.key}"] == ["A lorry."]
    assert carls.press().is_thanked
    assert stored()["Which one?"] == ("", "A lorry.")


def test_what_does_not_fit_is_told_before_more_is_asked(carls, night):
    _survey, slept, why, _noise, back = night
    carls.press((slept, "no"), (back, "maybe"))
    assert (carls.page.status_code, carls.asked, carls.button) == (422, ["Slept?", "Back?"], "Continue")
    carls.press((back, "yes"))
    assert (carls.page.status_code, carls.asked) == (200, ["Slept?", "Why not?", "Back?"])
    carls.press()  # the new one has to be answered
    assert (carls.page.status_code, carls.button) == (422, "Continue")
    assert "Please choose an answer." in carls.html
    assert carls.press((why, "car")).is_thanked


def test_another_language_keeps_the_page_as_it_is(carls, night):
    _survey, slept, why, _noise, _back = night
    carls.press((slept, "no", "Tired.")).press((why, "car"), switch="sv")
    assert carls.asked == ["Slept? (sv)", "Why not? (sv)", "Back? (sv)"]
    assert (carls.pointed_at, carls.typed()[f"q-{why.key}"], "Tired." in carls.html) == ([], ["car"], True)
    assert carls.typed()["more"] == ["1"]
    assert carls.press().is_thanked
    first = Pages(carls.client, carls.link)
    assert first.page.status_code == 200


def test_another_language_on_the_first_page(carls, night):
    _survey, slept, *_rest = night
    carls.press((slept, "no"), switch="sv")
    assert (carls.asked, carls.typed()["more"]) == (["Slept? (sv)", "Back? (sv)"], ["1"])
    assert carls.press().asked == ["Slept? (sv)", "Why not? (sv)", "Back? (sv)"]


def test_nothing_said_is_only_said_at_the_end(carls, night):
    assert carls.press().page.status_code == 422
    assert "Write a word or choose an answer first." in carls.html


def test_changing_an_answer_may_bring_new_questions_too(carls, night):
    _survey, slept, why, _noise, back = night
    carls.press((slept, "yes"), (back, "yes"))
    carls.page = carls.client.post(f"{carls.link}earlier/", {"language": "en"})
    assert (carls.asked, carls.button) == (["Slept?", "Back?"], "Send again")
    carls.press((slept, "no"))
    assert (carls.asked, carls.typed()["changes"]) == (["Slept?", "Why not?", "Back?"], ["1"])
    assert Response.objects.get().revision == 1
    assert carls.press((why, "car")).is_thanked
    assert (Response.objects.get().revision, stored()["Why not?"]) == (2, ("car", ""))
    carls.page = carls.client.post(f"{carls.link}earlier/", {"language": "en"})
    assert carls.asked == ["Slept?", "Why not?", "Back?"]


def test_a_change_takes_back_what_is_no_longer_asked(carls, night):
    _survey, slept, why, _noise, _back = night
    carls.press((slept, "no")).press((why, "car"))
    carls.page = carls.client.post(f"{carls.link}earlier/", {"language": "en"})
    assert carls.press((slept, "yes")).is_thanked
    assert stored()["Why not?"] == ("", "")


def test_a_form_sent_once_more_is_thanked_from_any_page(carls, night):
    _survey, slept, why, _noise, _back = night
    early = carls.typed() | {f"q-{slept.key}": ["no"]}
    carls.press((slept, "no")).press((why, "car"))
    assert carls.client.post(carls.link, early).status_code == 303
    assert (Response.objects.count(), stored()["Why not?"]) == (1, ("car", ""))


@pytest.mark.parametrize("shown", ["", "nonsense", "00000000-0000-0000-0000-000000000000", "x" * 10_000, "\x00"])
def test_a_hidden_field_of_ones_own_making_shows_the_first_page_again(carls, night, shown):
    _survey, slept, *_rest = night
    carls.press((slept, "no"), shown=shown)
    assert (carls.page.status_code, Response.objects.count()) == (200, 0)


def test_a_form_that_claims_to_have_shown_everything_answers_for_everything(carls, night):
    _survey, slept, why, noise, back = night
    everything = " ".join(str(question.key) for question in (slept, why, noise, back))
    carls.press((slept, "no"), shown=everything)
    assert (carls.page.status_code, "Please choose an answer." in carls.html) == (422, True)
    carls.press((why, "car"), (noise, "", "Not asked."), shown=everything)
    assert (carls.is_thanked, stored()) == (True, {"Slept?": ("no", ""), "Why not?": ("car", "")})


def test_a_closed_survey_is_said_before_more_is_asked(carls, night):
    survey, slept, *_rest = night
    Survey.objects.filter(pk=survey.pk).update(closed_at=clock.now())
    carls.press((slept, "no", "Tired."))
    assert (carls.page.status_code, "Tired." in carls.html) == (410, True)


def test_an_answer_in_the_mail_brings_nothing_before_a_press(client, carls):
    page = client.get(carls.link, {"a": "no", "language": "en"})
    assert ("Why not?" in page.content.decode(), "more" in hidden(page)) == (False, True)


def test_conditions_that_lead_nowhere_hide_their_question_and_no_more(client, hotel, carl):
    survey, [first, second, third] = published(
        hotel, *({"kind": "yes_no", "text": text} for text in ("First?", "Second?", "Third?"))
    )
    for question, condition in ((first, when(second)), (second, {"question": "x", "operator": "?"})):
        Question._base_manager.filter(pk=question.pk).update(show_if=condition)
    pages = Pages(client, f"/a/{cast.invitation(survey, carl).token}/")
    assert (pages.asked, pages.button) == (["Third?"], "Send")
    assert pages.press((third, "yes")).is_thanked
