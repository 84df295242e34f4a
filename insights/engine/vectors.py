"""Texts as short dense rows that can be compared across languages, for grouping and for finding what is alike.

The raw rows of one language lie close together whatever they say; so each language's mean is taken off first, and
what sentences differ in most, whatever they are about, is toned down.
`python -m insights.engine.vectors` makes the shipped rows of the seeds anew after a change of seeds or embedder.
"""

import hashlib
from collections.abc import Sequence
from functools import cache

from insights.engine import sentences, splitting
from insights.engine.embedding import DenseEmbedder
from insights.engine.learning import seed_embedder, seeds
from insights.engine.shapes import HERE, LANGUAGES

SHIPPED = HERE / "seeds" / "vectors.npz"
LANDMARKS = 1200  # seeds a row is compared with; more are slower and hardly better
EVENED = f"{sentences.NAME}-even"
DIRECTIONS = 128  # in which rows differ most; the others are mostly noise
_DIGEST_BYTES = 8


def embedder_name() -> str:
    """Whose rows `vectors_of` gives. Rows of two names must never be compared; make them anew instead."""
    return EVENED if has_sentences() else dense_embedder().name


def vectors_of(texts: Sequence[str], *, languages: Sequence[str | None]):
    """A float16 array, one row of length 1 per text; all zeros for a text without a letter, which is like nothing."""
    rows = centred_of(texts, languages)
    return _at_length_1(rows @ _evening()) if has_sentences() else rows


def centred_of(texts, languages):
    """As `vectors_of`, but the directions in which all sentences differ most are not toned down."""
    import numpy

    visible = [splitting.readable(text) for text in texts]
    told = [place for place, text in enumerate(visible) if any(map(str.isalpha, text))]
    embedder = sentence_embedder() if has_sentences() else dense_embedder()
    rows = numpy.zeros((len(visible), embedder.dim), dtype=numpy.float16)
    if told:
        spoken = [languages[place] for place in told]
        rows[told] = centred(embedder.encode([visible[place] for place in told], languages=spoken), languages=spoken)
    return rows


class CloseEmbedder:
    """Sentences for the heads: how like each landmark a text is, so that a head, which can only
    add, also sees what comes together in a sentence."""

    name, dim = sentences.NAME, LANDMARKS

    def encode(self, texts, *, languages):
        import numpy

        rows = centred_of(texts, languages)
        return _landmarks().transform(rows.astype(numpy.float32)) if len(rows) else numpy.zeros((0, self.dim))


@cache
def _landmarks():
    """Some of the seeds, the same ones each time, and the kernel that says how like them a row is."""
    import numpy
    from sklearn.kernel_approximation import Nystroem

    rows = centred(shipped_rows(), languages=seed_languages()).astype(numpy.float32)
    kernel = {"kernel": "poly", "degree": 3, "gamma": 1, "coef0": 1}
    return Nystroem(n_components=LANDMARKS, random_state=7, **kernel).fit(rows)


def close_embedders() -> list[CloseEmbedder]:
    """What the heads read besides words: sentences where they can be read, else nothing."""
    return [CloseEmbedder()] if has_sentences() else []


def centred(rows, *, languages):
    """Raw rows without what their language has in common, at length 1; float16."""
    import numpy

    means = _means(embedder_name())
    rows = numpy.asarray(rows, dtype=numpy.float32) - numpy.stack([means.get(one, means[None]) for one in languages])
    return _at_length_1(rows)


def _at_length_1(rows):
    import numpy

    return (rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-6)).astype(numpy.float16)


@cache
def _evening():
    """Turns a centred row of a sentence into one whose directions differ about equally much over the seeds."""
    import numpy

    rows = centred(shipped_rows(), languages=seed_languages()).astype(numpy.float32)
    _, spread, directions = numpy.linalg.svd(rows, full_matrices=False)
    kept = directions[:DIRECTIONS]
    return (kept.T / numpy.sqrt(spread[:DIRECTIONS])) @ kept


@cache
def has_sentences() -> bool:
    """The sentence embedder runs here, and the shipped rows are its own rows of these very seeds."""
    return sentences.is_usable() and shipped_rows() is not None


@cache
def sentence_embedder() -> sentences.SentenceEmbedder:
    """The process's own; it knows the seeds' rows without reading them."""
    return sentences.SentenceEmbedder(dict(zip(seed_texts(), shipped_rows(), strict=True)))


@cache
def dense_embedder() -> DenseEmbedder:
    """The fallback, fitted on the seeds; its name changes with them, as its columns do."""
    return DenseEmbedder(seed_embedder(), seed_texts(), languages=seed_languages(), name=f"svd-{seeds_digest()}")


@cache
def seed_rows():
    """The raw rows of the seeds, in their order, by the embedder in use."""
    if has_sentences():
        return shipped_rows()
    return dense_embedder().encode(seed_texts(), languages=seed_languages())


@cache
def _means(name):
    """Language -> mean row of its seeds; None -> the mean of these, for a language there are no seeds of."""
    import numpy

    rows, spoken = numpy.asarray(seed_rows(), dtype=numpy.float32), numpy.array(seed_languages())
    means = {language: rows[spoken == language].mean(axis=0) for language in LANGUAGES}
    return means | {None: numpy.mean(list(means.values()), axis=0)}


def seed_texts() -> list[str]:
    return [seed.text for seed in seeds()]


def seed_languages() -> list[str]:
    return [seed.language for seed in seeds()]


def seeds_digest() -> str:
    return hashlib.sha256("\n".join(seed_texts()).encode()).hexdigest()[:8]


def _digests(texts):
    import numpy

    joined = b"".join(hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES] for text in texts)
    return numpy.frombuffer(joined, dtype=numpy.uint64)


def _stored():
    import numpy

    with numpy.load(SHIPPED, allow_pickle=False) as stored:
        return str(stored["embedder"]), stored["digests"], stored["rows"]


@cache
def shipped_rows():
    """The seeds' rows as shipped, in the seeds' order; None when they are of other seeds or another embedder."""
    if not SHIPPED.exists():
        return None
    name, digests, rows = _stored()
    belongs = name == sentences.NAME and (digests.tolist() == _digests(seed_texts()).tolist())
    return rows if belongs else None


def main():
    """Only texts that have no row yet are read: some forty a second."""
    import numpy

    texts, known = seed_texts(), {}
    if SHIPPED.exists() and _stored()[0] == sentences.NAME:
        known = dict(zip(_stored()[1].tolist(), _stored()[2], strict=True))
    digests = _digests(texts)
    fresh = [place for place, digest in enumerate(digests.tolist()) if digest not in known]
    read = sentences.SentenceEmbedder().encode([texts[place] for place in fresh], languages=["en"] * len(fresh))
    known |= {int(digests[place]): row for place, row in zip(fresh, read, strict=True)}
    rows = numpy.stack([known[digest] for digest in digests.tolist()])
    numpy.savez_compressed(SHIPPED, embedder=sentences.NAME, digests=digests, rows=rows)
    print(f"{len(fresh)} texts read, {len(texts)} rows in {SHIPPED.name}, {SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
