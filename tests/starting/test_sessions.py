"""What Enmil starts shares its session: where each had its own, Linux would weigh the sessions and not niceness."""

import os
import sys

from common.launching import Child

WAITS = "import time; print('up', flush=True); time.sleep(600)"


def test_a_child_has_a_group_of_its_own_and_the_launchers_session():
    child = Child("worker", [sys.executable, "-c", WAITS], niceness=5)
    child.start()
    try:
        pid = child.process.pid
        assert (os.getpgid(pid), os.getsid(pid)) == (pid, os.getsid(0))
    finally:
        child.process.kill()
        child.process.wait()
