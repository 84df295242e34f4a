"""Two boxes, unticked: to be told what was done, and to get a reply. Kept with the answer, gone with its words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from common.models import Work
from invitations.models import PublicLink
from responses import expiring, replying
from responses.models import Response
from surveys.models import Survey
from tests import cast
from tests.responses.conftest import answering, published
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def open_link(survey) -> str:
    row = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    return f"/a/{row.token}/"


def wishes() -> tuple:
    return Response.objects.values_list("wants_outcome", "wants_reply", "reply_contact").get()


def sent(client, link, slept, **more):
    return client.post(link, answering(client.get(link, {"language": "en"}), (slept, "no", "Fläkten tjöt."), **more))


def test_nothing_is_ticked_beforehand_and_nothing_is_kept_of_a_wish_nobody_has(client, link, slept):
    page = client.get(link, {"language": "en"}).content.decode()
    assert ("Tell me what you did" in page, "I would like a reply" in page, " checked" in page) == (True, True, False)
    sent(client, link, slept, contact="070-123 45 67")
    assert wishes() == (False, False, "")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"outcome": "1"}, (True, False, "")),
        ({"reply": "1"}, (False, True, "carl@guest.example")),  # the address the mail came to
        ({"reply": "1", "contact": " 070-123 45  67 "}, (False, True, "070-123 45 67")),
        ({"reply": "1", "outcome": "1", "contact": "c@d.example"}, (True, True, "c@d.example")),
    ],
)
def test_what_is_wished_is_kept_with_the_answer(client, link, slept, told, kept):
    assert sent(client, link, slept, **told).status_code == 303
    assert wishes() == kept


@pytest.mark.parametrize("contact", ["call me", "a@", "1234", "x@y.example " * 30])
def test_a_contact_nobody_can_use_is_told_and_everything_stays(client, link, slept, contact):
    page = sent(client, link, slept, reply="1", contact=contact)
    html = page.content.decode()
    assert (page.status_code, Response.objects.count()) == (422, 0)
    assert html.count("We could not read this as an e-mail address or a telephone number.") == 2
    assert ('href="#contact"' in html, 'id="reply" checked' in html) == (True, True)
    assert ("Fläkten tjöt.</textarea>" in html, contact.strip()[:4] in html) == (True, True)


@pytest.mark.parametrize("wish", ["outcome", "reply"])
def test_by_an_open_link_a_wish_needs_a_way_to_reach_somebody(client, open_link, slept, wish):
    page = sent(client, open_link, slept, **{wish: "1"})
    assert (page.status_code, Response.objects.count()) == (422, 0)
    assert page.content.decode().count("Please write an e-mail address or a telephone number") == 2
    assert sent(client, open_link, slept, **{wish: "1"}, contact="c@d.example").status_code == 303
    assert wishes() == (wish == "outcome", wish == "reply", "c@d.example")


def test_a_link_without_an_address_behind_it_needs_one_too(client, survey, slept):
    link = f"/a/{cast.invitation(survey).token}/"
    assert sent(client, link, slept, reply="1").status_code == 422


def test_a_change_of_heart_changes_the_wish_alone(client, link, slept):
    sent(client, link, slept, reply="1")
    Response.objects.update(replied_at=clock.now())
    shown = client.post(f"{link}earlier/", {"language": "en"})
    assert 'id="reply" checked' in shown.content.decode()
    client.post(link, answering(shown, (slept, "no", "Fläkten tjöt."), outcome="1"))
    response = Response.objects.get()
    assert (wishes(), response.revision, response.replied_at) == ((True, False, ""), 1, None)
    assert Work.objects.count() == 1


def test_the_same_words_with_another_wish_are_asked_about(client, link, slept):
    tabs = [client.get(link, {"language": "en"}) for _tab in range(3)]
    posted = [answering(tab, (slept, "no", "Fläkten tjöt.")) for tab in tabs]
    assert [client.post(link, form).status_code for form in posted[:2]] == [303, 303]
    asked = client.post(link, posted[2] | {"reply": "1"})
    assert (asked.status_code, 'id="reply" checked' in asked.content.decode()) == (409, True)


def test_page_by_page_the_boxes_stand_where_send_is(hotel, carl):
    survey, asked = published(hotel, *({"kind": "yes_no", "text": f"{number}?"} for number in range(4)))
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/")
    seen = []
    for question in asked[:-1]:
        seen.append("I would like a reply" in walker.html)
        walker.answer(question, "yes")
    assert ([*seen, "I would like a reply" in walker.html], walker.button) == ([False, False, False, True], "Send")
    walker.answer(asked[-1], "no", reply="1", contact="hello")
    assert (walker.sent.status_code, walker.chosen, "hello" in walker.html) == (422, ["no"], True)
    assert walker.answer(contact="070 123 45 67").is_thanked
    assert wishes() == (False, True, "070 123 45 67")


def test_colleagues_see_the_wish_and_say_that_they_replied(client, link, slept, logged_in, stefan, olga):
    sent(client, link, slept, reply="1", outcome="1")
    response = Response.objects.get()
    colleague, address = logged_in(stefan), reverse("responses:reply", args=[response.pk])
    whole = f"/answers/{response.pk}/"
    assert "Waiting for a reply" in colleague.get(f"/surveys/{response.survey_id}/answers/").content.decode()
    page = colleague.get(whole).content.decode()
    assert ("carl@guest.example" in page, "To be told what you did." in page, "I have replied" in page) == (True,) * 3
    assert logged_in(olga).post(address).status_code == 404
    for _press in range(2):
        assert colleague.post(address).status_code == 302
    response.refresh_from_db()
    assert response.replied_at is not None
    assert "Replied on" in colleague.get(whole).content.decode()
    listed = colleague.get(f"/surveys/{response.survey_id}/answers/", {"read": "reply"})
    assert listed.context["page"].rows == []


def test_those_who_wait_are_found(client, survey, carl, hotel, slept, logged_in, stefan):
    for number, more in enumerate(({}, {"reply": "1"}, {"outcome": "1"})):
        guest = cast.customer(hotel, f"g{number}@guest.example")
        sent(client, f"/a/{cast.invitation(survey, guest).token}/", slept, **more)
    page = logged_in(stefan).get(f"/surveys/{survey.pk}/answers/", {"read": "reply"})
    assert [one.response.wants_reply for one in page.context["page"].rows] == [True]


def test_nobody_is_noted_as_answered_who_did_not_ask(client, link, slept, stefan):
    sent(client, link, slept)
    replying.has_replied(Response.objects.get(), by=stefan)
    assert Response.objects.get().replied_at is None


@pytest.mark.parametrize(("anonymity", "left"), [("pseudonymous", ""), ("named", "carl@guest.example")])
def test_the_contact_goes_with_the_key_where_no_name_was_promised(client, link, slept, survey, anonymity, left):
    Survey.objects.update(anonymity=anonymity)
    sent(client, link, slept, reply="1")
    with clock.at(clock.now() + timedelta(days=89)):
        expiring.delete_keys()
    assert wishes() == (False, True, left)


def test_the_contact_goes_with_the_words(client, link, slept):
    sent(client, link, slept, reply="1")
    Response.objects.update(submitted_at=clock.now().replace(year=2020))
    assert expiring.remove_words() == 1
    assert wishes() == (False, True, "")
