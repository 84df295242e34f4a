"""Watched folders: lists that a hotel system lays on the server are read by the clock, each once.

A list is read when it has lain there unchanged; it goes to `done` when it was read, to `refused` when it could not be.
Killed at any step, the next look finds the list in its place and reads it again, which changes nothing.
"""

import hashlib
import logging
import stat
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from json import dumps
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Unit, User
from common import clock, reading_csv
from invitations.customers import folders_on_disk, import_history, import_words, importing
from invitations.customers.folders_on_disk import DONE, READING, REFUSED, OpenFolder
from invitations.models import CustomerImport, WatchedFolder

logger = logging.getLogger(__name__)

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")
STILL = timedelta(seconds=10)  # whoever writes a list has finished when it has not changed for so long
MOST_TRIES = 5
MOST_BAD_LINES = 1_000
KEPT_DONE = timedelta(days=7)
KEPT_REFUSED = timedelta(days=30)


class NoFolder(Exception):
    """The folder could not be made on the server; the text says why, for the reader."""


@dataclass
class Look:
    """What one look at one folder came to."""

    folder: WatchedFolder
    imports: list[CustomerImport] = field(default_factory=list)
    waiting: int = 0  # lists that somebody may still be writing
    problem: str = ""  # why the folder could not be looked through


@transaction.atomic
def watch(unit: Unit, *, name: str, language: str, by: User | None) -> WatchedFolder:
    """Make a folder for lists of this unit. The very same wish again gives the folder there is. Raises NoFolder.

    A name stays its unit's when its folder has ended: what lies there, or is still laid there, is of that house.
    """
    namesakes = WatchedFolder.objects.for_organisation(unit.organisation_id).filter(name=name)
    if namesakes.exclude(unit=unit).exists():
        raise NoFolder(_("Another folder has this name. Choose one of your own."))
    fields = {"organisation": unit.organisation, "name": name, "ended_at": None}
    folder, made = WatchedFolder.objects.get_or_create(
        **fields, defaults={"unit": unit, "language": language, "created_by": by, "created_at": clock.now()}
    )
    if (folder.unit_id, folder.language) != (unit.pk, language):
        raise NoFolder(_("Another folder has this name. Choose one of your own."))
    if made:
        auditing.note(by, "folder.watched", folder, name=name, unit=unit.name)
    try:
        folders_on_disk.make(folder)
    except OSError as error:
        logger.warning("The folder %s could not be made: %s", name, error)
        words = _("The folder could not be made on the server (%(why)s). Whoever looks after the server can mend that.")
        raise NoFolder(words % {"why": error.strerror or type(error).__name__}) from error
    return folder


@transaction.atomic
def end(folder: WatchedFolder, *, by: User | None) -> WatchedFolder:
    """Look there no more. The folder and what lies in it stay; ending twice is ending once."""
    now = clock.now()
    if WatchedFolder.objects.filter(pk=folder.pk, ended_at__isnull=True).update(ended_at=now):
        folder.ended_at = now
        auditing.note(by, "folder.ended", folder, name=folder.name)
    return folder


def look_into_all() -> list[Look]:
    """Look through every watched folder; a fault in one keeps no other back. Two at once do it once."""
    looks = []
    for folder in WatchedFolder.objects.filter(ended_at__isnull=True).select_related("organisation", "unit"):
        try:
            if look := look_into(folder):
                looks.append(look)
        except Exception:
            logger.exception("The watched folder %s could not be looked through", folder.pk)
    import_history.forget_bad_lines()
    return looks


def look_into(folder: WatchedFolder) -> Look | None:
    """Read the lists that lie still in the folder; None while somebody else is looking."""
    look, now = Look(folder), clock.now()
    with translation.override(folder.organisation.language):
        try:
            folders_on_disk.make(folder)
            with folders_on_disk.opened(folder) as on_disk:
                _look_through(on_disk, look, now)
        except folders_on_disk.Busy:
            return None
        except OSError as error:
            look.problem = _("The folder cannot be read (%(why)s).") % {"why": error.strerror or type(error).__name__}
            _note_once(look, now)
    WatchedFolder.objects.filter(pk=folder.pk).update(looked_at=now)
    folder.looked_at = now
    return look


def waiting_in(folder: WatchedFolder) -> list[str]:
    """The names of the lists that lie in the folder now; none where this process may not look."""
    try:
        names = [entry.name for entry in Path(folders_on_disk.path_of(folder)).iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if _is_list(name))[:20]


def _look_through(on_disk: OpenFolder, look: Look, now: datetime) -> None:
    before, seen = on_disk.seen(), {}
    for name, status in on_disk.entries(READING):  # left by a worker that was stopped
        if _lies_still(f"{READING}/{name}", status, before, seen, now):
            _read(on_disk, name, look, seen, now)
    for name, status in on_disk.entries():
        if not _is_list(name):
            continue
        if stat.S_ISLNK(status.st_mode):
            reason = _("This is a link to another place. Lay the list itself here.")
            _refuse(on_disk, name, look, now, of="", reason=reason)
        elif stat.S_ISREG(status.st_mode) and _lies_still(name, status, before, seen, now):
            taken = on_disk.move(name, to=READING, new_name=folders_on_disk.stamped(name, now))
            seen.pop(name)
            _read(on_disk, taken, look, seen, now)
    look.waiting = len([name for name in seen if not name.startswith(f"{READING}/")])
    _remember(on_disk, seen)
    _tidy(on_disk, now)


