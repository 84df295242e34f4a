"""Lists that were read lie on in their watched folder for a while: an erased customer goes from them too."""

import io
import time
import zipfile
from collections.abc import Sequence

from accounts.models import Organisation
from common import decoding, workbooks
from invitations.customers import folders_on_disk
from invitations.customers.folders_on_disk import DONE, REFUSED, OpenFolder
from invitations.customers.letting_go import file_is_named, holds
from invitations.models import WatchedFolder

MOST_BYTES = 50 * 1024 * 1024
TRIES, BETWEEN_S = 30, 0.1


class Busy(Exception):
    """A folder is being looked through at this moment; in a moment it is not. Nothing is lost by trying again."""


def remove_leftovers(organisation: Organisation, traces: Sequence[str]) -> int:
    """Remove the lists that hold one of the traces from what was read or refused; returns how many files went.

    A list that lies there to be read is not a leftover: it is read, and a stop holds. Raises Busy.
    """
    removed = 0
    for folder in WatchedFolder.objects.for_organisation(organisation).select_related("organisation").order_by("pk"):
        if folders_on_disk.path_of(folder).is_dir():
            removed += _in_folder(folder, traces)
    return removed


def _in_folder(folder: WatchedFolder, traces: Sequence[str]) -> int:
    for _try in range(TRIES):
        try:
            with folders_on_disk.opened(folder) as on_disk:
                return sum(_in_part(on_disk, part, traces) for part in (DONE, REFUSED))
        except folders_on_disk.Busy:
            time.sleep(BETWEEN_S)
        except OSError:
            return 0  # it cannot be opened, so nothing was ever read from it
    raise Busy


def _in_part(on_disk: OpenFolder, part: str, traces: Sequence[str]) -> int:
    held = []
    for name, _status in on_disk.entries(part):
        content = on_disk.read(name, of=part, at_most=MOST_BYTES)
        if content is not None and (_is_named(name, traces) or _file_holds(content, traces)):
            held.append(name)
    for name in held:
        on_disk.remove(name, of=part)
    return len(held)


def _is_named(name: str, traces: Sequence[str]) -> bool:
    return file_is_named(folders_on_disk.told_name(name), traces)


def _file_holds(content: bytes, traces: Sequence[str]) -> bool:
    if not workbooks.is_workbook(content):
        return holds(decoding.decode(content), traces)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(
                holds(archive.read(part).decode(errors="replace"), traces)
                for part in archive.infolist()
                if part.file_size <= MOST_BYTES
            )
    except Exception:  # damaged in a way nobody can list: what cannot be read may hold anything
        return True
