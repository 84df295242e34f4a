"""Signs of life of the workers and the scheduler, written by a small thread in each of those processes."""

import logging
import threading
import time
from datetime import timedelta

from celery.signals import beat_init, worker_ready
from django.conf import settings
from django.db import connection

from common import clock
from common.models import Heartbeat

logger = logging.getLogger(__name__)

EVERY_S = 5
ALIVE_FOR = timedelta(seconds=30)


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def is_alive(name: str) -> bool:
    return Heartbeat.objects.filter(name=name, at__gte=clock.now() - ALIVE_FOR).exists()


def workers_are_alive() -> bool:
    """Whether every queue has a worker that gave a sign of life."""
    return all(is_alive(worker_of(queue.name)) for queue in settings.CELERY_TASK_QUEUES)


def worker_of(queue: str) -> str:
    """The name under which the worker of a queue gives its signs of life."""
    return "worker" if queue == settings.CELERY_TASK_DEFAULT_QUEUE else f"{queue} worker"


def _keep_beating(name: str) -> None:
    while True:
        try:
            beat(name)
        except Exception as error:
            logger.warning("No heartbeat of the %s could be stored: %s", name, error)
        finally:
            connection.close()  # a child forked later must not inherit an open connection
        time.sleep(EVERY_S)


def _start(name: str) -> None:
    threading.Thread(target=_keep_beating, args=(name,), daemon=True, name=f"{name} heartbeat").start()


@worker_ready.connect
def worker_lives(sender, **_: object) -> None:
    for queue in sender.app.amqp.queues.consume_from:
        _start(worker_of(queue))


@beat_init.connect
def scheduler_lives(**_: object) -> None:
    _start("scheduler")
