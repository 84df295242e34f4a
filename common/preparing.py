"""Making an installation ready before its processes start. Every step may be repeated; a second start takes seconds."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands

from common import catalogues

DEMO_REMOVED = "demo_removed"  # a file in var/: somebody sent the demo away, so the next start makes none


def prepare() -> None:
    """Folders, database, message catalogues and static files."""
    for folder in ("mail", "secrets", "broker"):
        (settings.VAR_DIR / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    print("Bringing the database up to date ...", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    compiled = catalogues.compile_stale()
    if compiled:
        print(f"Compiled {len(compiled)} message catalogues.", flush=True)
    _collect_static()


def _collect_static() -> None:
    """Collect the static files when something about them changed since the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    wish = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wish:
        return
    print("Collecting static files ...", flush=True)
    # The browsable API's files are never served: only JSON is rendered.
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=["rest_framework"])
    stamp.write_text(wish)


def _static_fingerprint() -> str:
    requirements = (settings.BASE_DIR / "requirements.txt").read_text()
    files = sorted(path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file())
    parts = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join([requirements, *parts]).encode()).hexdigest()


def make_demo() -> dict[str, str]:
    """On the very first start, unless ENMIL_DEMO=0: the demo company. Returns {address: password} of who can log in."""
    if not settings.ENMIL_DEMO or get_user_model().objects.exists() or "create_demo" not in get_commands():
        return {}
    if (settings.VAR_DIR / DEMO_REMOVED).exists():
        return {}
    password = os.environ.get("ENMIL_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    print("Making the demo company: half a year of answers in five languages ...", flush=True)
    call_command("create_demo", password=password)
    return dict.fromkeys(
        ["agnes@demo.example", "maria@demo.example", "stefan@demo.example", "olga@other.example"], password
    )


def welcome(people: dict[str, str]) -> str:
    """What the terminal says once the web server answers."""
    lines = ["", f"Enmil is ready:  {settings.SITE_URL}/", ""]
    for address, password in people.items():
        lines.append(f"  {address:<22} password: {password}")
    if people:
        lines += [
            "",
            "The passwords are shown only now. Choose your own with ENMIL_DEMO_PASSWORD before the first start.",
        ]
    elif setup := _first_run_words():
        lines.append(setup)
    lines += [f"Account mails without a mail server are files in {_relative(Path(settings.EMAIL_FILE_PATH))}/.", ""]
    lines.append("Ctrl-C stops everything.")
    return "\n".join(lines)


def _first_run_words() -> str:
    """How to begin an empty installation, from the room that knows; empty when it is set up."""
    from io import StringIO

    if "first_run_code" not in get_commands():
        return ""
    out = StringIO()
    call_command("first_run_code", stdout=out)
    return out.getvalue().strip()


def _relative(path: Path) -> Path:
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path
