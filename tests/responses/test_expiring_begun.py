"""What was begun and never sent: counted as begun, shown to nobody, and gone when its link leads nowhere."""

from datetime import timedelta

import pytest

from common import clock
from common.models import Work
from insights import analysing, watching
from invitations.models import Invitation, PublicLink
from responses import expiring, following
from responses.models import Answer, Response
from surveys.definitions import published_definition
from surveys.models import Survey
from tests import cast
from tests.responses.conftest import published
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def asked(hotel):
    return published(hotel, *({"kind": "yes_no", "text": f"{number}?"} for number in range(4)))


@pytest.fixture
def begun(asked, carl) -> Walker:
    survey, questions = asked
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/")
    return walker.answer(questions[0], "no", "Fläkten tjöt.").answer(questions[1], "yes")


def said() -> list:
    rows = Answer.objects.order_by("id").values_list("value_choice", "motivation")
    return [part for row in rows for part in row if part]


def test_nobody_reads_or_analyses_it(begun, asked, logged_in, maria):
    survey, _questions = asked
    response, manager = Response.objects.get(), logged_in(maria)
    assert (Work.objects.count(), analysing.compute(response.pk, response.revision)) == (0, None)
    assert manager.get(f"/surveys/{survey.pk}/answers/").context["page"].rows == []
    assert manager.get(f"/answers/{response.pk}/").status_code == 404
    assert manager.post(f"/answers/{response.pk}/reading/").status_code == 404
    assert manager.post(f"/answers/{response.pk}/flag/").status_code == 404
    assert watching.status()["responses"]["stored"] == 0
    assert (response.search_text, response.invitation.answered_at) == ("", None)


def test_it_stays_while_the_link_lives(begun):
    assert expiring.remove_begun() == 0
    assert said() == ["no", "Fläkten tjöt.", "yes"]


@pytest.mark.parametrize("ends", ["the link grows old", "the survey is closed", "its day is over"])
def test_it_goes_when_the_link_leads_nowhere(begun, ends):
    if ends == "the link grows old":
        Invitation.objects.update(expires_at=clock.now())
    elif ends == "the survey is closed":
        Survey.objects.update(closed_at=clock.now())
    else:
        Survey.objects.update(closes_at=clock.now())
    assert (expiring.remove_begun(), expiring.remove_begun(), said()) == (1, 0, [])
    response = Response.objects.get()
    assert (response.submitted_at, response.words_removed_at is not None) == (None, True)


def test_how_far_people_came_is_still_counted(begun, asked):
    survey, _questions = asked
    Invitation.objects.update(expires_at=clock.now())
    expiring.remove_begun()
    definition = published_definition(survey.published_version_id)
    lines = following.leaving(definition, Response.objects.all(), language="en")
    assert [(line.came, line.left) for line in lines] == [(1, 0), (1, 0), (1, 1), (0, 0)]


def test_an_open_link_keeps_it_as_long_as_a_personal_one(asked):
    survey, questions = asked
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    Walker(f"/a/{link.token}/").answer(questions[0], "no", "Fläkten tjöt.")
    for days, removed in ((59, 0), (61, 1)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert expiring.remove_begun() == removed
    assert said() == []


def test_an_answer_that_was_sent_is_left_alone(begun, asked):
    _survey, questions = asked
    assert begun.answer(questions[2]).answer(questions[3], "yes").is_thanked
    Invitation.objects.update(expires_at=clock.now())
    assert expiring.remove_begun() == 0


def test_opened_once_more_it_begins_anew(begun, asked):
    _survey, questions = asked
    Survey.objects.update(closed_at=clock.now())
    expiring.remove_begun()
    Survey.objects.update(closed_at=None)
    again = Walker(begun.link)
    assert (again.asked, again.place) == ("0?", "Question 1 of 4")
    again.answer(questions[0], "yes")
    assert (again.asked, Response.objects.get().words_removed_at) == ("1?", None)


def test_a_page_saved_while_the_words_go_is_told_that_the_survey_is_closed(begun, asked, monkeypatch):
    from responses import saving_pages

    _survey, questions = asked
    saves = saving_pages.save_page

    def close_first(*args, **kwargs):
        monkeypatch.setattr(saving_pages, "save_page", saves)
        Survey.objects.update(closed_at=clock.now())
        expiring.remove_begun()
        return saves(*args, **kwargs)

    monkeypatch.setattr(saving_pages, "save_page", close_first)
    begun.answer(questions[2], "no", "Kallt.")
    assert (begun.sent.status_code, "Kallt." in begun.html, said()) == (410, True, [])


def test_many_go_in_few_statements(asked, django_assert_num_queries, hotel):
    survey, _questions = asked

    def statements(many: int) -> int:
        for _number in range(many):
            row = cast.response(survey, invitation=cast.invitation(survey, expires_at=clock.now()))
            cast.answer(row, "Fläkten tjöt.")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert expiring.remove_begun() == many
        return len(captured)

    assert statements(2) == statements(20)
