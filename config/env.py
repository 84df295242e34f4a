"""What the surroundings say: environment variables, their ``_FILE`` twins, and secrets kept in ``var/``."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("ENMIL_VAR", BASE_DIR / "var"))


def text(name: str, default: str = "") -> str:
    """The value of NAME, or the contents of the file NAME_FILE points at (container secrets), or `default`."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE points at {path}, which cannot be read: {error}") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; anything else is an error that names the variable."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret(name: str) -> str:
    """A secret of its own purpose: from the environment, else made once and kept in ``var/secrets/`` (0600)."""
    if value := text(name):
        return value
    path = VAR_DIR / "secrets" / name.lower()
    if not path.exists():
        _keep_new_secret(path)
    kept = path.read_text(encoding="utf-8").strip()
    if not kept:
        # Links and sessions signed with nothing would be open to everybody.
        raise ImproperlyConfigured(f"{path} is empty. Put the {name} of your backup there, or delete it for a new one.")
    return kept


def _keep_new_secret(path: Path) -> None:
    """Write a fresh secret beside its place and link it there whole, so that nobody ever reads half of one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass  # another process of the same start was first; its secret counts
    finally:
        unfinished.unlink()
