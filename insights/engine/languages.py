"""Which language an answer is in: the page's language, unless a long text clearly says otherwise."""

from functools import cache

from insights.engine import phrasing, wording
from insights.engine.learning import Lesson, seeds
from insights.engine.shapes import LANGUAGES

LONG_ENOUGH = 40  # characters; below this the page's language is the better guess
CERTAIN = 0.9
LONG_ENOUGH_TO_BE_STRANGE = 25
STRANGE, SHORT_AND_STRANGE = -8.8, -13.5  # mean log-likelihood of a piece below which the text is in none of the five
SPREAD = 40  # pieces a text counts as, however long it is


class Listener:
    """A small classifier over pieces of words, fitted on the same sentences as the heads and on each language's lists
    of words and turns: these know the everyday words that few sentences hold, and short answers are made of."""

    def __init__(self, lessons: list[Lesson]):
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.naive_bayes import MultinomialNB

        self._pieces = HashingVectorizer(
            analyzer="char_wb", ngram_range=(1, 5), n_features=2**17, alternate_sign=False, norm="l1"
        )
        told = [(lesson.text, lesson.language) for lesson in lessons]
        told += [(word, language) for language in LANGUAGES for word in _listed(language)]
        texts, languages = zip(*told, strict=True)
        self._head = MultinomialNB(alpha=0.002).fit(self._pieces.transform(texts) * SPREAD, languages)

    def guess(self, texts: list[str]) -> list[tuple[str, float]]:
        """The likeliest language of each text and how sure that is."""
        if not texts:
            return []
        scores = self._head.predict_proba(self._pieces.transform([text[:400] for text in texts]) * SPREAD)
        return [(str(self._head.classes_[row.argmax()]), float(row.max())) for row in scores]

    def strange(self, texts: list[str]) -> list[bool]:
        """Which texts are in a language the engine was never taught; a few words must look very odd for that."""
        if not texts:
            return []
        rows = self._pieces.transform([text[:400] for text in texts])
        best = (rows @ self._head.feature_log_prob_.T).max(axis=1) / rows.sum(axis=1).A1.clip(min=1e-9)
        return [
            bool(familiar < (STRANGE if len(text.strip()) >= LONG_ENOUGH_TO_BE_STRANGE else SHORT_AND_STRANGE))
            for text, familiar in zip(texts, best, strict=True)
        ]

    def languages(self, texts: list[str], declared: list[str | None]) -> list[str]:
        """The language to read each text in; an unsupported declaration always yields to the guess."""
        wanted = [
            place
            for place, text in enumerate(texts)
            if declared[place] not in LANGUAGES or len(text.strip()) >= LONG_ENOUGH
        ]
        settled = [language if language in LANGUAGES else "en" for language in declared]
        for place, (guess, certainty) in zip(wanted, self.guess([texts[p] for p in wanted]), strict=True):
            if declared[place] not in LANGUAGES or certainty >= CERTAIN:
                settled[place] = guess
        return settled


def _listed(language: str) -> list[str]:
    """The words and turns listed for a language; of a stem what there is of it."""
    return [entry.replace("*", "") for entry in (*wording.entries(language), *phrasing.entries(language))]


@cache
def seed_listener() -> Listener:
    """The process's own, shared by every reader."""
    return Listener(list(seeds()))
