"""What colleagues read: masked words, newest first, only of their own places."""

import uuid
from datetime import timedelta

import pytest

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from responses import opening, reading, submitting
from responses.answer_values import AnswerValue
from responses.models import Reading, Response
from tests import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def house(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Kammen", by=agnes)


@pytest.fixture
def said(survey):
    """Somebody's answer: said("Fläkten tjöt", choice="no", unit=..., language=..., days_ago=...)."""

    def say(words, *, choice="", unit=None, language="sv", days_ago=0) -> Response:
        open_link = cast.invitation(survey, unit=unit or survey.unit, language=language)
        slept = survey.published_version.questions.first()
        with clock.at(clock.now() - timedelta(days=days_ago)):
            opened = opening.of_invitation(open_link)
            return submitting.submit(
                opened,
                values=[AnswerValue(slept.key, choice=choice, words=words)],
                form_number=uuid.uuid4(),
                language=language,
                version_id=survey.published_version_id,
            ).response

    return say


@pytest.fixture
def listed(logged_in, survey):
    """The answers somebody finds on the page, by their ids in order."""

    def look(user, **chosen) -> list[int]:
        page = logged_in(user).get(f"/surveys/{survey.pk}/answers/", chosen)
        assert page.status_code == 200
        return [one.response.pk for one in page.context["page"].rows]

    return look


def test_answers_are_listed_newest_first(said, listed, stefan):
    old, new = said("Gammalt", days_ago=3), said("Nytt")
    assert listed(stefan) == [new.pk, old.pk]


def test_words_are_masked_before_they_are_cut(said, logged_in, survey, stefan):
    said(f"{'Mycket ' * 33}ring 070-123 45 67", choice="no")
    page = logged_in(stefan).get(f"/surveys/{survey.pk}/answers/").content.decode()
    assert "070-123" not in page
    assert "<strong>No</strong>" in page


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"text": "FLÄKTEN"}, ["fan"]),
        ({"text": "natten fläkten"}, ["fan"]),
        ({"text": "fläkten tyst"}, []),
        ({"text": "070"}, []),
        ({"text": "%"}, []),
        ({"text": "a\x00b"}, ["quiet", "fan"]),  # no search: it is refused, and the form says so
        ({"language": "fi"}, ["quiet"]),
        ({"language": "xx"}, ["quiet", "fan"]),
        ({"read": "unread"}, ["quiet"]),
        ({"read": "read"}, ["fan"]),
        ({"older": "nonsense"}, ["quiet", "fan"]),
        ({"older": "9" * 99 + "_1"}, ["quiet", "fan"]),
    ],
)
def test_answers_are_filtered(said, listed, stefan, chosen, expected):
    fan = said("Fläkten tjöt hela natten, ring 070-123 45 67", days_ago=1)
    quiet = said("Hiljaista", language="fi")
    reading.mark_read(fan, by=stefan)
    reading.mark_read(fan, by=stefan)
    rows = {"fan": fan.pk, "quiet": quiet.pk}
    assert listed(stefan, **chosen) == [rows[name] for name in expected]


def test_choosing_anew_begins_at_the_first_page_of_the_new_choice(said, logged_in, survey, stefan):
    address = f"/surveys/{survey.pk}/answers/"
    page = logged_in(stefan).get(address, {"older": "1_1", "text": "kön"}).content.decode()
    assert f'data-hx-get="{address}"' in page


def test_answers_are_filtered_by_question_and_place(said, listed, survey, stefan, house):
    here, there = said("Här", unit=house), said("Där", days_ago=1)
    slept, treated = survey.published_version.questions.all()
    assert listed(stefan, unit=house.pk) == [here.pk]
    assert listed(stefan, unit=survey.unit.pk) == [here.pk, there.pk]  # a place means all below it too
    assert listed(stefan, question=slept.key) == [here.pk, there.pk]
    assert listed(stefan, question=treated.key) == []


def test_a_colleague_of_one_house_sees_that_house_only(said, listed, hotel, stefan, house, logged_in):
    here, there = said("Här", unit=house), said("Där")
    Membership.objects.get(user=stefan).units.add(house)
    assert listed(stefan) == [here.pk]
    assert listed(stefan, unit=cast.root_unit(hotel).pk) == [here.pk]
    client = logged_in(stefan)
    assert client.post(f"/answers/{here.pk}/reading/", {"revision": 1}).status_code == 302
    assert client.post(f"/answers/{there.pk}/reading/", {"revision": 1}).status_code == 404


def test_a_stranger_and_a_visitor_find_nothing(said, logged_in, olga, client, survey):
    response = said("Fläkten")
    stranger = logged_in(olga)
    assert stranger.get(f"/surveys/{survey.pk}/answers/").status_code == 404
    assert stranger.post(f"/answers/{response.pk}/reading/").status_code == 404
    assert client.get(f"/surveys/{survey.pk}/answers/").status_code == 302
    assert Reading.objects.count() == 0


