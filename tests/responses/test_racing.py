"""Many clients at once on one link: one answer, one chain of effects, on both databases."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from common.models import Work
from responses.models import Answer, Response
from tests import cast
from tests.responses.conftest import answering, published
from tests.responses.walking import Walker

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 32


def all_at_once(post) -> list:
    """What each of the clients got; each has its own connection to the database."""
    ready = Barrier(CLIENTS)

    def one(number: int):
        ready.wait(timeout=60)
        try:
            return post(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def test_one_form_posted_by_32_clients(client, link, slept, treated, rung):
    posted = answering(client.get(link), (slept, "no", "Fläkten tjöt."), (treated, "", "Bra."))
    answers = all_at_once(lambda number: Client().post(link, posted))
    assert {(answer.status_code, answer.url) for answer in answers} == {(303, f"{link}thanks/?language=sv")}
    assert (Response.objects.count(), Answer.objects.count(), Work.objects.count()) == (1, 2, 1)
    assert rung == ["analyse response"]


def test_32_forms_of_one_link_with_the_same_words(client, link, slept, rung):
    posted = answering(client.get(link), (slept, "no", "Fläkten tjöt."))
    answers = all_at_once(lambda number: Client().post(link, posted | {"form": str(uuid.uuid4())}))
    assert {answer.status_code for answer in answers} == {303}
    assert (Response.objects.count(), Answer.objects.count(), Work.objects.count()) == (1, 1, 1)


def test_32_forms_of_one_link_with_different_words(client, link, slept, rung):
    page = client.get(link)
    answers = all_at_once(
        lambda number: Client().post(link, answering(page, (slept, "no", f"Natt {number}"), form=str(uuid.uuid4())))
    )
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (CLIENTS - 1)
    assert (Response.objects.count(), Answer.objects.count(), Work.objects.count()) == (1, 1, 1)
    first = Answer.objects.get().motivation
    kept = [f"Natt {number}" for number, answer in enumerate(answers) if answer.status_code == 409]
    assert sorted([first, *kept]) == sorted(f"Natt {number}" for number in range(CLIENTS))


def test_one_change_posted_by_32_clients(client, link, slept, rung):
    client.post(link, answering(client.get(link), (slept, "no", "Fläkten tjöt.")))
    posted = answering(client.post(f"{link}earlier/"), (slept, "yes", "Sen tystnade den."))
    answers = all_at_once(lambda number: Client().post(link, posted))
    assert {answer.status_code for answer in answers} == {303}
    assert (Response.objects.get().revision, Answer.objects.count(), Work.objects.count()) == (2, 2, 2)


@pytest.fixture
def long(hotel, carl):
    survey, asked = published(hotel, *({"kind": "open_text", "text": f"{number}?"} for number in range(4)))
    return f"/a/{cast.invitation(survey, carl).token}/", asked


def test_the_first_page_of_32_browsers(long, rung):
    link, asked = long
    walkers = [Walker(link) for _browser in range(CLIENTS)]
    all_at_once(lambda number: walkers[number].answer(asked[0], words=f"Natt {number}"))
    assert sorted(walker.sent.status_code for walker in walkers) == [303] + [409] * (CLIENTS - 1)
    assert (Response.objects.count(), Answer.objects.count(), Work.objects.count()) == (1, 1, 0)
    kept = [walker.words[0] for walker in walkers if walker.sent.status_code == 409]
    assert sorted([Answer.objects.get().value_text, *kept]) == sorted(f"Natt {number}" for number in range(CLIENTS))


def test_32_browsers_at_different_pages_lose_nothing(long, rung):
    link, asked = long
    Walker(link).answer(asked[0], words="Natt").answer(asked[1], words="Dag")
    pages = [(asked[2 + number % 2], Walker(link).form()) for number in range(CLIENTS)]
    statuses = all_at_once(
        lambda number: Client().post(link, _typed(*pages[number], words="Kväll")).status_code,
    )
    assert set(statuses) == {303}
    assert sorted(Answer.objects.values_list("value_text", flat=True)) == ["Dag", "Kväll", "Kväll", "Natt"]
    assert (Response.objects.get().submitted_at, Work.objects.count()) == (None, 0)


def _typed(question, form: dict, *, words: str) -> dict:
    return form | {"asked": [str(question.key)], f"w-{question.key}": [words]}


def test_the_last_page_sent_by_32_browsers(long, rung):
    link, asked = long
    Walker(link).answer(asked[0], words="Natt").answer(asked[1]).answer(asked[2])
    walkers = [Walker(link) for _browser in range(CLIENTS)]
    all_at_once(lambda number: walkers[number].answer(asked[3], words=f"Slut {number % 2}"))
    response = Response.objects.get()
    assert (response.submitted_at is not None, response.revision, Work.objects.count()) == (True, 1, 1)
    last = Answer.objects.get(question=asked[3]).value_text
    for number, walker in enumerate(walkers):
        mine = f"Slut {number % 2}"
        told = walker.is_thanked if mine == last else walker.sent.status_code == 409 and mine in walker.html
        assert told, (mine, last, walker.html)
