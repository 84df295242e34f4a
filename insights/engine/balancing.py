"""How much an organisation's own lessons count beside what is shipped: as much as they would have foretold.

Three voices name the cause of a text: the heads fitted on our seeds, a head fitted on the organisation's lessons
alone, and the nearest of these lessons. Where the trade is much like the seeds, the first knows best; where it is not,
fifty lessons know more than four thousand sentences of ours. Which it is, the lessons tell: each is foretold by voices
that have not heard it, and the weights that foretold best are kept.
"""

import warnings
from collections.abc import Sequence
from itertools import product

from insights.engine import vectors
from insights.engine.learning import Heads, Lesson, seed_embedder
from insights.engine.remembering import Memory
from insights.engine.shapes import TREATMENT_GROUP

FEWEST = 5  # lessons that name a cause; of fewer nothing is foretold, and the weights are those to begin with
MOST = 500  # the newest lessons that are fitted; more take longer and tell little more
FOLDS = 5
STRICTNESS = 10
HEARD_OUT = 0.01  # no voice makes a cause less likely than this: another may know better
OF_HEADS, OF_OWN, OF_NEAREST = (1.0, 0.7, 0.5, 0.3), (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0), (1.0, 0.5, 0.0)
LEANS = (0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0)  # towards reading a passage as an incident
LEANING_COSTS = 3.0  # lessons that a lean of 1 must put right, at least
DEPARTING_COSTS = 3.0  # of a weight from those to begin with, in the logarithm of the likelihood
LEAST = 1e-6  # of a likelihood whose logarithm is taken
AGAINST_TREATMENT = 0.5  # a no of the own head counts so much, so that lessons hide no ill-treatment


class OwnHead:
    """The causes of an organisation's lessons, by themselves. Sure of the only cause it has ever heard of."""

    def __init__(self, lessons: Sequence[Lesson], *, causes: Sequence[str]):
        from sklearn.linear_model import LogisticRegression

        self._causes, named = list(causes), [lesson.category for lesson in lessons]
        self._only = named[0] if len(set(named)) == 1 else None
        if self._only is None:
            rows = _rows([lesson.text for lesson in lessons], [lesson.language for lesson in lessons])
            with warnings.catch_warnings():
                warnings.filterwarnings(
                    "ignore", "The number of unique classes"
                )  # few lessons of many causes: so it is
                self._fitted = LogisticRegression(C=STRICTNESS, max_iter=300).fit(rows, named)

    def likelihoods(self, texts: Sequence[str], *, languages: Sequence[str]):
        """An array, a row per text and a column per cause; none below HEARD_OUT."""
        import numpy

        found = numpy.zeros((len(texts), len(self._causes)))
        if self._only is not None:
            found[:, self._causes.index(self._only)] = 1
        else:
            columns = [self._causes.index(cause) for cause in self._fitted.classes_]
            found[:, columns] = self._fitted.predict_proba(_rows(texts, languages))
        return numpy.maximum(found, HEARD_OUT)


class Voices:
    """All that speak of an organisation's answers: the heads, and what it has taught. Read-only once made.

    `shipped` are heads that know the seeds alone; by these it is found out how much the lessons count.
    """

    def __init__(self, lessons: Sequence[Lesson] = (), *, shipped: Heads | None = None):
        self.memory = Memory(lessons)
        self._own: OwnHead | None = None
        named = [lesson for lesson in lessons if lesson.category][-MOST:]
        if shipped is None or len(named) < FEWEST:
            return
        causes = shipped.category.labels
        self._lean = best_lean(lessons[-MOST:], shipped)
        self._weights = best_weights(*_foretold(named, shipped), truths=[causes.index(one.category) for one in named])
        self._own = OwnHead(named, causes=causes)

    def heard(self, scores, texts: Sequence[str], *, languages: Sequence[str], causes: Sequence[str]):
        """The likelihoods of the heads, as `Heads.likelihoods` gives them, after what was taught has been asked."""
        import numpy

        if not texts:
            return scores
        if self._own is None:
            return self.memory.recalled(scores, texts, languages=languages, causes=causes)
        of_heads, of_own, of_nearest = self._weights
        incident, polarity, category, treatment, *others = scores
        incident = _levelled(numpy.log(numpy.maximum(incident, LEAST)) + numpy.array([0, self._lean]))
        own = self._own.likelihoods(texts, languages=languages)
        named, met = self.memory.told(texts, languages=languages, causes=causes)
        category = _levelled(of_heads * _log(category) + of_own * numpy.log(own) + of_nearest * named)
        group = own[:, [cause in TREATMENT_GROUP for cause in causes]].sum(axis=1) / own.sum(axis=1)
        odds = _odds(group)
        met = of_nearest * met
        met[:, 1] += of_own * numpy.where(odds < 0, AGAINST_TREATMENT * odds, odds)
        treatment = _levelled(of_heads * numpy.log(numpy.maximum(treatment, LEAST)) + met)
        return [incident, polarity, category, treatment, *others]


