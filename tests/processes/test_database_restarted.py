"""The database is torn away in the middle of a mailing, twice, and comes back: every mail arrives."""

import os
import subprocess
import sys

import psycopg2
import pytest

from tests.processes import postgres
from tests.processes.conftest import PATIENCE_S, ROOT, Worker

pytestmark = pytest.mark.processes

GUESTS = 30
TORN_AT = (8, 20)  # mails that have come


@pytest.fixture
def cluster():
    with postgres.running() as cluster:
        yield cluster


def told(cluster, sql: str) -> list[tuple]:
    connection = psycopg2.connect(cluster.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()


def test_a_database_torn_away_twice_loses_nothing(cluster, post, tmp_path):
    post.open()
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": cluster.url}
    subprocess.run(
        [sys.executable, "-m", "tests.processes.an_accepted_mailing"],
        cwd=ROOT,
        env=os.environ | environment | {"POST_PORT": str(post.port)},
        check=True,
        timeout=PATIENCE_S,
    )

    def tear_away(count: int) -> None:
        if count in TORN_AT:  # while the worker waits for the server's 250
            cluster.stop()
            cluster.start()

    post.hears = tear_away
    assert Worker(tmp_path, url=cluster.url, MAIL_TIMEOUT_S="120").ended() == 0
    assert told(cluster, "SELECT state, count(*) FROM invitations_emaildelivery GROUP BY 1") == [("sent", GUESTS)]
    assert told(cluster, "SELECT count(*) FROM invitations_contact") == [(GUESTS,)]
    assert told(cluster, "SELECT count(*) FROM common_work WHERE done_at IS NULL") == [(0,)]
    copies = post.copies()
    assert (len(copies), len(post.numbers())) == (GUESTS, GUESTS)
    # What was handed over in the moment the database went could not be noted: one repeat each time at most.
    assert 0 <= len(post.mails) - GUESTS <= len(TORN_AT)
    assert max(copies.values()) <= 2
