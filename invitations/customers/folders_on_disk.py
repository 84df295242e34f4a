"""A watched folder as it lies on the disk. It is held open by its descriptor, so that no name leads out of it.

<IMPORT_DIR>/<organisation>/<name>/      here lists are laid
    .reading/                            what is being read now, or was when the worker stopped
    done/  refused/                      what was read, each with the time before its name
    .seen.json  .lock                    what the last look saw; who looks now
"""

import errno
import fcntl
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

from accounts.models import Organisation
from invitations.models import WatchedFolder

READING, DONE, REFUSED = ".reading", "done", "refused"
SEEN, LOCK = ".seen.json", ".lock"
STAMP = "%Y%m%d-%H%M%S"
STAMP_LENGTH = 15
LONGEST_NAME = 150  # bytes; the time and a word stand before and after it
MOST_ENTRIES = 1_000
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Busy(Exception):
    """Somebody else looks through the folder now."""


def path_of(folder: WatchedFolder) -> Path:
    return Path(settings.IMPORT_DIR) / _name_of(folder.organisation) / folder.name


def make(folder: WatchedFolder) -> Path:
    """Make the folder for this account alone, if it is not there. Raises OSError."""
    path = path_of(folder)
    Path(settings.IMPORT_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in (path.parent, path):
        part.mkdir(mode=0o700, exist_ok=True)
    return path


def _name_of(organisation: Organisation) -> str:
    """The number and the name; the folder made under an earlier name stays the organisation's."""
    there = sorted(Path(settings.IMPORT_DIR).glob(f"{organisation.pk}-*"))
    return there[0].name if there else f"{organisation.pk}-{slugify(organisation.name)[:40] or 'organisation'}"


class OpenFolder:
    """One watched folder and the three below it, each by its descriptor; all are there before a list is touched."""

    def __init__(self, descriptor: int) -> None:
        self.top = descriptor
        self.below: dict[str, int] = {}

    def open_below(self) -> None:
        for name in (READING, DONE, REFUSED):
            with suppress(FileExistsError):
                os.mkdir(name, 0o700, dir_fd=self.top)
            self.below[name] = os.open(name, _FOLDER, dir_fd=self.top)

    def entries(self, of: str = "") -> list[tuple[str, os.stat_result]]:
        """The names and what the disk says of each, links not followed; by name."""
        found = []
        with os.scandir(self._descriptor(of)) as entries:
            for entry in islice(entries, MOST_ENTRIES):
                with suppress(FileNotFoundError):
                    found.append((entry.name, entry.stat(follow_symlinks=False)))
        return sorted(found)

    def move(self, name: str, *, of: str = "", to: str, new_name: str = "") -> str:
        """Move a file (or a link itself, never what it leads to); returns its new name, which nothing had before."""
        wanted = free = new_name or name
        taken = {there for there, _stat in self.entries(to)}
        number = 1
        while free in taken:
            number += 1
            free = f"{wanted[: STAMP_LENGTH + 1]}{number}-{wanted[STAMP_LENGTH + 1 :]}"
        os.rename(name, free, src_dir_fd=self._descriptor(of), dst_dir_fd=self._descriptor(to))
        return free

    def read(self, name: str, *, of: str, at_most: int) -> bytes | None:
        """The content up to one byte more than `at_most`; None where it is no plain file or changed meanwhile."""
        descriptor = os.open(name, _FILE, dir_fd=self._descriptor(of))
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return None
            content = file.read(at_most + 1)
            return content if signature(os.fstat(descriptor)) == signature(before) else None

    def remove(self, name: str, *, of: str) -> None:
        with suppress(FileNotFoundError, IsADirectoryError):
            os.unlink(name, dir_fd=self._descriptor(of))

    def write(self, name: str, text: str, *, of: str = "") -> None:
        """Whole or not at all."""
        folder, passing = self._descriptor(of), f"{name}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(passing, flags, 0o600, dir_fd=folder), "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(passing, name, src_dir_fd=folder, dst_dir_fd=folder)

    def seen(self) -> dict:
        """What the last look saw; nothing for the first, or when somebody wrote something else there."""
        try:
            with os.fdopen(os.open(SEEN, _FILE, dir_fd=self.top), encoding="utf-8") as file:
                seen = json.loads(file.read(1_000_000))
        except (OSError, ValueError):
            return {}
        return seen if isinstance(seen, dict) else {}

    def _descriptor(self, of: str) -> int:
        return self.below[of] if of else self.top

    def close(self) -> None:
        for descriptor in self.below.values():
            os.close(descriptor)


@contextmanager
def opened(folder: WatchedFolder) -> Iterator[OpenFolder]:
    """The folder, for this look alone. Raises Busy, or OSError where it is not there or a link stands in its place."""
    path = path_of(folder)
    descriptors = [os.open(settings.IMPORT_DIR, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)]
    held = None
    try:
        for part in (path.parent.name, path.name):
            descriptors.append(os.open(part, _FOLDER, dir_fd=descriptors[-1]))
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptors.append(os.open(LOCK, flags, 0o600, dir_fd=descriptors[-1]))
        _lock(descriptors[-1])
        held = OpenFolder(descriptors[-2])
        held.open_below()
        yield held
    finally:
        if held:
            held.close()
        for descriptor in reversed(descriptors):
            os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Held until it is closed, also when the process is killed."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES}:
            raise Busy from error
        raise


def signature(status: os.stat_result) -> list[int]:
    """What changes when somebody writes to a file."""
    return [status.st_ino, status.st_size, status.st_mtime_ns]


def stamped(name: str, moment: datetime) -> str:
    """The name with the time before it; the end of a very long one, which tells what it is."""
    end = os.fsencode(name)[-LONGEST_NAME:].decode("utf-8", errors="ignore")
    return f"{moment.astimezone(UTC):{STAMP}}-{end}"


def told_name(name: str) -> str:
    """The name as it was laid there, fit to be stored and shown."""
    return os.fsencode(name[STAMP_LENGTH + 1 :]).decode("utf-8", errors="replace").replace("\x00", "")


def stamp_of(name: str) -> datetime | None:
    """When the file was taken up; None for one that was not laid there by us."""
    try:
        return datetime.strptime(name[:STAMP_LENGTH], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
