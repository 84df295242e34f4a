"""The two workers as processes: what one of them cannot do keeps the other from nothing."""

import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.answering import answer_all, is_thanks
from tests.journeys.conftest import an_open_survey, broker, product  # noqa: F401  # one running product for this file
from tests.journeys.test_main_job import INVITING, counted, letterbox, links_of  # noqa: F401

pytestmark = pytest.mark.processes

WORDS = "Mannen i receptionen suckade högt och vände ryggen till."


@pytest.fixture
def held(product):  # noqa: F811
    """held("analysis") holds the worker of that queue still, its children too; held.go_on() lets it go on."""
    stopped: list[int] = []

    def hold(queue: str) -> None:
        stopped.extend(product.processes(" worker ", f"--queues {queue} "))
        assert stopped, "no such worker"
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)

    def go_on() -> None:
        while stopped:
            os.kill(stopped.pop(), signal.SIGCONT)

    hold.go_on = go_on
    yield hold
    go_on()


def test_mails_leave_while_no_answer_can_be_read(product, an_open_survey, letterbox, held):  # noqa: F811
    survey = an_open_survey()
    held("analysis")
    pages = answer_all([{"link": link, "words": WORDS, "choice": "no"} for link in links_of(product, survey, 3)])
    assert Counter(map(is_thanks, pages)) == {True: 3}
    product.told(INVITING.format(survey=survey, port=letterbox.port))
    product.wait_until(lambda: len(letterbox.letters) == 5, "five letters though nothing is analysed")
    assert counted(product, survey)["analysed"] == 0
    held.go_on()
    product.wait_until(lambda: counted(product, survey)["analysed"] == 3, "the three answers")
    assert counted(product, survey)["analyses"] == 3


def test_answers_are_read_while_no_mail_can_leave(product, an_open_survey, held):  # noqa: F811
    survey = an_open_survey()
    held("celery")
    answer_all([{"link": link, "words": WORDS, "choice": "no"} for link in links_of(product, survey, 3)])
    product.wait_until(lambda: counted(product, survey)["analysed"] == 3, "three answers beside a worker that hangs")


def test_only_the_worker_that_analyses_holds_the_engine(product):  # noqa: F811
    assert holds_the_engine(product, "celery") == {False}
    assert holds_the_engine(product, "analysis") == {True}


def holds_the_engine(product, queue: str) -> set[bool]:  # noqa: F811
    """Whether the processes of this queue have loaded its libraries."""
    pids = product.processes(" worker ", f"--queues {queue} ")
    return {"sklearn" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8") for pid in pids}
