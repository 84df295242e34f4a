"""Workers as processes on the suite's own database, and a mail server that misbehaves as told."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from accounts.models import MailServer
from tests.invitations.conftest import Letterbox, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 150  # generous: a slow machine may be slow, a worker that hangs must not hang the suite


class Post(Letterbox):
    """Says `once` to an address the first time only; never answers addresses in `mute`, at RCPT or after the text."""

    def __init__(self):
        super().__init__()
        self.once, self.mute, self.mute_after_text, self.hears = {}, set(), set(), lambda count: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.mute:
            self.mute.discard(address)
            await asyncio.sleep(PATIENCE_S)
        if reply := self.once.pop(address, ""):
            return reply
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        reply = await super().handle_DATA(server, session, envelope)
        await asyncio.to_thread(self.hears, len(self.mails))
        if (address := envelope.rcpt_tos[0]) in self.mute_after_text:
            self.mute_after_text.discard(address)
            await asyncio.sleep(PATIENCE_S)
        return reply

    def copies(self) -> Counter:
        """How many mails came to each address."""
        return Counter(mail.rcpt_tos[0] for mail in self.mails)

    def numbers(self) -> set[tuple[str, str]]:
        """Address and Message-ID of what came: a repeated mail is one and the same."""
        return {(mail.rcpt_tos[0], message_from_bytes(mail.content)["Message-ID"]) for mail in self.mails}


@pytest.fixture
def post():
    """A mail server on a port of its own; `post.open()` and `post.close()` let it be there or away."""
    box, running = Post(), []
    box.port = free_port()

    def open_() -> None:
        controller = Controller(box, hostname="127.0.0.1", port=box.port)
        controller.start()
        running.append(controller)

    box.open = open_
    yield box
    for controller in running:
        controller.stop()


@pytest.fixture
def by_post(hotel, post) -> MailServer:
    return MailServer.objects.create(
        organisation=hotel, host="127.0.0.1", port=post.port, security="none", from_address="hej@hotel.example"
    )


class Worker:
    """One process; `url` names another database than the suite's own."""

    def __init__(self, folder: Path, *, url: str = "", **environment: str) -> None:
        self.log = folder / "worker.txt"
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": url or url_of_the_test_database()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.processes.worker"],
            cwd=ROOT,
            env=os.environ | settings | {"TMPDIR": str(folder)} | environment,  # what a killed one leaves is swept up
            stdout=self.log.open("a"),
            stderr=subprocess.STDOUT,
        )

    def ended(self) -> int:
        """Its exit code; minus the signal that ended it."""
        try:
            return self.process.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the worker did not end\n{self.log.read_text()[-3000:]}") from None


@pytest.fixture
def start_worker(tmp_path):
    """start_worker(DIE_AT="after 250").ended()"""
    workers = []

    def start(**environment: str) -> Worker:
        workers.append(Worker(tmp_path, **environment))
        return workers[-1]

    yield start
    for worker in workers:
        worker.process.kill()
        worker.process.wait(timeout=PATIENCE_S)


def url_of_the_test_database() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
