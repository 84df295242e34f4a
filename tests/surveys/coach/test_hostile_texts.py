"""Whatever is typed or pasted, the coach answers, and its work grows with the text and not faster."""

import sys

import pytest

from surveys.coach import advise, split
from surveys.coach.wording import LANGUAGES

SIZE = 10_000
HOSTILE = {
    "emoji": "😀👩‍👩‍👧‍👦🇸🇪",
    "right to left": "\u202eשלום مرحبا\u202c ",
    "script": "<script>alert('och')</script> ",
    "control": "\x00\x07\x1b[31m\r\n\t",
    "zero width": "a\u200bl\u200bl\u200bt\u200bi\u200bd\u200b ",
    "combining": "e" + "\u0301" * 40,
    "surrogate": "\ud800x",
    "one word": "a",
    "dashes": "1-",
    "questions": "Var det? ",
    "conjunctions": "och og ja and ",
    "negations": "inte ikke ei not ",
    "almost phrases": "vad kan vi hvad kan vi what can we mitä voimme ",
    "quotes": "\"“”'’",
    "signs": "?!.:;,",
    "spaces": " \u00a0\u2003",
    "braces": "{{ x }} {% y %} %(z)s \\",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_ten_thousand_characters_of_anything(kind):
    text = (HOSTILE[kind] * SIZE)[:SIZE]
    for language in (*LANGUAGES, "xx"):
        for advice in advise(text, language=language, help_text=text):
            begin, end = advice.span
            assert 0 <= begin < end <= SIZE
        split(text, language=language)


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_text_is_at_most_about_twice_the_work(kind):
    once, twice = (_work((HOSTILE[kind] * size)[:size]) for size in (2_000, 4_000))
    assert twice <= 3 * once + 2_000


def _work(text: str) -> int:
    """Function calls it takes, which unlike seconds are the same on every machine."""
    for language in LANGUAGES:
        advise(text, language=language)  # words are remembered from here on
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        for language in LANGUAGES:
            advise(text, language=language)
    finally:
        sys.setprofile(None)
    return calls


def test_zero_width_signs_do_not_hide_a_word():
    assert [advice.rule for advice in advise("Är bussen al\u200blt\u00adid ren?", language="sv")] == ["absolute_words"]
