"""Secrets: made once, kept whole, never empty."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.fixture
def kept_in(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "VAR_DIR", tmp_path)
    monkeypatch.delenv("LINK_KEY", raising=False)
    monkeypatch.delenv("LINK_KEY_FILE", raising=False)
    return tmp_path / "secrets"


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(kept_in):
    made = env.secret("LINK_KEY")
    assert (len(made), env.secret("LINK_KEY")) == (64, made)
    assert [path.name for path in kept_in.iterdir()] == ["link_key"]
    assert stat.S_IMODE((kept_in / "link_key").stat().st_mode) == 0o600


def test_an_empty_secret_is_refused(kept_in):
    kept_in.mkdir()
    (kept_in / "link_key").touch()
    with pytest.raises(ImproperlyConfigured, match="link_key is empty"):
        env.secret("LINK_KEY")


def test_the_surroundings_come_first(kept_in, monkeypatch, tmp_path):
    (tmp_path / "told").write_text("from a file\n")
    monkeypatch.setenv("LINK_KEY_FILE", str(tmp_path / "told"))
    assert env.secret("LINK_KEY") == "from a file"
    assert not kept_in.exists()
