"""The first whom a process meets costs few statements too: neither questions nor names are known to it yet."""

from datetime import date
from decimal import Decimal

import pytest

from accounts import naming
from invitations.ways_in import links
from responses import opening, resuming, saving_pages
from responses.answer_values import AnswerValue
from responses.models import Response
from surveys import definitions, question_kinds
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


MINE = {  # by kind: what is chosen or typed, and the words
    "yes_no": ("no", "Nej."),
    "open_text": ("", "Hon log."),
    "critical_incident": ("", ("Nyckeln gick sönder.", "", "Vi sov i bilen.")),
    "single_choice": ("bus",),
    "multiple_choice": (["car", "foot"], "Långt."),
    "scale_0_10": ("7",),
    "scale_1_5": ("2", "Trångt."),
    "nps": ("0",),
    "short_text": ("", "Rum 14"),
    "number": ("1.5",),
    "date": ("2026-03-02",),
}
AS_SAVED = {
    "yes_no": {"choice": "no", "words": "Nej."},
    "open_text": {"words": "Hon log."},
    "critical_incident": {
        "words": "Nyckeln gick sönder.\n\nVi sov i bilen.",
        "steps": ("Nyckeln gick sönder.", "", "Vi sov i bilen."),
    },
    "single_choice": {"choice": "bus"},
    "multiple_choice": {"choices": ("car", "foot"), "words": "Långt."},
    "scale_0_10": {"number": 7},
    "scale_1_5": {"number": 2, "words": "Trångt."},
    "nps": {"number": 0},
    "short_text": {"words": "Rum 14"},
    "number": {"decimal": Decimal("1.5")},
    "date": {"day": date(2026, 3, 2)},
}
OLGAS = {"yes_no": ("yes", "Olgas."), "open_text": ("", "Olgas ord."), "number": ("99",)}


def walk(survey, customer, asked, answers) -> str:
    """Answer all pages but the last, passing by what has no answer; returns the link's token."""
    token = cast.invitation(survey, customer).token
    walker = Walker(f"/a/{token}/")
    for question in asked[:-1]:
        walker.answer(question, *answers.get(question.kind, ()))
    return token


def test_what_is_saved_is_the_same_cold_and_warm_and_only_ones_own(hotel, carl):
    kinds = [{"kind": kind} for kind, _name in question_kinds.CHOICES]
    survey, asked = published(hotel, *kinds, {"kind": "yes_no", "text": "One more?"})
    olga, olle = (cast.customer(hotel, f"{name}@guest.example") for name in ("olga", "olle"))
    walk(survey, olga, asked, OLGAS)
    token = walk(survey, carl, asked, MINE)
    walk(survey, olle, asked, OLGAS)
    warm = opening.open_link(token)
    forget()
    cold = opening.open_link(token)
    with statements(0):
        saved = resuming.saved_of(cold.begun)
    expected = [AnswerValue(question.key, **AS_SAVED[question.kind]) for question in asked[:-1]]
    assert (sorted(saved.values, key=str), saved.seen) == (sorted(expected, key=str), {one.key for one in expected})
    again = resuming.saved_of(warm.begun)
    assert (sorted(again.values, key=str), again.seen) == (sorted(expected, key=str), saved.seen)
    assert [one.key for one in cold.definition.questions] == [one.key for one in asked]


def test_what_came_with_the_questions_serves_once(hotel, carl):
    """Another page may be saved by the same object after it was looked at."""
    survey, asked = published(hotel, *({"kind": "yes_no", "text": f"{number}?"} for number in range(4)))
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/").answer(asked[0], "no", "Nej.")
    forget()
    opened = opening.open_link(walker.link.split("/")[2])
    (first,) = resuming.saved_of(opened.begun).values
    second = AnswerValue(asked[1].key, choice="yes")
    begun = saving_pages.save_page(opened, second, form_number=opened.begun.form_number, language="sv")
    assert set(resuming.saved_of(begun).values) == {first, second}
