"""The look, put together from small files: one bundle for colleagues, inlined pieces for customers.

A colleague's page links `css/app.css`, which exists only here: the finder writes it when static files are
collected or first asked for, so a new file in `static/css/components/` needs no list and a page needs one
request. A customer's page carries its own few kilobytes and asks for nothing more.
"""

import os
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCE = Path(settings.BASE_DIR) / "static"
BUNDLE = "css/app.css"
BEFORE = ("css/tokens.css", "css/base.css", "css/layout.css")
AFTER = ("css/utilities.css",)


def sources() -> list[str]:
    """The bundle's files in order: tokens, base, layout, every component by name, utilities."""
    components = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.glob("css/components/*.css"))
    return [*BEFORE, *components, *AFTER]


def joined(names: list[str] | tuple[str, ...]) -> str:
    """The named files as one text, without comments and idle space."""
    return "".join(squeezed((SOURCE / name).read_text(encoding="utf-8")) for name in names)


def squeezed(css: str) -> str:
    """The same rules in fewer bytes. A space before a colon stays: in a selector it means "inside"."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


@lru_cache(maxsize=64)
def _remembered(name: str) -> str:
    return joined((name,))


def inlined(*names: str) -> str:
    """What a page carries in its own <style>; read once a process, afresh while developing."""
    return joined(names) if settings.DEBUG else "".join(map(_remembered, names))


class BundleFinder(BaseFinder):
    """Finds css/app.css by writing it to var/bundles when it is missing or older than its parts."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "bundles")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != BUNDLE:
            return []
        written = self._write()
        return [written] if find_all or kwargs.get("all") else written

    def list(self, ignore_patterns):
        self._write()
        yield BUNDLE, self.storage

    def _write(self) -> str:
        target = Path(self.storage.path(BUNDLE))
        css = joined(sources())
        if not target.exists() or target.read_text(encoding="utf-8") != css:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Several processes may do this at once: each writes its own copy, and all copies are equal.
            own_copy = target.with_suffix(f".{os.getpid()}.tmp")
            own_copy.write_text(css, encoding="utf-8")
            own_copy.replace(target)
        return str(target)
