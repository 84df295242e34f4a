"""Message catalogues: .po files are kept in the project, .mo files made from them where the product runs."""

import os
import re
from pathlib import Path

import polib
from django.conf import settings

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def po_files() -> list[Path]:
    """The catalogue of each language, in a fixed order."""
    return sorted(path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES/*.po"))


def compile_stale() -> list[Path]:
    """Compile each catalogue whose .mo is missing or older; returns those compiled. Works without gettext."""
    stale = [po for po in po_files() if not _is_fresh(po)]
    for po in stale:
        _compile(po)
    return stale


def _is_fresh(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def _compile(po: Path) -> None:
    mo = po.with_suffix(".mo")
    unfinished = mo.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(str(po)).save_as_mofile(str(unfinished))
    unfinished.replace(mo)  # another process reads the old one or the new one, never half of it


def missing(po: Path) -> list[str]:
    """What keeps a catalogue from being complete: untranslated, fuzzy, or with other placeholders than its source."""
    problems = []
    for entry in polib.pofile(str(po)):
        if entry.obsolete:
            continue
        if entry.fuzzy:
            problems.append(f"fuzzy: {entry.msgid}")
        elif not entry.translated():
            problems.append(f"untranslated: {entry.msgid}")
        elif _placeholders_differ(entry):
            problems.append(f"placeholders differ: {entry.msgid}")
    return problems


def _placeholders_differ(entry: polib.POEntry) -> bool:
    shape = _PLACEHOLDER
    wanted = set(shape.findall(entry.msgid)) | set(shape.findall(entry.msgid_plural or ""))
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    optional = set(shape.findall(entry.msgid_plural or "")) - set(shape.findall(entry.msgid)) or wanted
    if entry.msgid_plural:  # "one answer" may leave the number out, never bring another name in
        return any(set(shape.findall(text)) - wanted for text in texts) or not any(
            optional <= set(shape.findall(text)) for text in texts
        )
    return any(set(shape.findall(text)) != wanted for text in texts)
