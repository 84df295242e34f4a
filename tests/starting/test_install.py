"""Installing: a Python without its venv module, and an environment that was interrupted half-made."""

import importlib.util
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
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-browser.txt", "constraints.txt"):
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
