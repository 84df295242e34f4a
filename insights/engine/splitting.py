"""An answer cut into spans that each say one thing, with offsets into the original text."""

import re

LONGEST_READ = 10_000  # characters of one answer that are read; what lies beyond is stored but not judged
SHORTEST_UNIT = 14  # a shorter fragment ("Aldrig mer.") belongs to its neighbour
MOST_UNITS = 60

_ABBREVIATIONS = {
    "sv": "t.ex bl.a dvs osv kl ca nr m.m m.fl o.s.v s.k dr tel st ev resp",
    "da": "f.eks bl.a dvs osv kl ca nr m.m m.fl mv hr fr dr tlf pga evt stk",
    "nb": "f.eks bl.a dvs osv kl ca nr m.m m.fl mv hr fr dr tlf pga evt stk",
    "fi": "esim mm ym yms jne klo n nro ns ks tri hlö puh min",
    "en": "e.g i.e etc mr mrs ms dr st no approx vs a.m p.m tel",
}
_CONTRASTS = {
    "sv": "men|fast|dock|däremot|tyvärr",
    "da": "men|dog|derimod|desværre",
    "nb": "men|derimot|dessverre",
    "fi": "mutta|vaan|kuitenkin|valitettavasti|harmi",
    "en": "but|however|though|unfortunately|yet",
}
_TAG = re.compile(r"<[^<>]{1,200}>")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s)|[\r\n]+")
_INVISIBLE = dict.fromkeys(
    [
        *range(32),
        *range(0x7F, 0xA0),
        *(0xAD, 0x61C, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0xD800, 0xE000),  # half a character: cannot be written as UTF-8
    ],
    " ",
) | {10: "\n", 13: "\n"}


def readable(text: str) -> str:
    """The part that is read, with mark-up and invisible characters blanked; offsets stay what they were."""
    visible = text[:LONGEST_READ].translate(_INVISIBLE)
    return _TAG.sub(lambda tag: " " * len(tag.group()), visible)


def spans(visible: str, *, language: str) -> list[tuple[int, int]]:
    """Start and end of each unit, in order, without overlap and without surrounding space."""
    cuts = sorted({0, len(visible), *_sentence_cuts(visible, language), *_contrast_cuts(visible, language)})
    pieces = [_trimmed(visible, start, end) for start, end in zip(cuts, cuts[1:], strict=False)]
    return _joined([piece for piece in pieces if piece[0] < piece[1]])


def _sentence_cuts(visible, language):
    guarded = set(_ABBREVIATIONS.get(language, "").split())
    for match in _SENTENCE_END.finditer(visible):
        before = visible[max(0, match.start() - 12) : match.start()].split()
        if match.group() == "." and before and (before[-1].lower() in guarded or before[-1].isdigit()):
            continue
        yield match.end()


def _contrast_cuts(visible, language):
    words = _CONTRASTS.get(language)
    if words:
        for match in re.finditer(rf"(?<=[,;.–-])\s+(?=(?:{words})\b)", visible, re.IGNORECASE):
            yield match.end()


def _trimmed(visible, start, end):
    piece = visible[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _joined(pieces):
    """Short fragments join the unit before them (or after, when first); too many units become one tail."""
    joined = []
    for start, end in pieces:
        short = end - start < SHORTEST_UNIT or (joined and joined[-1][1] - joined[-1][0] < SHORTEST_UNIT)
        if joined and (short or len(joined) >= MOST_UNITS):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
