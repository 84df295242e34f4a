"""The main job with real processes: answers posted over HTTP by personal links are stored and analysed once each."""

import json
import os
import re
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.journeys.answering import answer_all, filled_in, is_thanks
from tests.journeys.product import free_port
from tests.journeys.visiting import Visitor, links_in

pytestmark = pytest.mark.processes

EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "insights" / "engine" / "incident_examples.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]

COUNTED = """
from collections import Counter
from insights.models import ImprovementTask, Incident, ResponseAnalysis
from responses.models import Answer, Response
from common.models import Work
mine = Response.objects.filter(survey_id={survey})
analyses = Counter(ResponseAnalysis.objects.filter(response__in=mine).values_list("response_id", flat=True))
spans = Counter(Incident.objects.filter(answer__response__in=mine).values_list("answer_id", "start"))
print(mine.count(), len(analyses), sum(analyses.values()), max(spans.values(), default=0))
"""


def counted(product, survey: int) -> dict[str, int]:
    """Stored responses, analysed ones, analyses in all, and how often the most repeated incident stands there."""
    figures = product.told(COUNTED.format(survey=survey)).splitlines()[-1].split()
    return dict(zip(["stored", "analysed", "analyses", "repeats"], map(int, figures), strict=True))


def links_of(product, survey: int, count: int) -> list[str]:
    return product.run("make_links", "--survey", str(survey), "--count", str(count)).split()


def test_every_example_is_stored_and_analysed_once(product, an_open_survey):
    survey = an_open_survey()
    links = links_of(product, survey, len(EXAMPLES))
    pages = answer_all(
        [
            {"link": link, "words": example["text"], "language": example["language"]}
            for link, example in zip(links, EXAMPLES, strict=True)
        ]
    )
    assert Counter(map(is_thanks, pages)) == {True: len(EXAMPLES)}
    product.wait_until(lambda: counted(product, survey)["analysed"] == len(EXAMPLES), "every example")
    assert counted(product, survey) == {
        "stored": len(EXAMPLES),
        "analysed": len(EXAMPLES),
        "analyses": len(EXAMPLES),
        "repeats": 1,
    }
    stored = product.told(
        "from responses.models import Answer\n"
        "import json\n"
        f"rows = Answer.objects.filter(response__survey_id={survey})\n"
        "print(json.dumps(sorted(answer.words for answer in rows)))"
    )
    assert json.loads(stored.splitlines()[-1]) == sorted(example["text"] for example in EXAMPLES)


def test_one_link_posted_by_32_clients_is_one_response(product, an_open_survey):
    survey = an_open_survey()
    [link] = links_of(product, survey, 1)
    page = Visitor().get(link)
    fields = filled_in(page, words="Receptionisten suckade och vände ryggen till.", choice="no")
    with ThreadPoolExecutor(32) as clients:
        pages = list(clients.map(lambda _: Visitor().post(page.url, fields), range(32)))
    assert Counter(map(is_thanks, pages)) == {True: 32}
    product.wait_until(lambda: counted(product, survey)["analysed"] == 1, "the one answer")
    assert counted(product, survey) == {"stored": 1, "analysed": 1, "analyses": 1, "repeats": 1}


def test_answers_are_taken_while_the_broker_is_away(product, broker, an_open_survey):
    survey = an_open_survey()
    links = links_of(product, survey, 50)
    broker.stop()
    try:
        pages = answer_all([{"link": link, "words": f"Vi väntade {n} minuter i kön."} for n, link in enumerate(links)])
    finally:
        broker.start()
    assert Counter(map(is_thanks, pages)) == {True: 50}
    assert counted(product, survey)["stored"] == 50
    product.wait_until(lambda: counted(product, survey)["analysed"] == 50, "the answers given without a broker")
    assert counted(product, survey)["analyses"] == 50


def test_a_worker_killed_in_the_middle_loses_and_repeats_nothing(product, an_open_survey):
    survey = an_open_survey()
    links = links_of(product, survey, 200)
    tasks = [{"link": link, "words": f"Fläkten tjöt i rum {n} hela natten."} for n, link in enumerate(links)]
    with ThreadPoolExecutor(1) as beside:
        answering = beside.submit(answer_all, tasks)
        for _ in range(3):
            time.sleep(1.5)
            for pid in product.processes("celery", " worker "):
                os.kill(pid, signal.SIGKILL)
        pages = answering.result()
    assert Counter(map(is_thanks, pages)) == {True: 200}
    product.wait_until(lambda: counted(product, survey)["analysed"] == 200, "200 answers in spite of kill -9")
    assert counted(product, survey) == {"stored": 200, "analysed": 200, "analyses": 200, "repeats": 1}
    assert len(product.processes("celery", " beat ")) == 1


class Letterbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos[0], envelope.content.decode(errors="replace")))
        return "250 OK"


@pytest.fixture
def letterbox():
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


INVITING = """
from accounts.mail_servers import encrypt
from accounts.models import MailServer, User
from common import clock
from invitations.mailings import sending
from invitations.models import Customer
from surveys.models import Survey
survey = Survey.objects.get(pk={survey})
organisation = survey.organisation
MailServer.objects.create(organisation=organisation, host="127.0.0.1", port={port}, security="none",
    from_address="hotel@example.org")
customers = [
    Customer.objects.create(organisation=organisation, unit=survey.unit, email=f"guest{{n}}@guest.example",
        language="sv", created_at=clock.now())
    for n in range(5)
]
sending.invite(survey, customers, by=survey.created_by)
"""


def test_a_link_mailed_by_a_real_server_leads_to_an_incident(product, an_open_survey, letterbox):
    survey = an_open_survey()
    product.told(INVITING.format(survey=survey, port=letterbox.port))
    product.wait_until(lambda: len(letterbox.letters) == 5, "five letters")
    addresses = sorted(address for address, _ in letterbox.letters)
    assert addresses == [f"guest{n}@guest.example" for n in range(5)]
    links = [own_link(letter) for _, letter in letterbox.letters]
    assert len(set(links)) == 5
    product.wait_until(lambda: product.told(AN_HOUR_LATER).split()[-1] == "5", "five mails noted as sent")
    story = "Mannen i receptionen suckade högt, vände ryggen till och sa att det inte var hans problem."
    assert Counter(map(is_thanks, answer_all([{"link": link, "words": story, "choice": "no"} for link in links]))) == {
        True: 5
    }
    product.wait_until(lambda: counted(product, survey)["analysed"] == 5, "the five stories")
    found = product.told(
        "from insights.models import ImprovementTask, Incident\n"
        f"incidents = Incident.objects.filter(answer__response__survey_id={survey})\n"
        "tasks = set(incidents.values_list('task_id', flat=True))\n"
        "print(incidents.count(), set(incidents.values_list('polarity', flat=True)), len(tasks - {None}))"
    ).splitlines()[-1]
    assert found == "5 {'negative'} 1"


# Five answers from one place within seconds of their mails would be taken for a machine's.
AN_HOUR_LATER = """
from datetime import timedelta
from common import clock
from invitations.models import EmailDelivery
print(EmailDelivery.objects.filter(state="sent").update(sent_at=clock.now() - timedelta(hours=1)))
"""
ACCEPTING = INVITING.replace(
    "sending.invite(survey, customers, by=survey.created_by)",
    "from invitations.mailings import letters\n"
    "chosen = {{'customers': [customer.pk for customer in customers]}}\n"
    "sending.accept(survey, chosen, by=None, letter=letters.default_for(survey))",
).replace("range(5)", "range({count})")


# What the killed workers held is theirs until its lease ends; nobody need wait for that here.
FREED = """
import datetime
from common import clock
from common.models import Work
from invitations.mailings.mailing_work import LEASE
killed_at = datetime.datetime.fromtimestamp({killed_at}, datetime.UTC)
Work.objects.unfinished().filter(lease_until__lt=killed_at + LEASE).update(lease_until=None)
"""


def test_a_mailing_leaves_whole_though_brokers_went_and_workers_were_killed(
    product, broker, an_open_survey, letterbox, monkeypatch
):
    survey, count = an_open_survey(), 40
    with monkeypatch.context() as deaf:
        deaf.setitem(product.environment, "REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")  # nobody listens there
        product.told(ACCEPTING.format(survey=survey, port=letterbox.port, count=count))
    for enough in (1, 15):
        product.wait_until(lambda enough=enough: len(letterbox.letters) >= enough, f"{enough} letters")
        for pid in product.processes("celery", " worker "):
            os.kill(pid, signal.SIGKILL)
    product.told(FREED.format(killed_at=time.time()))
    product.wait_until(lambda: len(letterbox.letters) >= 20, "20 letters")
    broker.stop()  # under the worker that is sending
    time.sleep(2)
    broker.start()
    product.wait_until(lambda: len({address for address, _ in letterbox.letters}) == count, "every letter")
    figures = "from invitations.models import EmailDelivery as E; print(E.objects.filter(state='sent').count())"
    product.wait_until(lambda: int(product.told(figures).splitlines()[-1]) >= count, "every letter to be noted")
    assert len(letterbox.letters) - count <= 2 * 2  # two kills of two processes: a repeat each at most


def own_link(letter: str) -> str:
    """The answering link in the text of a letter (quoted-printable or base64 or plain)."""
    import email
    from email import policy

    message = email.message_from_string(letter, policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    return next(re.sub(r"\?.*", "", link) for link in links_in(text) if "/a/" in link)
