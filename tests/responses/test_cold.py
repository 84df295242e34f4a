"""The first whom a process meets costs few statements too: neither questions nor names are known to it yet."""

import pytest

from accounts import naming
from invitations.ways_in import links
from responses.models import Response
from surveys import definitions
from tests import cast
from tests.responses.conftest import answering, published, statements
from tests.responses.walking import Walker

pytestmark = pytest.mark.django_db


def forget():
    definitions.forget_definitions()
    naming.forget()


def test_a_look_an_answer_and_a_change_in_processes_that_know_nothing(client, link, slept, treated, stefan):
    forget()
    with statements(2):
        page = client.get(link)
    forget()
    with statements(6):
        sent = client.post(link, answering(page, (slept, "no", "Fläkten tjöt."), (treated, "", "Bra.")))
    shown = client.post(f"{link}earlier/", {"language": "sv"})
    forget()
    with statements(6):
        changed = client.post(link, answering(shown, (slept, "yes", "Stefan kom."), (treated, "", "Bra.")))
    response = Response.objects.get()
    assert (sent.status_code, changed.status_code, response.revision) == (303, 303, 2)
    assert response.search_text == "[namn] kom. bra."


def test_a_change_costs_five_where_the_questions_are_known(client, link, slept):
    client.post(link, answering(client.get(link), (slept, "no", "Fläkten tjöt.")))
    shown = client.post(f"{link}earlier/", {"language": "sv"})
    with statements(5):
        client.post(link, answering(shown, (slept, "yes", "")))
    assert Response.objects.get().revision == 2


def test_an_answer_by_an_open_link(client, survey, slept, maria):
    link = f"/a/{links.public_link(survey, survey.unit, by=maria).token}/"
    page = client.get(link)
    forget()
    with statements(6):
        client.post(link, answering(page, (slept, "no", "Fläkten tjöt.")))
    assert Response.objects.get().submitted_at


@pytest.mark.parametrize("is_cold", [False, True], ids=["warm", "cold"])
def test_sending_in_what_was_saved_page_by_page(hotel, carl, is_cold):
    survey, asked = published(hotel, *({"kind": "yes_no", "text": f"{number}?"} for number in range(4)))
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/")
    for question in asked[:3]:
        walker.answer(question, "no", "Nej.")
    if is_cold:
        forget()
    with statements(7):  # six, with the look at the thanks
        walker.answer(asked[3], "no", "Nej.")
    assert walker.is_thanked
    assert [answer.motivation for answer in Response.objects.get().answers.order_by("id")] == ["Nej."] * 4
