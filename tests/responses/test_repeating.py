"""The same words once more by the same open link, without a cookie to tell who sends them."""

from uuid import uuid4

import pytest
from django.core.cache import cache

from common import throttling
from invitations.models import PublicLink
from invitations.ways_in import links
from responses import repeating
from responses.answer_values import AnswerValue
from responses.models import Response
from responses.opening import of_public_link
from tests import cast
from tests.responses.conftest import answering

pytestmark = pytest.mark.django_db
WORDS = "Fläkten tjöt hela natten, och ingen kom."


@pytest.fixture
def link(survey, maria) -> PublicLink:
    return links.public_link(survey, survey.unit, by=maria)


def sent(client, link, slept, choice="no", words=WORDS, **extra) -> int:
    """One page opened afresh and sent in; how many answers are stored then."""
    address = f"/a/{link.token}/"
    answer = client.post(address, answering(client.get(address), (slept, choice, words)), **extra)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (303, f"{address}thanks/")
    return Response.objects.count()


def test_the_same_words_from_another_form_are_thanked_for_and_stored_once(client, link, slept, rung):
    assert [sent(client, link, slept) for _time in range(3)] == [1, 1, 1]


def test_two_people_in_one_house_may_say_yes(client, link, slept):
    assert [sent(client, link, slept, "yes", words) for words in ("", "", "Bra!", "Bra!")] == [1, 2, 3, 4]


def test_other_answers_other_networks_and_other_links_are_other_people(client, link, slept, survey, maria):
    assert sent(client, link, slept) == 1
    assert sent(client, link, slept, "yes") == 2
    assert sent(client, link, slept, words=WORDS + " Alls.") == 3
    assert sent(client, link, slept, REMOTE_ADDR="192.0.2.9") == 4
    kiosk = links.public_link(survey, survey.unit, kind=PublicLink.Kind.KIOSK, by=maria)
    assert sent(client, kiosk, slept) == 5


def test_after_ten_minutes_it_is_another_answer(client, link, slept):
    assert sent(client, link, slept) == 1
    cache.clear()  # as the cache does by itself then
    assert sent(client, link, slept) == 2
    assert repeating.WINDOW_S == throttling.WINDOW_S == 600


def test_an_answer_that_was_not_stored_is_never_taken_for_a_repeat(link, slept):
    values, network = [AnswerValue(slept.key, "no", words=WORDS)], "192.0.2.1"
    opened, lost = of_public_link(link), uuid4()
    repeating.remember(opened, values, form_number=lost, network=network)
    assert not repeating.is_repeat(opened, values, form_number=uuid4(), network=network)
    cast.response(link.survey, public_link=link, form_number=lost)
    assert repeating.is_repeat(opened, values, form_number=uuid4(), network=network)
    assert not repeating.is_repeat(opened, values, form_number=lost, network=network)  # a replay, which submit knows


def test_neither_words_nor_network_can_be_read_from_what_is_remembered(link, slept, monkeypatch):
    kept = {}
    monkeypatch.setattr(cache, "add", lambda key, value, seconds: kept.update({key: (value, seconds)}))
    values = [AnswerValue(slept.key, "no", words=WORDS)]
    number = uuid4()
    repeating.remember(of_public_link(link), values, form_number=number, network="192.0.2.1")
    [(key, value)] = kept.items()
    assert value == (str(number), 600)
    assert "Fläkten" not in key and "192.0.2.1" not in key and len(key) == len("repeated:") + 64


def test_personal_links_and_what_colleagues_enter_are_not_looked_at(invitation, survey, maria, slept):
    from responses.opening import of_invitation

    values = [AnswerValue(slept.key, "no", words=WORDS)]
    paper = links.public_link(survey, survey.unit, kind=PublicLink.Kind.PAPER, by=maria)
    for opened in (of_invitation(invitation), of_public_link(paper)):
        repeating.remember(opened, values, form_number=uuid4(), network="192.0.2.1")
        assert not repeating.is_repeat(opened, values, form_number=uuid4(), network="192.0.2.1")
