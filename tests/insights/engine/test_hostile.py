"""Whatever is typed, the engine answers and does not fall."""

import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.engine import UNSURE, analyse, analyse_many, reading
from insights.engine.splitting import LONGEST_READ

HOSTILE = [
    "",
    " \n\t ",
    "😀" * 500,
    "\x00" * 50,
    "\u200b\u200d\ufeff",
    "\ud800 broken \udfff",
    "<script>alert(1)</script>",
    "<" * 100_000,
    "." * 100_000,
    "a" * 100_000,
    "men " * 25_000,
    "Nej. " * 20_000,
    "𝕿𝖊𝖝𝖙 İİİ ßß",
    "これは日本語です。",
    "مرحبا بالعالم",
    "%s %(x)s {0} {{ }} ${x}",
    "\u202eHan var sur\u202c\x07\x1b[31m",
    "<div " * 5_000 + "Hon suckade." + "</div>" * 5_000,
    "👩‍👩‍👧‍👦🏳️‍🌈" * 2_000,
    "Z͑ͫ̓a̴l̶g̵o̷ " * 3_000,
    "Personalen var sur. " * 5_000,
]
ENOUGH_S = 10  # for all of them in all languages, on a busy machine; one takes hundredths of that


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["sv", "fi", "de", "", "x" * 50])
def test_it_answers(text, language):
    found = analyse(text, language=language)
    assert found.language in ("sv", "da", "nb", "fi", "en")
    assert all(text[unit.start : unit.end] == unit.text for unit in found.units)
    assert all(unit.end <= LONGEST_READ for unit in found.units)


def test_none_of_it_stalls():
    rows = [(text, language) for text in HOSTILE for language in ("sv", "xx")]
    began = time.process_time()
    analyse_many(rows)
    assert time.process_time() - began < ENOUGH_S


def test_invisible_characters_and_markup_change_no_verdict():
    plain = analyse("The nurse laughed at me and walked away.", language="en")
    dressed = analyse("<b>The nurse</b> laughed\u200b at me\x00 and walked away.", language="en")
    assert (dressed.incident, dressed.polarity, dressed.category) == (True, plain.polarity, plain.category)


def test_what_is_in_a_language_never_taught_is_guessed_at_with_doubt(foreign):
    assert len({row["language"] for row in foreign}) >= 30
    for declared in ("sv", "en", None):
        for row in foreign:
            found = analyse(row["text"], language=declared or row["language"])
            assert all(unit.confidence < UNSURE for unit in found.units), row


def test_what_is_in_one_that_was_is_not_doubted_for_that(examples):
    listener = reading.shared_reader().listener
    assert not any(listener.strange([row["text"] for row in examples]))


def test_a_wrong_declared_language_does_not_hide_ill_treatment():
    for declared in ("sv", "da", "nb", "en", "de", "xx"):
        found = analyse("Vastaanottovirkailija nauroi minulle kaikkien edessä ja käänsi selkänsä.", language=declared)
        assert (found.language, found.polarity, found.category) == ("fi", "negative", "treatment")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["sv", "da", "nb", "fi", "en"]))
def test_any_text_gives_ordered_exact_units(text, language):
    units = analyse(text, language=language).units
    assert [text[unit.start : unit.end] for unit in units] == [unit.text for unit in units]
    assert all(before.end <= after.start for before, after in zip(units, units[1:], strict=False))


@pytest.mark.parametrize("text", ["", "😀😀😀", "...", "12345"])
def test_nothing_said_is_no_incident(text):
    found = analyse(text, language="en")
    assert (found.incident, found.polarity) == (False, "neutral")
    assert all(unit.confidence < UNSURE for unit in found.units)


def test_a_long_text_in_another_language_is_read_in_its_own():
    text = "Vastaanottovirkailija huokaisi syvään, käänsi selkänsä ja sanoi, ettei se ollut hänen ongelmansa."
    assert analyse(text, language="sv").language == "fi"
    assert analyse("Kiitos!", language="sv").language == "sv"


def test_importing_is_cheap_and_plain():
    code = (
        "import sys, insights.engine; print([m for m in ('sklearn', 'numpy', 'scipy', 'django') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_many_threads_share_one_reader(monkeypatch):
    fitted = []
    monkeypatch.setattr(reading, "_shared", [])
    monkeypatch.setattr(reading, "Reader", lambda: fitted.append("fit") or object())
    threads = [threading.Thread(target=reading.shared_reader) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fitted == ["fit"]