def test_looking_at_the_list_marks_nothing_and_the_button_does(said, logged_in, survey, stefan):
    response, client = said("Fläkten"), logged_in(stefan)
    client.get(f"/surveys/{survey.pk}/answers/")
    assert Reading.objects.count() == 0
    assert client.get(f"/answers/{response.pk}/reading/").status_code == 405
    pressed = press_read(client, response, next="https://elsewhere.example/")
    assert pressed.url == f"/surveys/{survey.pk}/answers/"
    assert press_read(client, response, next="/answers/1/").url == "/answers/1/"
    assert "You have read this" in press_read(client, response, headers={"HX-Request": "true"}).text
    assert (Reading.objects.get().user, reading.is_read(response, by=stefan)) == (stefan, True)


def press_read(client, response: Response, *, headers=None, **posted):
    """The button of a page that showed this revision."""
    return client.post(f"/answers/{response.pk}/reading/", {"revision": response.revision, **posted}, headers=headers)


def test_what_the_customer_changed_meanwhile_is_not_marked_unseen(said, logged_in, stefan):
    response, client = said("Fläkten"), logged_in(stefan)
    assert f'name="revision" value="{response.revision}"' in client.get(f"/answers/{response.pk}/").text
    Response.objects.update(revision=2)
    by_itself = press_read(client, response, headers={"HX-Request": "true"})
    assert ("You have read this" in by_itself.text, f'href="/answers/{response.pk}/"' in by_itself.text) == (
        False,
        True,
    )
    pressed = client.post(f"/answers/{response.pk}/reading/", {"revision": 1, "next": "/"}, follow=True)
    assert pressed.redirect_chain == [(f"/answers/{response.pk}/", 302)]
    assert "The customer has changed this answer meanwhile." in pressed.text
    response.refresh_from_db()
    assert not reading.is_read(response, by=stefan)
    press_read(client, response)
    assert reading.is_read(response, by=stefan)
    Response.objects.filter(pk=response.pk).update(revision=3)
    press_read(client, response)
    assert Reading.objects.get().revision == 2


@pytest.mark.parametrize(("headers", "status", "led"), [({}, 302, "Location"), (HTMX, 200, "HX-Redirect")])
def test_a_page_that_says_no_revision_is_drawn_anew_and_nothing_is_said_of_a_change(
    said, logged_in, stefan, headers, status, led
):
    """A tab that was opened before pages said which one they show."""
    response, client = said("Fläkten"), logged_in(stefan)
    page = client.post(f"/answers/{response.pk}/reading/", {"next": "/"}, headers=headers)
    assert (page.status_code, page.headers[led]) == (status, f"/answers/{response.pk}/")
    assert "has changed this answer" not in client.get(f"/answers/{response.pk}/").text
    assert Reading.objects.count() == 0


def test_pages_join_without_a_gap(said, logged_in, survey, stefan, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 3)
    rows = [said(f"Natt {number}", days_ago=number // 2).pk for number in range(7)]
    client, address, seen, pages = logged_in(stefan), "", [], []
    while True:
        page = client.get(f"/surveys/{survey.pk}/answers/{address}")
        pages.append([one.response.pk for one in page.context["page"].rows])
        seen += pages[-1]
        if not (address := page.context["older_url"]):
            break
    assert sorted(seen) == sorted(rows)
    assert [len(page) for page in pages] == [3, 3, 1]
    back = client.get(f"/surveys/{survey.pk}/answers/{page.context['newer_url']}")
    assert [one.response.pk for one in back.context["page"].rows] == pages[1]


def test_a_long_list_asks_no_more_than_a_short_one(said, logged_in, survey, stefan, django_assert_max_num_queries):
    client, counted = logged_in(stefan), []
    for many in (1, 12):
        for number in range(many):
            said(f"Natt {number}", choice="no")
        with django_assert_max_num_queries(20) as captured:
            client.get(f"/surveys/{survey.pk}/answers/")
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_one_whole_answer_in_the_words_it_was_asked(said, survey):
    response = said("Anna i kassan var så fin", choice="neither")
    slept = survey.published_version.questions.first()
    [row] = reading.rows_of(response, "en")
    assert row == reading.AnswerRow(
        answer_id=response.answers.get().pk,
        question_key=slept.key,
        kind="yes_no",
        question_text="Did you sleep well?",
        value_label="A bit of both",
        words_masked="[namn] i kassan var så fin",
    )


def test_what_a_change_left_empty_is_not_shown(said, survey):
    response = said("Fläkten", choice="no")
    treated = survey.published_version.questions.last()
    submitting.submit(
        opening.of_invitation(response.invitation),
        values=[AnswerValue(treated.key, words="Bra")],
        form_number=uuid.uuid4(),
        language="sv",
        version_id=survey.published_version_id,
        changes=1,
    )
    assert [row.words_masked for row in reading.rows_of(Response.objects.get(), "sv")] == ["Bra"]


def test_neighbours_lead_through_a_survey(said, hotel, stefan):
    oldest, middle, newest = said("1", days_ago=2), said("2", days_ago=1), said("3")
    membership = Membership.objects.get(user=stefan)
    assert reading.neighbours(middle, membership) == reading.Neighbours(newest.pk, oldest.pk)
    assert reading.neighbours(newest, membership) == reading.Neighbours(None, middle.pk)


def test_no_answers_yet_says_so(logged_in, hotel, maria):
    survey = cast.survey(hotel)
    assert "No answers yet" in logged_in(maria).get(f"/surveys/{survey.pk}/answers/").content.decode()
