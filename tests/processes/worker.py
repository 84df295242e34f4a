"""A worker in a process of its own: what Celery calls, in a loop, and it may be told at which step to die.

    DIE_AT="after 250" python -m tests.processes.worker

It ends when nothing is left to do, or with ONE_PASS=1 after one look at what waits.
"""

import dataclasses
import os
import signal
import smtplib
import time
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.db import DatabaseError, InterfaceError, close_old_connections  # noqa: E402  # needs the settings

from accounts import mail_servers  # noqa: E402
from common import doorbell, working  # noqa: E402
from common.models import Work  # noqa: E402
from invitations.mailings import expanding, mailing_work  # noqa: E402
from invitations.mailings.sending import EXPAND, SEND_MAIL  # noqa: E402
from invitations.mails import delivering  # noqa: E402

KINDS = (EXPAND, SEND_MAIL)
LEASE_S = 2  # so that what a dead worker held is soon free; too short where two live ones share the work


def die(*_args, **_named) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step: str) -> None:
    """Put death in the place of that step of expanding and sending."""
    match step:
        case "before claim":
            working.claim = die
        case "after claim":
            _replace(SEND_MAIL, compute=die)
        case "before DATA":  # MAIL and RCPT are said, the server has agreed
            _before(smtplib.SMTP, "docmd", lambda smtp, command, *_: command == "DATA")
        case "text sent":  # the server has the text and its answer is not read
            _before(smtplib.SMTP, "getreply", lambda smtp: getattr(smtp, "text_sent", False))
            _note_the_text()
        case "after 250":
            _replace(SEND_MAIL, settle=die)
        case "in a batch":
            expanding.write_contacts = die
        case "between batches":
            _before(expanding, "expand_some", _second_time())
        case unknown:
            raise ValueError(f"No step is called {unknown}.")


def _replace(kind: str, **functions) -> None:
    working.HANDLERS[kind] = dataclasses.replace(working.HANDLERS[kind], **functions)


def _before(place, name: str, is_the_time: Callable[..., bool]) -> None:
    real = getattr(place, name)

    def step(*args, **named):
        return die() if is_the_time(*args, **named) else real(*args, **named)

    setattr(place, name, step)


def _note_the_text() -> None:
    real = smtplib.SMTP.send

    def send(smtp, text):
        real(smtp, text)
        smtp.text_sent = text.endswith(b"\r\n.\r\n") if isinstance(text, bytes) else False

    smtplib.SMTP.send = send


def _second_time() -> Callable[..., bool]:
    calls = []
    return lambda *_: bool(calls) or calls.append(1)


def run(*, one_pass: bool) -> None:
    while True:
        try:
            for kind in KINDS:
                working.do_waiting(kind)
            if one_pass or not Work.objects.unfinished().filter(kind__in=KINDS).exists():
                return
        except (DatabaseError, InterfaceError):
            pass  # Celery's task fails; the next ring finds the rows
        finally:
            close_old_connections()
        time.sleep(0.05)


if __name__ == "__main__":
    for kind in KINDS:
        _replace(kind, lease=timedelta(seconds=float(os.environ.get("LEASE_S", LEASE_S))))
    expanding.BATCH = int(os.environ.get("BATCH", expanding.BATCH))
    delivering.REST_S = 0
    mail_servers.TIMEOUT_S = float(os.environ.get("MAIL_TIMEOUT_S", mail_servers.TIMEOUT_S))
    mailing_work.FIRST_WAIT = timedelta(seconds=float(os.environ.get("FIRST_WAIT_S", 10)))
    if step := os.environ.get("DIE_AT"):
        die_at(step)
    with doorbell.silent():
        run(one_pass=os.environ.get("ONE_PASS") == "1")