def _is_list(name: str) -> bool:
    return name.lower().endswith(ENDINGS) and not name.startswith(".")


def _lies_still(name: str, status, before: dict, seen: dict, now: datetime) -> bool:
    """Whether the file is as it was at an earlier look, at least so long ago. Notes how it is now."""
    signature, known = folders_on_disk.signature(status), before.get(name)
    same = isinstance(known, dict) and known.get("signature") == signature
    since = known["since"] if same else now.timestamp()
    seen[name] = {"signature": signature, "since": since, "tries": known.get("tries", 0) if same else 0}
    return now.timestamp() - since >= STILL.total_seconds()


def _read(on_disk: OpenFolder, name: str, look: Look, seen: dict, now: datetime) -> None:
    """Import one list that was taken up. Its tries are counted before, so that a poisonous one stops."""
    key = f"{READING}/{name}"
    tries = seen.get(key, {}).get("tries", 0) + 1
    status = dict(on_disk.entries(READING))[name]
    seen[key] = {"signature": folders_on_disk.signature(status), "since": now.timestamp(), "tries": tries}
    _remember(on_disk, seen)
    if tries > MOST_TRIES:
        _refuse(on_disk, name, look, now, reason=_("This list could not be read, though we tried several times."))
    elif status.st_size > reading_csv.MOST_BYTES:
        _refuse(on_disk, name, look, now, reason=str(import_words.REFUSED["too_large"]))
    else:
        content = on_disk.read(name, of=READING, at_most=reading_csv.MOST_BYTES)
        if content is None:
            return  # somebody still writes to it: at the next look
        try:
            report = _imported(look.folder, folders_on_disk.told_name(name), content, now, is_again=tries > 1)
        except importing.NotReadable as reason:
            _refuse(on_disk, name, look, now, reason=str(reason), content=content)
        except Exception:
            logger.exception("A list in the watched folder %s could not be imported", look.folder.pk)
            return
        else:
            look.imports.append(report)
            on_disk.move(name, of=READING, to=DONE)
    seen.pop(key)


@transaction.atomic
def _imported(folder: WatchedFolder, name: str, content: bytes, now: datetime, *, is_again: bool) -> CustomerImport:
    """Take over the list and keep its report. The same content again, if all of it was good, is not read twice.

    Otherwise yesterday's list, laid there once more, would undo what another list has corrected since.
    `is_again`: the worker was stopped while it read this very file, perhaps when all was stored.
    """
    content_hash = hashlib.sha256(content).hexdigest()
    same = CustomerImport.objects.filter(folder=folder, content_hash=content_hash, problem="").order_by("-id")
    if is_again and (stored := same.filter(file_name=name[:200]).first()):
        return stored
    kept = _report(folder, name, now, content_hash=content_hash)
    if earlier := same.filter(bad=0).first():
        kept.unchanged = earlier.new + earlier.updated + earlier.unchanged
        kept.save()
        return kept
    file = BytesIO(content)
    file.name = name
    units = Unit.objects.below(folder.unit)  # a list laid here never reaches the customers of another house
    chosen = importing.list_of(file)
    report = importing.import_customers(
        folder.organisation,
        chosen.text,
        unit=folder.unit,
        language=folder.language,
        by=None,
        units=units,
        days_from=chosen.days_from,
    )
    bad = report.bad_lines
    kept.new, kept.updated, kept.bad = report.new, report.updated, len(bad)
    kept.unchanged = report.unchanged + report.elsewhere
    kept.bad_lines = [
        {"number": line.number, "excerpt": line.excerpt, "reason": str(line.reason)} for line in bad[:MOST_BAD_LINES]
    ]
    kept.save()
    return kept


def _report(folder: WatchedFolder, name: str, now: datetime, **fields) -> CustomerImport:
    names = {"organisation": folder.organisation, "unit": folder.unit, "folder": folder, "file_name": name[:200]}
    return CustomerImport(**names, at=now, **fields)


def _refuse(
    on_disk: OpenFolder, name: str, look: Look, now: datetime, *, reason: str, of: str = READING, content: bytes = b""
) -> None:
    """Lay the list aside, with the reason beside it and on the folder's page."""
    new_name = name if of == READING else folders_on_disk.stamped(name, now)
    told, content_hash = folders_on_disk.told_name(new_name), hashlib.sha256(content).hexdigest() if content else ""
    report = _report(look.folder, told, now, problem=reason[:500], content_hash=content_hash)
    report.save()
    look.imports.append(report)
    lying = on_disk.move(name, of=of, to=REFUSED, new_name=new_name)
    on_disk.write(f"{lying}.why.txt", reason + "\n", of=REFUSED)


def _note_once(look: Look, now: datetime) -> None:
    """A folder that cannot be read is told of once, not each minute."""
    last = CustomerImport.objects.filter(folder=look.folder).order_by("-id").first()
    if last is None or (last.problem, last.file_name) != (look.problem[:500], ""):
        _report(look.folder, "", now, problem=look.problem[:500]).save()


def _remember(on_disk: OpenFolder, seen: dict) -> None:
    on_disk.write(folders_on_disk.SEEN, dumps(seen))


def _tidy(on_disk: OpenFolder, now: datetime) -> None:
    """What was read goes after a week, what was refused after 30 days; what others laid there stays."""
    for of, kept in ((DONE, KEPT_DONE), (REFUSED, KEPT_REFUSED)):
        for name, _status in on_disk.entries(of):
            moment = folders_on_disk.stamp_of(name)
            if moment and now - moment > kept:
                on_disk.remove(name, of=of)
