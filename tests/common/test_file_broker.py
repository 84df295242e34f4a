"""The embedded broker never shows half a message."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from common import file_broker


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path / name) for name in ("messages", "control_folder", "processed_folder")}
    for folder in folders.values():
        Path(folder).mkdir()
    messages = folders.pop("messages")
    options = {"data_folder_in": messages, "data_folder_out": messages, "store_processed": True, **folders}
    with Connection(transport=file_broker.Transport, transport_options=options) as connection:
        yield connection.channel()


def test_messages_written_and_read_at_once_arrive_whole_and_once(channel):
    taken = []

    def read_all():
        while len(taken) < 200:
            try:
                taken.append(channel._get("work")["n"])
            except file_broker.filesystem.Empty:
                continue

    with ThreadPoolExecutor(2) as both:
        reading = both.submit(read_all)
        for n in range(200):
            channel._put("work", {"n": n, "words": "x" * 5000})
        reading.result(timeout=60)
    assert sorted(taken) == list(range(200))


def test_an_unfinished_message_is_not_read(channel):
    (Path(channel.data_folder_in) / "1_a.work.msg.unfinished").write_text("{")
    with pytest.raises(file_broker.filesystem.Empty):
        channel._get("work")


def test_a_folder_that_is_gone_is_said(channel):
    Path(channel.data_folder_in).rmdir()
    with pytest.raises(ChannelError):
        channel._put("work", {"n": 1})
