"""Colleagues enter what came on paper or by telephone: the same rules, another way in."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts import arranging_units
from accounts.models import AuditEvent, Membership
from common import clock
from invitations.models import PublicLink
from responses import entering
from responses.models import Answer, Response
from surveys import question_kinds
from surveys.models import Survey
from tests import cast
from tests.responses.conftest import answering, hidden, published, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(logged_in, stefan):
    return logged_in(stefan)


@pytest.fixture
def url(survey) -> str:
    return reverse("responses:entering", args=[survey.pk])


def filled(page, survey, *answers, way="paper", unit=None, **more) -> dict:
    return answering(page, *answers, way=way, unit=str(unit or survey.unit_id), **more)


def test_an_answer_from_paper_is_stored_as_one(desk, url, survey, slept, stefan, rung):
    posted = filled(desk.get(url), survey, (slept, "no", "Fläkten tjöt hela natten."))
    answer = desk.post(url, posted)
    assert (answer.status_code, answer["Location"]) == (302, f"{url}?way=paper&unit={survey.unit_id}&language=en")
    stored = Response.objects.get()
    assert (stored.public_link.kind, stored.unit, stored.language) == ("paper", survey.unit, "en")
    assert Answer.objects.get().motivation == "Fläkten tjöt hela natten."
    event = AuditEvent.objects.get(verb="answer.entered")
    assert (event.by, event.object_id, event.detail["way"]) == (stefan, stored.pk, "paper")
    assert "Fläkten" not in str(event.detail)


def test_what_came_by_telephone_has_a_link_of_its_own(desk, url, survey, slept):
    for way in ("paper", "phone", "phone"):
        desk.post(url, filled(desk.get(url), survey, (slept, "yes", ""), way=way))
    assert Response.objects.filter(public_link__kind="phone").count() == 2
    assert sorted(PublicLink.objects.values_list("kind", flat=True)) == ["paper", "phone"]


def test_pressed_twice_is_one_answer(desk, url, survey, slept, agnes):
    house = arranging_units.add(parent=survey.unit, name="Huset", by=agnes)
    posted = filled(desk.get(url), survey, (slept, "no", "Fläkten tjöt."))
    again = posted | {"way": "phone", "unit": str(house.pk)}  # gone back, another place chosen, saved once more
    assert [desk.post(url, one).status_code for one in (posted, posted, again)] == [302, 302, 302]
    assert Response.objects.count() == 1
    assert AuditEvent.objects.filter(verb="answer.entered").count() == 1
    assert "It was saved already." in desk.get(url).text


def test_the_next_one_begins_empty_with_the_same_way_and_place(desk, url, survey, slept, agnes):
    house = arranging_units.add(parent=survey.unit, name="Huset", by=agnes)
    first = desk.get(url)
    page = desk.post(url, filled(first, survey, (slept, "no", "Fläkten."), way="phone", unit=house.pk), follow=True)
    assert (
        "<p>Saved. Here is the next one.</p>" in page.text.split('id="answers"')[0].split("</h1>")[1]
    )  # over no choice
    assert 'class="toast toast-' not in page.text
    assert "1 answer entered today" in page.text
    assert "Fläkten." not in page.text
    assert re.search(r'value="phone"[^>]*checked', page.text)
    assert re.search(rf'<option value="{house.pk}" selected', page.text)
    assert hidden(page)["form"] != hidden(first)["form"]


def test_nothing_typed_is_lost_when_something_is_wrong(desk, hotel):
    survey, [number] = published(hotel, {"kind": question_kinds.NUMBER})
    url = reverse("responses:entering", args=[survey.pk])
    page = desk.get(url)
    wrong = desk.post(url, answering(page, (number, "twelve", ""), way="phone", unit=str(survey.unit_id)))
    assert wrong.status_code == 422
    assert "We could not read this as a number" in wrong.text
    assert 'value="twelve"' in wrong.text
    assert re.search(r'value="phone"[^>]*checked', wrong.text)
    assert hidden(wrong)["form"] == hidden(page)["form"]
    assert (Response.objects.count(), PublicLink.objects.count()) == (0, 0)


def test_a_way_or_a_place_that_is_none_is_told_and_keeps_the_words(desk, url, survey, slept, library):
    page = desk.get(url)
    for more in ({"way": "open"}, {"way": ""}, {"unit": str(cast.root_unit(library).pk)}, {"unit": "x"}):
        posted = {"way": "paper", "unit": str(survey.unit_id)} | more
        refused = desk.post(url, answering(page, (slept, "no", "Fläkten tjöt."), **posted))
        assert (refused.status_code, "Fläkten tjöt." in refused.text) == (422, True)
    assert Response.objects.count() == 0


def test_an_empty_form_is_no_answer(desk, url, survey):
    refused = desk.post(url, filled(desk.get(url), survey))
    assert refused.status_code == 422
    assert Response.objects.count() == 0


def test_whoever_called_may_be_called_back(desk, url, survey, slept):
    page = desk.get(url)
    refused = desk.post(url, filled(page, survey, (slept, "no", "Fläkten."), way="phone", reply="1", contact="later"))
    assert refused.status_code == 422
    assert 'value="later"' in refused.text
    assert "We could not read this as an e-mail address" in refused.text
    desk.post(url, filled(page, survey, (slept, "no", "Fläkten."), way="phone", reply="1", contact="070-123 45 67"))
    stored = Response.objects.get()
    assert (stored.wants_reply, stored.reply_contact) == (True, "070-123 45 67")


def test_the_language_is_the_papers_and_changing_it_keeps_the_words(desk, url, survey, slept):
    page = desk.get(f"{url}?language=sv")
    assert "Sov du gott?" in page.text
    switched = desk.post(url, filled(page, survey, (slept, "no", "Fläkten."), switch="en", way="phone"))
    assert switched.status_code == 200
    for said in ("Did you sleep well?", "Fläkten.", 'name="language" value="en"'):
        assert said in switched.text
    assert re.search(r'value="phone"[^>]*checked', switched.text)
    desk.post(url, filled(page, survey, (slept, "no", "Fläkten.")))
    assert Response.objects.get().language == "sv"


def test_every_question_stands_there_with_what_it_waits_for(desk, hotel):
    key = uuid4()
    only_after_no = {"question": str(key), "operator": "is", "value": "no"}
    asked = {"kind": "yes_no", "key": key}, {"kind": "open_text", "show_if": only_after_no}
    survey, [first, second] = published(hotel, *asked)
    url = reverse("responses:entering", args=[survey.pk])
    page = desk.get(url)
    assert "Asked only after “No” to question 1." in page.text
    posted = answering(page, (first, "yes", ""), way="paper", unit=str(survey.unit_id))
    desk.post(url, posted | {f"w-{second.key}": "Words that were not asked for."})
    assert [answer.question for answer in Answer.objects.all()] == [first]


def test_a_closed_survey_takes_nothing_and_shows_what_was_typed(desk, url, survey, slept):
    posted = filled(desk.get(url), survey, (slept, "no", "Fläkten tjöt."))
    Survey.objects.update(closed_at=clock.now())
    refused = desk.post(url, posted)
    assert (refused.status_code, "Fläkten tjöt." in refused.text) == (409, True)
    assert "The survey takes no answers now" in refused.text
    assert "The survey takes no answers now" in desk.get(url).text
    assert (Response.objects.count(), PublicLink.objects.count()) == (0, 0)


def test_a_draft_has_nothing_to_enter(desk, hotel):
    draft = cast.survey(hotel)
    url = reverse("responses:entering", args=[draft.pk])
    assert "The survey takes no answers now" in desk.get(url).text
    assert desk.post(url, {"way": "paper", "unit": draft.unit_id}).status_code == 409


def test_colleagues_enter_for_their_own_units(logged_in, hotel, survey, slept, agnes):
    north, south = (arranging_units.add(parent=survey.unit, name=name, by=agnes) for name in ("Norr", "Söder"))
    nora = cast.person("Nora", hotel)
    Membership.objects.get(user=nora).units.add(north)
    desk, url = logged_in(nora), reverse("responses:entering", args=[survey.pk])
    page = desk.get(url)
    assert "Norr" in page.text
    assert "Söder" not in page.text
    assert desk.post(url, filled(page, survey, (slept, "no", ""), unit=south.pk)).status_code == 422
    assert desk.post(url, filled(page, survey, (slept, "no", ""), unit=north.pk)).status_code == 302
    assert Response.objects.get().unit == north


def test_today_is_counted_where_the_organisation_lives(hotel, survey, stefan, monkeypatch):
    membership = Membership.objects.get(user=stefan)
    link = PublicLink.objects.create(
        organisation=hotel, survey=survey, unit=survey.unit, kind="paper", created_at=clock.now()
    )
    now = datetime(2026, 11, 5, 0, 30, tzinfo=UTC)  # half past one in Stockholm
    monkeypatch.setattr(clock, "now", lambda: now)
    for minute, hour, day in ((59, 22, 4), (1, 23, 4), (29, 0, 5)):
        when_sent = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
        cast.response(survey, public_link=link, submitted_at=when_sent)
    assert entering.entered_today(survey, membership) == 2


def test_nobody_is_given_the_address_that_colleagues_enter_by(client, desk, url, survey, slept):
    desk.post(url, filled(desk.get(url), survey, (slept, "no", "")))
    link = PublicLink.objects.get()
    assert client.get(f"/a/{link.token}/").status_code == 404
    assert client.post(f"/a/{link.token}/", {"form": "x"}).status_code == 404
    assert Response.objects.count() == 1


def test_looking_stores_nothing_and_costs_the_same_for_many_questions(desk, hotel):
    surveys = [published(hotel, *[{"kind": "open_text"}] * count, name=f"S{count}")[0] for count in (1, 20)]
    urls = [reverse("responses:entering", args=[survey.pk]) for survey in surveys]
    for url in urls:
        desk.get(url)
        with statements(12):
            assert desk.get(url).status_code == 200
    assert (PublicLink.objects.count(), Response.objects.count()) == (0, 0)
