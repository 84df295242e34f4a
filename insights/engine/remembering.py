"""What an organisation has taught is remembered one lesson at a time, beside the heads that are fitted on them all.

Fifty lessons among thousands of seeds move a head but little, and the words of a trade ("tailgate", "reed") stand in
no seed at all. So a text also asks its nearest lessons what they were about, and their word multiplies the odds of
the cause. Without lessons nothing is changed, nor where no sentence embedder runs: words alone do not tell what is
alike well enough to help (docs/teaching.md).
"""

from collections.abc import Sequence

from insights.engine import vectors
from insights.engine.learning import Lesson
from insights.engine.shapes import TREATMENT_GROUP

NEAREST = 12  # lessons that are asked; more of them would drown the heads in an organisation that taught thousands
FAR = 0.25  # below this likeness a lesson says nothing
STRENGTH = 6.0  # of a lesson that says the same, in the logarithm of the odds
TREATMENT_SHARE = 0.5  # how much of that weighs on whether the story is of how people met
AGAINST_TREATMENT = 0.5  # and of this again when it says no, so that lessons hide no ill-treatment


class Memory:
    """The lessons that name a cause. Read-only after it is made, so threads may share it."""

    def __init__(self, lessons: Sequence[Lesson]):
        told = [lesson for lesson in lessons if lesson.category]
        self._lessons = told if told and vectors.has_sentences() else []
        self._rows = _rows([lesson.text for lesson in self._lessons], [lesson.language for lesson in self._lessons])

    def recalled(self, scores, texts: Sequence[str], *, languages: Sequence[str], causes: Sequence[str]):
        """The likelihoods of the heads, as `Heads.likelihoods` gives them, after the nearest lessons were asked."""
        if not self._lessons or not texts:
            return scores
        incident, polarity, category, treatment, *others = scores
        named, met = self.told(texts, languages=languages, causes=causes)
        return [incident, polarity, _multiplied(category, named), _multiplied(treatment, met), *others]

    def told(self, texts: Sequence[str], *, languages: Sequence[str], causes: Sequence[str]):
        """What the nearest lessons say of each text, in logarithms of odds: a column per cause, and two on whether
        it is of how people met, no and yes."""
        import numpy

        if not self._lessons:
            return numpy.zeros((len(texts), len(causes))), numpy.zeros((len(texts), 2))
        told = self._told(texts, languages)
        groups = [lesson.category in TREATMENT_GROUP for lesson in self._lessons]
        met = self._spoken_for(told, groups, (False, True)) * TREATMENT_SHARE
        met[:, 0] *= AGAINST_TREATMENT
        return self._spoken_for(told, [lesson.category for lesson in self._lessons], causes), met

    def _told(self, texts, languages):
        """How much each lesson has to say about each text: nothing, unless it is among the nearest."""
        import numpy

        likeness = numpy.clip((_rows(texts, languages) @ self._rows.T - FAR) / (1 - FAR), 0, 1)
        if len(self._lessons) > NEAREST:
            others = numpy.argpartition(-likeness, NEAREST - 1, axis=1)[:, NEAREST:]
            numpy.put_along_axis(likeness, others, 0, axis=1)
        return STRENGTH * likeness

    def _spoken_for(self, told, labels, columns):
        import numpy

        return told @ numpy.array([[label == column for column in columns] for label in labels], dtype=float)


def _rows(texts, languages):
    return vectors.vectors_of(texts, languages=languages).astype("float32") if texts else None


def _multiplied(likelihoods, told):
    """The odds times e to the power of what was told, and again a likelihood a row."""
    import numpy

    odds = numpy.maximum(likelihoods, 1e-6) * numpy.exp(told - told.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)
