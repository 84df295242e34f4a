"""Many clients at once on one link: one answer, one chain of effects, on both databases."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from common.models import Work
from responses.models import Answer, Response
from tests.responses.conftest import answering

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
