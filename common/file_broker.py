"""The embedded broker: messages as files in a folder, for installations without Redis.

Kombu's own file transport opens a message before it writes it, so a reader may take an empty one and die of it. Here a
message appears under its name only when it is whole, and a control file caught half-way is read again.
"""

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

TRIES, PAUSE_S = 20, 0.05


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict, **kwargs: Any) -> None:
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        message = Path(self.data_folder_out) / name
        unfinished = message.with_name(f"{name}.unfinished")
        try:
            unfinished.write_text(dumps(payload), encoding="utf-8")
            unfinished.replace(message)
        except OSError as error:
            raise ChannelError(f"The message could not be stored: {error}") from error

    def get_table(self, exchange: str) -> list:
        return _when_whole(lambda: super(Channel, self).get_table(exchange))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        _when_whole(lambda: super(Channel, self)._queue_bind(exchange, routing_key, pattern, queue))


def _when_whole(read: Callable[[], Any]) -> Any:
    """What `read` gives; tried again while another process is in the middle of writing the file."""
    for _ in range(TRIES):
        try:
            return read()
        except ValueError:
            time.sleep(PAUSE_S)
    return read()


class Transport(filesystem.Transport):
    Channel = Channel