def best_weights(of_heads, of_own, of_nearest, *, truths: Sequence[int]) -> tuple[float, float, float]:
    """The weights under which these rows, what each voice says of each lesson in logarithms, make the truths likeliest.

    Departing from (1, 0, 1) costs a little, so that a handful of lessons does not decide.
    """
    import numpy

    places = numpy.arange(len(truths))

    def worth(weights):
        heads, own, nearest = weights
        foretold = _levelled(heads * of_heads + own * of_own + nearest * of_nearest)
        return numpy.log(foretold[places, truths]).sum() - DEPARTING_COSTS * (1 - heads + own + 1 - nearest)

    return max(product(OF_HEADS, OF_OWN, OF_NEAREST), key=worth)


def best_lean(lessons: Sequence[Lesson], shipped: Heads) -> float:
    """What is added to the logarithm of the odds that something happened, so that most of the lessons come out right.

    Lessons that come out right anyhow ask for nothing, and three must be won for each step.
    """
    import numpy

    told = [lesson for lesson in lessons if lesson.incident is not None]
    if not told:
        return 0.0
    found = shipped.incidents_of([lesson.text for lesson in told], languages=[lesson.language for lesson in told])
    odds, truths = _odds(found), numpy.array([lesson.incident for lesson in told])
    return max(LEANS, key=lambda lean: ((odds + lean >= 0) == truths).sum() - LEANING_COSTS * abs(lean))


def _foretold(lessons: Sequence[Lesson], shipped: Heads):
    """What each voice says of each lesson, without having heard it."""
    import numpy

    causes = shipped.category.labels
    texts, languages = [lesson.text for lesson in lessons], [lesson.language for lesson in lessons]
    heads = _log(shipped.category_of(texts, languages=languages))
    own, nearest = numpy.zeros_like(heads), numpy.zeros_like(heads)
    for fold in range(FOLDS):
        out = list(range(fold, len(lessons), FOLDS))
        heard = [lesson for place, lesson in enumerate(lessons) if place % FOLDS != fold]
        asked = {"texts": [texts[place] for place in out], "languages": [languages[place] for place in out]}
        own[out] = numpy.log(OwnHead(heard, causes=causes).likelihoods(**asked))
        nearest[out] = Memory(heard).told(**asked, causes=causes)[0]
    return heads, own, nearest


def _rows(texts, languages):
    """By sentences where they can be read, else by words."""
    if vectors.has_sentences():
        return vectors.centred_of(texts, languages).astype("float32")
    return seed_embedder().encode(texts, languages=languages)


def _log(likelihoods):
    import numpy

    return numpy.log(numpy.maximum(likelihoods, HEARD_OUT))


def _odds(likelihoods):
    """The logarithm of the odds of each likelihood."""
    import numpy

    kept = numpy.clip(likelihoods, LEAST, 1 - LEAST)
    return numpy.log(kept / (1 - kept))


def _levelled(logarithms):
    """Likelihoods again, a row of them adding up to 1."""
    import numpy

    odds = numpy.exp(logarithms - logarithms.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)
