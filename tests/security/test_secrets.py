"""What an installation keeps to itself: secrets made once, cookies that need https, logs that open nothing."""

import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import first_run, joining, keeping_mail_server
from accounts.models.membership import Role
from common import preparing, working
from common.logging_filters import HideTokens
from invitations.models import PublicLink
from responses.views import answering
from tests import cast

ASKED = """
import json
from django.conf import settings as s
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "LANGUAGE_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
    "SECURE_HSTS_SECONDS", "SECRET_KEY", "LINK_KEY", "DEBUG", "ALLOWED_HOSTS"]
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess:
    """A process of a fresh installation that keeps its things in `folder`; nothing of this one's reaches it."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    clean |= {"ENMIL_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=clean, capture_output=True, text=True, timeout=60
    )


def settings_of(folder: Path, **environment: str) -> dict:
    asked = run(folder, "-c", ASKED, **environment)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def test_cookies_need_https_exactly_where_the_site_has_it(tmp_path):
    plain = settings_of(tmp_path, SITE_URL="http://127.0.0.1:8000")
    safe = settings_of(tmp_path, SITE_URL="https://enmil.example")
    secure = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"]
    assert [plain[name] for name in secure] == [False] * 3
    assert [safe[name] for name in secure] == [True] * 3
    assert (plain["SECURE_HSTS_SECONDS"], safe["SECURE_HSTS_SECONDS"]) == (0, 31_536_000)
    for said in (plain, safe):
        assert [said[name.replace("SECURE", "HTTPONLY")] for name in secure] == [True] * 3
        assert (said["SESSION_COOKIE_SAMESITE"], said["CSRF_COOKIE_SAMESITE"]) == ("Lax", "Lax")
        assert (said["DEBUG"], "*" in said["ALLOWED_HOSTS"]) == (False, False)


def test_a_second_start_keeps_the_secrets_and_another_installation_has_others(tmp_path):
    first, again = settings_of(tmp_path / "one"), settings_of(tmp_path / "one")
    other = settings_of(tmp_path / "two")
    keys = [first["SECRET_KEY"], first["LINK_KEY"], other["SECRET_KEY"], other["LINK_KEY"]]
    assert (again["SECRET_KEY"], again["LINK_KEY"]) == (first["SECRET_KEY"], first["LINK_KEY"])
    assert len(set(keys)) == 4
    assert min(map(len, keys)) >= 50
    kept = tmp_path / "one" / "secrets"
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in kept.iterdir()} == {
        "secret_key": "0o600",
        "link_key": "0o600",
    }
    assert oct(kept.stat().st_mode & 0o077) == "0o0"


@pytest.mark.parametrize("site", ["https://enmil.example", "http://127.0.0.1:8000"])
def test_a_fresh_installation_passes_djangos_own_checks(tmp_path, site):
    checked = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "INFO", SITE_URL=site)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr
    assert "no issues" in checked.stdout


def test_one_secret_for_two_purposes_is_refused(tmp_path):
    checked = run(tmp_path, "manage.py", "check", SECRET_KEY="x" * 60, LINK_KEY="x" * 60)
    assert checked.returncode == 1
    assert "enmil.E001" in checked.stderr


@pytest.mark.django_db
def test_no_password_is_the_same_in_two_installations(settings, monkeypatch, tmp_path):
    settings.VAR_DIR, settings.ENMIL_DEMO = tmp_path, True
    monkeypatch.delenv("ENMIL_DEMO_PASSWORD", raising=False)
    given = []
    monkeypatch.setattr(preparing, "call_command", lambda name, password: given.append((name, password)))
    preparing.make_demo()
    preparing.make_demo()
    assert [name for name, _password in given] == ["create_demo"] * 2
    assert given[0] != given[1]
    assert min(len(password) for _name, password in given) >= 12


@pytest.mark.django_db
def test_without_a_demo_nobody_can_log_in_before_the_set_up(django_user_model):
    assert django_user_model.objects.count() == 0


@pytest.fixture
def written(monkeypatch):
    """All that any part of the product says to its log, however quietly, as the console would write it."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.addFilter(HideTokens())
    handler.setFormatter(logging.Formatter(settings.LOGGING["formatters"]["line"]["format"]))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


PASSWORD = "the mail server's own password"


@pytest.mark.django_db
def test_the_log_of_a_whole_story_opens_nothing(world, hotel, agnes, written, monkeypatch):
    """Good links, wrong links, errors behind links, mails, log-ins: nothing that opens a door is written down."""
    client, owner = Client(raise_request_exception=False), world.client("owner")
    joined = joining.invite(organisation=hotel, email="ny@example.org", language="sv", role=Role.STAFF, by=agnes)
    code, link = first_run.make_code(), PublicLink.objects.get()
    server = {"host": "127.0.0.1", "port": 1, "security": "none", "username": "x", "from_address": "a@b.example"}
    keeping_mail_server.keep(hotel, by=agnes, password=PASSWORD, **server)
    secrets = [
        world.invitation.token,
        world.invitation.stop_token,
        link.token,
        joining.token_of(joined),
        code,
        PASSWORD,
    ]
    paths = [f"/a/{world.invitation.token}", f"/stop/{world.invitation.stop_token}", f"/a/{link.token}"]
    paths.append(f"/join/{joining.token_of(joined)}")
    for path in paths:
        for ask in (client.get, client.post, client.put):
            ask(f"{path}/")
            ask(f"{path}/nowhere/")
        client.get(path)
        client.post(f"{path}/", b"x" * (7 * 1024 * 1024), content_type="text/plain")
        client.get(f"{path}/", headers={"host": "evil.example"})
    client.post(reverse("account_reset_password"), {"email": agnes.email})
    client.post(reverse("account_request_login_code"), {"email": agnes.email})
    client.post(reverse("account_login"), {"login": agnes.email, "password": cast.PASSWORD + "?"})
    client.post(reverse("account_login"), {"login": agnes.email, "password": cast.PASSWORD})
    for sent in mail.outbox:
        key = [word for word in sent.body.split() if "/password/reset/key/" in word]
        for address in key:
            client.get(address.partition(settings.SITE_URL)[2])
            secrets.append(address.rstrip("/").rpartition("-")[2])
    owner.get(reverse("invitations:mail", args=[world.ids["delivery_id"]]))
    for kind in list(working.HANDLERS):
        working.do_waiting(kind)

    def breaks(token):
        raise RuntimeError(f"no survey behind {settings.SITE_URL}/a/{token}/")

    monkeypatch.setattr(answering, "open_link", breaks)
    assert client.get(f"{paths[0]}/").status_code == 500
    said = written.getvalue()
    assert "[token]" in said
    assert "Traceback" in said
    assert len(secrets) == 7
    assert [secret for secret in [*secrets, cast.PASSWORD] if secret in said] == []
