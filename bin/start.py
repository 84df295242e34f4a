"""Everything from a set-up checkout to the running processes: check, prepare, make the demo, launch."""

import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


LAUNCH = "--launch"


def main() -> int:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if sys.argv[1:2] == [LAUNCH]:
        return launch(host, port, words=int(sys.argv[2]))
    if problem := address_problem(host, port):
        return stop(problem)
    name_the_site(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        django.setup()
        from common import preparing

        preparing.prepare()
        people = preparing.make_demo()
    except ImproperlyConfigured as error:
        return stop(f"The surroundings say something Enmil cannot use. {error}")
    except OperationalError as error:
        return stop(
            f"The database does not answer: {str(error).strip()}\n"
            "Check DATABASE_URL and that the server runs, or leave it out to use the database in var/."
        )
    become_the_launcher(preparing.welcome(people))
    return 1


def become_the_launcher(welcome: str) -> None:
    """Begin anew as the same process, without what preparing has loaded: the launcher stays as long as Enmil runs."""
    from django.db import connections

    connections.close_all()
    words, writing = os.pipe()  # not as an argument: everybody on the machine could read the passwords there
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        pipe.write(welcome)
    os.set_inheritable(words, True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, __file__, LAUNCH, str(words)])  # noqa: S606  # ourselves


def launch(host: str, port: str, *, words: int) -> int:
    from common import launching

    with os.fdopen(words, encoding="utf-8") as pipe:
        welcome = pipe.read()
    return launching.run(host=host, port=port, welcome=welcome)


def stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def address_problem(host: str, port: str) -> str:
    """Why the web server could not listen there, with what to do; an empty string when it can."""
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536):
        return f"PORT={port} is not a port. Choose a number from 1024 to 65535, for example: PORT=8080 make run"
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
    except PermissionError:
        return f"Port {port} is for the administrator only. Choose another: PORT=8080 make run"
    except socket.gaierror:
        return f"HOST={host} is no address of this machine. Try HOST=127.0.0.1, or HOST=0.0.0.0 for all of them."
    except OSError as error:
        return (
            f"Port {port} at {host} cannot be used ({error.strerror}). If Enmil already runs, open it in your browser; "
            "else choose another port: PORT=8080 make run"
        )
    return ""


def name_the_site(host: str, port: str) -> None:
    """Where links in mails lead, and which names the web server answers to, unless the environment says so."""
    everywhere = host in {"0.0.0.0", "::"}  # noqa: S104  # compared with, not bound to
    shown = "127.0.0.1" if everywhere else f"[{host}]" if ":" in host else host
    os.environ.setdefault("SITE_URL", f"http://{shown}:{port}")
    names = {"127.0.0.1", "localhost", "[::1]", shown}
    if everywhere:
        names |= {socket.gethostname(), *own_addresses()}
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(sorted(names)))


def own_addresses() -> set[str]:
    try:
        return {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        return set()


if __name__ == "__main__":
    sys.exit(main())
