"""Two queues, a worker for each: what needs the engine never stands before what does not."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from kombu import Connection

from common import clock, doorbell, file_broker, heartbeats, launching
from insights import engine, warming


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, str]]:
    """(kind, queue) of the messages that leave."""
    messages = []
    monkeypatch.setattr(
        doorbell.current_app,
        "send_task",
        lambda name, kwargs, queue, **options: messages.append((kwargs["kind"], queue)),
    )
    return messages


@pytest.fixture
def warmed(monkeypatch) -> list[str]:
    calls = []
    monkeypatch.setattr(engine, "warm_up", lambda: calls.append("warm"))
    return calls


def worker_of(*queues: str):
    """What Celery's signals hand over: a worker that consumes these queues."""
    consumed = SimpleNamespace(consume_from=dict.fromkeys(queues))
    return SimpleNamespace(app=SimpleNamespace(amqp=SimpleNamespace(queues=consumed)))


def test_what_needs_the_engine_goes_to_a_queue_of_its_own(sent):
    for kind in ("send mail", "analyse response", "expand mailing", "analyse again", "learn"):
        doorbell.ring(kind)
    assert sent == [
        ("send mail", "celery"),
        ("analyse response", "analysis"),
        ("expand mailing", "celery"),
        ("analyse again", "analysis"),
        ("learn", "analysis"),
    ]


def test_every_queue_gets_a_worker_of_its_own_and_analysis_lets_all_others_go_first():
    workers = [child for child in launching.children("127.0.0.1", "8000") if "worker" in child.command]
    queues = [child.command[child.command.index("--queues") + 1] for child in workers]
    assert queues == [queue.name for queue in settings.CELERY_TASK_QUEUES] == ["celery", "analysis"]
    assert workers[1].niceness > workers[0].niceness
    names = {child.command[child.command.index("--hostname") + 1] for child in workers}
    assert len(names) == 2


@pytest.mark.parametrize(
    ("queues", "times"), [(["celery"], 0), (["analysis"], 1), (["celery", "analysis"], 1)], ids=str
)
def test_only_a_worker_that_analyses_learns_to_read(warmed, monkeypatch, queues, times):
    monkeypatch.setattr(warming.gc, "freeze", lambda: None)
    warming.warm_up(sender=worker_of(*queues))
    assert len(warmed) == times


def test_a_worker_gives_a_sign_of_life_for_each_queue_it_serves(monkeypatch):
    started = []
    monkeypatch.setattr(heartbeats, "_start", started.append)
    heartbeats.worker_lives(sender=worker_of("analysis"))
    heartbeats.worker_lives(sender=worker_of("celery", "analysis"))
    assert started == ["analysis worker", "worker", "analysis worker"]


@pytest.mark.django_db
def test_the_workers_live_while_each_of_them_does():
    heartbeats.beat("worker")
    assert not heartbeats.workers_are_alive()
    heartbeats.beat("analysis worker")
    assert heartbeats.workers_are_alive()
    with clock.at(clock.now() + timedelta(minutes=1)):
        heartbeats.beat("worker")
        assert not heartbeats.workers_are_alive()


def test_the_files_of_one_queue_are_not_read_by_the_other(tmp_path):
    options = {"store_processed": True, "processed_folder": str(tmp_path / "processed")}
    options |= dict.fromkeys(("data_folder_in", "data_folder_out"), str(tmp_path / "messages"))
    options["control_folder"] = str(tmp_path / "control")
    for folder in set(options.values()) - {True}:
        (tmp_path / folder).mkdir()
    with Connection(transport=file_broker.Transport, transport_options=options) as connection:
        channel = connection.channel()
        for queue in settings.CELERY_TASK_QUEUES:
            queue(channel).declare()
            producer = connection.Producer(channel)
            producer.publish({"for": queue.name}, exchange=queue.exchange, routing_key=queue.routing_key)
        got = {
            queue.name: [queue(channel).get().payload, queue(channel).get()] for queue in settings.CELERY_TASK_QUEUES
        }
    assert got == {"celery": [{"for": "celery"}, None], "analysis": [{"for": "analysis"}, None]}
