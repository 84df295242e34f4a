"""Texts as numbers. Another embedder (a sentence model, say) only has to keep this protocol."""

from collections.abc import Sequence
from typing import Any, Protocol

from insights.engine import phrasing, wording

FAMILY_WEIGHT = 1.0
TURN_WEIGHT = 2.0


class Embedder(Protocol):
    """`encode` gives one row per text, `dim` wide; rows of two embedders are never mixed."""

    name: str
    dim: int

    def encode(self, texts: Sequence[str], *, languages: Sequence[str]) -> Any: ...


class TfidfEmbedder:
    """Words, word pairs, pieces of words, turns of a sentence and word families, fitted on its texts."""

    name = "tfidf-5"

    def __init__(self, texts: Sequence[str], *, languages: Sequence[str]):
        import numpy
        from sklearn.feature_extraction.text import TfidfVectorizer

        common = {"sublinear_tf": True, "lowercase": True, "dtype": numpy.float32}
        self._words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, **common)
        self._pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2, **common)
        turned = {"sublinear_tf": True, "dtype": numpy.float32}
        self._turns = TfidfVectorizer(analyzer=phrasing.turns, min_df=2, **turned)
        self._words.fit(texts)
        self._pieces.fit(texts)
        self._turns.fit(list(zip(texts, languages, strict=True)))
        self._places = {family: place for place, family in enumerate(wording.families())}
        vocabularies = (self._words.vocabulary_, self._pieces.vocabulary_, self._turns.vocabulary_)
        self.dim = sum(map(len, vocabularies)) + len(self._places) * 2

    def encode(self, texts, *, languages):
        from scipy.sparse import hstack

        return hstack(
            [
                self._words.transform(texts),
                self._pieces.transform(texts),
                self._turns.transform(zip(texts, languages, strict=True)) * TURN_WEIGHT,
                self._families(texts, languages),
            ],
            format="csr",
        )

    def family_column(self, family):
        return self.dim - 2 * len(self._places) + self._places[family]

    def _families(self, texts, languages):
        """Two columns a family: is it there at all, and is it there more than once."""
        from scipy.sparse import csr_matrix

        width, rows, columns = len(self._places), [], []
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            for family, passages in wording.hits(text, language=language).items():
                rows.append(row)
                columns.append(self._places[family])
                if len(passages) > 1:
                    rows.append(row)
                    columns.append(width + self._places[family])
        values = [FAMILY_WEIGHT] * len(rows)
        return csr_matrix((values, (rows, columns)), shape=(len(texts), 2 * width), dtype="float32")


class DenseEmbedder:
    """The rows of another embedder, drawn together into few columns, so that they can be stored and compared."""

    dim = 192

    def __init__(self, wide: Embedder, texts: Sequence[str], *, languages: Sequence[str], name: str):
        from sklearn.decomposition import TruncatedSVD

        self.name, self._wide = name, wide
        self._drawn = TruncatedSVD(self.dim, random_state=7).fit(wide.encode(texts, languages=languages))

    def encode(self, texts, *, languages):
        return self._drawn.transform(self._wide.encode(texts, languages=languages))
