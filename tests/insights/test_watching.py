"""Whether all is well: numbers for programs, words for people, and a page for whoever watches."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from common import clock, heartbeats, working
from common.models import Work
from insights import analysing, reanalysing, watching
from tests import cast
from tests.insights import telling

pytestmark = pytest.mark.django_db

WELL = {
    "responses": {"stored": 0, "analysed": 0, "waiting": 0, "failed": 0},
    "mails": {"waiting": 0, "sent": 0, "failed": 0},
    "oldest_waiting_s": 0,
    "worker": True,
    "scheduler": True,
    "migrations": True,
}


@pytest.fixture
def alive():
    heartbeats.beat("worker")
    heartbeats.beat("analysis worker")
    heartbeats.beat("scheduler")


def test_a_quiet_house_is_well(alive):
    assert watching.status() == WELL
    assert (watching.problems(WELL), watching.is_serving(WELL)) == ([], True)


def test_answers_are_counted_from_stored_to_analysed(alive, night, engine, rung):
    telling.tells(night, "Okej.")
    working.do_waiting(analysing.KIND)
    telling.tells(night, "Bra.")
    poison = telling.tells(night, "Gift.")
    telling.tells(night, "Förhandsvisning.", is_preview=True)
    Work.objects.filter(object_id=poison.pk).update(set_aside_at=clock.now(), error="ValueError")
    assert watching.status()["responses"] == {"stored": 3, "analysed": 1, "waiting": 2, "failed": 1}


def test_a_change_of_an_answer_is_one_answer(alive, night, engine, rung):
    response = telling.tells(night, "Okej.")
    working.do_waiting(analysing.KIND)
    telling.tells_anew(response, "Inte okej.")
    assert watching.status()["responses"] == {"stored": 1, "analysed": 0, "waiting": 1, "failed": 0}
    working.do_waiting(analysing.KIND)
    assert watching.status()["responses"] == {"stored": 1, "analysed": 1, "waiting": 0, "failed": 0}


def test_mails_are_counted_by_their_state(alive, night, carl):
    from invitations.models import EmailDelivery

    for state, sent_at in (("waiting", None), ("sent", clock.now()), ("failed", None), ("outbox", None)):
        EmailDelivery.objects.create(
            organisation=night.organisation,
            invitation=cast.invitation(night, telling.guest(night.organisation)),
            to_address=carl.email,
            state=state,
            sent_at=sent_at,
            created_at=clock.now(),
        )
    assert watching.status()["mails"] == {"waiting": 1, "sent": 1, "failed": 1}


def test_the_oldest_waiting_is_told_in_seconds(alive, night, rung):
    now = clock.now()
    with clock.at(now - timedelta(seconds=90)):
        telling.tells(night, "Okej.")
    working.put("later", object_id=1, due=now + timedelta(days=1))
    with clock.at(now):
        assert watching.status()["oldest_waiting_s"] == 90


def test_what_is_read_anew_may_wait_without_anything_being_wrong(alive, rung):
    now = clock.now()
    working.put(reanalysing.KIND, object_id=1, due=now - timedelta(hours=1))
    with clock.at(now):
        assert watching.status()["oldest_waiting_s"] == 0


@pytest.mark.parametrize(
    ("change", "words", "serving"),
    [
        ({"worker": False}, "worker gives no sign of life", False),
        ({"scheduler": False}, "scheduler gives no sign of life", False),
        ({"migrations": False}, "older than the program", False),
        ({"oldest_waiting_s": 601}, "waited for 601 seconds", False),
        ({"responses": WELL["responses"] | {"failed": 2}}, "2 answers could not be analysed", True),
        ({"mails": WELL["mails"] | {"failed": 1}}, "1 mail could not be sent", True),
    ],
)
def test_what_is_wrong_is_said_in_words(change, words, serving):
    status = WELL | change
    (problem,) = watching.problems(status)
    assert (words in problem, watching.is_serving(status)) == (True, serving)


def test_the_command_speaks_json_and_words(alive, capsys):
    call_command("status", "--json")
    assert json.loads(capsys.readouterr().out) == WELL
    call_command("status")
    assert capsys.readouterr().out.splitlines()[-1] == "All is well."


def test_the_command_ends_with_one_when_something_is_wrong(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("status")
    assert ended.value.code == 1
    assert "no sign of life" in capsys.readouterr().out


def test_the_health_page_needs_no_log_in_and_sets_no_cookie(client, alive):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json(), dict(answer.cookies)) == (200, WELL, {})


def test_the_health_page_says_when_nobody_works(client, db):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_the_health_page_says_when_there_is_no_database(client, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError("connection refused at 10.0.0.5")

    monkeypatch.setattr(watching, "status", gone)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": False})
