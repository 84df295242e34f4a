"""Installing: a Python without its venv module, an environment interrupted half-made, an optional part that fails."""

import importlib.util
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture
def install(tmp_path, monkeypatch):
    """bin/install.py, as if the project lay in a folder of its own; it notes what it would run."""
    spec = importlib.util.spec_from_file_location("install", settings.BASE_DIR / "bin" / "install.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    for name in (*module.LISTS.values(), module.EMBEDDER, "constraints.txt"):
        (tmp_path / name).write_text("")
    return module


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_how_to_get_it(install, monkeypatch, capsys, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    assert install.main([]) == 1
    assert "apt install python3-venv" in capsys.readouterr().err


def test_an_environment_without_pip_is_made_again(install, monkeypatch):
    python = install.VENV / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(install, "make_environment", lambda: "asked to make it")
    assert install.is_whole(install.VENV) is False
    assert install.main([]) == 1


def test_what_is_installed_is_not_looked_at_again(install, monkeypatch):
    python = install.VENV / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (install.VENV / ".installed-requirements.txt").write_text(install.fingerprint())
    monkeypatch.setattr(install, "is_whole", lambda environment: pytest.fail("looked again"))
    assert install.main([]) == 0


def test_an_unknown_word_is_said_so(install, capsys):
    assert install.main(["--all"]) == 1
    assert "not --all" in capsys.readouterr().err


@pytest.fixture
def pip(install, monkeypatch):
    """A whole environment whose pip notes what it is asked and refuses the lists named in `refused`."""
    python = install.VENV / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.delenv("ENMIL_EMBEDDER", raising=False)
    monkeypatch.setattr(install, "is_whole", lambda environment: True)
    asked, refused = [], set()

    def run(command, **options):
        asked.append(command[-1])
        return subprocess.CompletedProcess(command, int(command[-1] in refused))

    monkeypatch.setattr(install.subprocess, "run", run)
    return asked, refused


def test_an_embedder_that_cannot_be_installed_stops_nothing_and_is_tried_once(install, pip, capsys):
    asked, refused = pip
    refused.add(install.EMBEDDER)
    assert install.main([]) == 0
    assert "everything works without it" in capsys.readouterr().out
    assert install.main([]) == 0
    assert asked == ["requirements.txt", install.EMBEDDER]


def test_an_installation_may_leave_the_embedder_out(install, pip, monkeypatch):
    monkeypatch.setenv("ENMIL_EMBEDDER", "tfidf")
    assert install.main([]) == 0
    assert pip[0] == ["requirements.txt"]
