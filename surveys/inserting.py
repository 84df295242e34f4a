"""Earlier answers and what we know of the customer, inserted in a text: plain Python, text in and text out.

    Hello {customer:first_name|there}. You said {answer:3fa9c2|something else}. What made it so?

An insertion names an earlier question by its code, or something about the customer, and says after the bar what stands
there when there is nothing to insert. Whatever is inserted is plain text: it is never read for insertions again, and a
template escapes it like any other word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

ANSWER, CUSTOMER = "answer", "customer"
FIRST_NAME, UNIT = "first_name", "unit"
CUSTOMER_NAMES = (FIRST_NAME, UNIT)
LONGEST = 80  # characters of one inserted answer

_NOTHING: Mapping[str, str] = MappingProxyType({})
_INSERTION = re.compile(r"\{(answer|customer):([^{}|]*)(?:\|([^{}]*))?\}")
# With the space before it, which goes too where nothing is inserted: "Hello !" would look broken.
_WITH_SPACE = re.compile(r"([ \t\u00a0]?)" + _INSERTION.pattern)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Insertion:
    """One place in a text where something is inserted; `start` and `end` are offsets of the whole of it."""

    kind: str  # "answer" or "customer"
    name: str  # the code of a question, or what is known of the customer
    fallback: str
    start: int
    end: int


def code_for(question_key: UUID | str) -> str:
    """What stands for a question in a text: the first six digits of its key."""
    key = question_key if isinstance(question_key, UUID) else UUID(question_key)
    return key.hex[:6]


def find(text: str) -> list[Insertion]:
    """Every insertion in the text, in order; also one that names nothing we know."""
    return [
        Insertion(found[1], _name(found[2]), (found[3] or "").strip(), found.start(), found.end())
        for found in _INSERTION.finditer(text or "")
    ]


def codes_in(texts: Iterable[str]) -> set[str]:
    """The codes of the questions whose answers are inserted in these texts."""
    return {one.name for text in texts if "{" in text for one in find(text) if one.kind == ANSWER}


def fill(text: str, *, answers: Mapping[str, str] = _NOTHING, customer: Mapping[str, str] = _NOTHING) -> str:
    """The text with everything inserted; `answers` by code, `customer` by name.

    What is missing or empty there gives way to the insertion's own words, and these, if empty, to nothing.
    """
    if not text or "{" not in text:
        return text
    known = {ANSWER: answers, CUSTOMER: customer}

    def inserted(found: re.Match) -> str:
        space, kind, name, fallback = found.groups()
        words = plain(known[kind].get(_name(name), "")) or (fallback or "").strip()
        return f"{space}{words}" if words else ""

    return _WITH_SPACE.sub(inserted, text).strip()


def sample(text: str, *, answer: str = "…", customer: Mapping[str, str] = _NOTHING) -> str:
    """The text as an example: each inserted answer says `answer`, or the words that stand in for it."""
    codes = {one.name: one.fallback or answer for one in find(text) if one.kind == ANSWER}
    return fill(text, answers=codes, customer=customer)


def plain(words: str) -> str:
    """What may be inserted: one line, nothing unprintable or turning the writing around, at most LONGEST characters."""
    line = " ".join(_UNPRINTABLE.sub("", words).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _name(written: str) -> str:
    return written.strip().lower()
