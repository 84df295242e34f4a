"""One running product for all journeys of a file, with a broker that may be taken away from it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.product import ROOT, Product, free_port, running


@dataclass
class Broker:
    """The broker of one product: Redis of its own where the suite runs on Redis, else the folder of messages."""

    folder: Path
    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": f"redis://127.0.0.1:{self.port}/0"} if self.port else {"REDIS_URL": ""}

    def start(self) -> None:
        if self.port:
            options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
            self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        elif self._away.exists():
            self._messages.unlink()
            self._away.rename(self._messages)

    def stop(self) -> None:
        if self.port:
            self.process.kill()
            self.process.wait(timeout=10)
        else:
            self._messages.rename(self._away)
            self._messages.write_text("no broker here")  # nobody can make the folder again meanwhile

    @property
    def _messages(self) -> Path:
        return self.folder / "broker" / "messages"

    @property
    def _away(self) -> Path:
        return self.folder / "broker" / "away"


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    broker = Broker(tmp_path_factory.mktemp("product"), free_port() if os.environ.get("REDIS_URL") else 0)
    broker.start()
    yield broker
    if broker.port:
        broker.stop()


@pytest.fixture(scope="module")
def product(broker) -> Product:
    with running(broker.folder, **broker.environment) as product:
        yield product


@pytest.fixture
def an_open_survey(product):
    """Makes a published survey in five languages in an organisation of its own; gives its id."""

    def make() -> int:
        script = (ROOT / "tests" / "journeys" / "setting_up.py").read_text(encoding="utf-8")
        return int(product.told(script).splitlines()[-1])

    return make
