"""How much an organisation's own lessons count beside what is shipped: as much as they would have foretold.

Three voices name the cause of a text: the heads fitted on our seeds, a head fitted on the organisation's lessons
alone, and the nearest of these lessons. Where the trade is much like the seeds, the first knows best; where it is not,
fifty lessons know more than four thousand sentences of ours. Which it is, the lessons tell: each is foretold by voices
that have not heard it, and the weights that foretold best are kept.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import product

from insights.engine import vectors
from insights.engine.learning import Heads, Lesson, seed_embedder
from insights.engine.remembering import AGAINST_TREATMENT, Memory
from insights.engine.shapes import TREATMENT_GROUP

MOST = 500  # the newest lessons that are fitted; more take longer and tell little more
FEWEST_CAUSES, OF_EACH = 3, 2  # of fewer causes with so many lessons each, no head can tell one from another
HALF_TRUSTED = 10  # lessons after which the own head is believed half; the rest of its word is the shipped heads'
FOLDS = 5
STRICTNESS = 10  # of the own head: anything from 3 to 30 does about as well
HEARD_OUT = 0.01  # no voice makes a cause less likely than this: another may know better
AS_SHIPPED = (1.0, 0.0, 1.0)
OF_HEADS, OF_OWN, OF_NEAREST = (1.0, 0.7, 0.5, 0.3, 0.0), (0.0, 0.25, 0.5, 0.75, 1.0), (1.0, 0.5, 0.0)
DEPARTING_COSTS = 3.0  # of a weight from those as shipped, in the logarithm of the likelihood
LEANS = (0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0)  # towards reading a passage as an incident
LEANING_COSTS = 3.0  # lessons that a lean of 1 must put right, at least
MOST_AGAINST = 1.0  # the own head's no to the treatment group lowers the odds by e to this, however sure it is


class OwnHead:
    """The causes of an organisation's lessons. Of what it has heard little of, it says what the shipped heads say."""

    def __init__(self, lessons: Sequence[Lesson], *, causes: Sequence[str]):
        from sklearn.linear_model import LogisticRegression

        named = [lesson.category for lesson in lessons]
        self._share = len(lessons) / (len(lessons) + HALF_TRUSTED) if can_tell(named) else 0.0
        if self._share:
            rows = _rows([lesson.text for lesson in lessons], [lesson.language for lesson in lessons])
            self._fitted = LogisticRegression(C=STRICTNESS, max_iter=300).fit(rows, named)
            self._columns = [causes.index(cause) for cause in self._fitted.classes_]

    def likelihoods(self, texts: Sequence[str], shipped, *, languages: Sequence[str]):
        """An array as `shipped`, which is what the shipped heads say: a row per text and a column per cause."""
        found = (1 - self._share) * shipped
        if self._share:
            found[:, self._columns] += self._share * self._fitted.predict_proba(_rows(texts, languages))
        return found


class Voices:
    """All that speak of an organisation's answers: the heads, and what it has taught. Read-only once made.

    `lessons` come newest first. `shipped` are heads that know the seeds alone; by these it is found out how much the
    lessons count.
    """

    def __init__(self, lessons: Sequence[Lesson] = (), *, shipped: Heads | None = None):
        self.memory = Memory(lessons)
        self.weights, self.lean = AS_SHIPPED, 0.0
        if shipped is None:
            return
        causes = shipped.category.labels
        named = [lesson for lesson in lessons if lesson.category in causes][:MOST]
        self.lean = best_lean([lesson for lesson in lessons if lesson.incident is not None][:MOST], shipped)
        if can_tell([lesson.category for lesson in named]):
            self.weights = best_weights(*_foretold(named, shipped), [causes.index(one.category) for one in named])
        self._own = OwnHead(named, causes=causes)

    def heard(self, scores, texts: Sequence[str], *, languages: Sequence[str], causes: Sequence[str]):
        """The likelihoods of the heads, as `Heads.likelihoods` gives them, after what was taught has been asked."""
        import numpy

        if not texts:
            return scores
        if self.lean:
            leant = numpy.log(numpy.maximum(scores[0], 1e-6)) + numpy.array([0, self.lean])
            scores = [_levelled(leant), *scores[1:]]
        if self.weights == AS_SHIPPED:
            return self.memory.recalled(scores, texts, languages=languages, causes=causes)
        of_heads, of_own, of_nearest = self.weights
        incident, polarity, category, treatment, *others = scores
        own = self._own.likelihoods(texts, category, languages=languages)
        named, met = self.memory.told(texts, languages=languages, causes=causes)
        pooled = _levelled(of_heads * _log(category) + of_own * _log(own) + of_nearest * named)
        danger = category.argmax(axis=1) == causes.index("safety")  # which lessons never talk away
        category = numpy.where(danger[:, None], category, pooled)
        met = of_nearest * met
        met[:, 1] += of_own * _of_treatment(own, causes)
        return [incident, polarity, category, _levelled(_log(treatment) + met), *others]


def can_tell(named: Sequence[str]) -> bool:
    """Whether a head can be fitted on lessons of these causes that knows one from another."""
    return sum(count >= OF_EACH for count in Counter(named).values()) >= FEWEST_CAUSES


def best_weights(of_heads, of_own, of_nearest, truths: Sequence[int]) -> tuple[float, float, float]:
    """The weights under which these rows, what each voice says of each lesson in logarithms, make the truths likeliest.

    Departing from AS_SHIPPED costs a little, so that a handful of lessons does not decide.
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

    Lessons that come out right anyhow ask for nothing, and three must be won for each step of 1.
    """
    import numpy

    if not lessons:
        return 0.0
    found = shipped.incidents_of([one.text for one in lessons], languages=[one.language for one in lessons])
    odds, truths = _log_odds(found), numpy.array([lesson.incident for lesson in lessons])
    return max(LEANS, key=lambda lean: ((odds + lean >= 0) == truths).sum() - LEANING_COSTS * abs(lean))


def _foretold(lessons: Sequence[Lesson], shipped: Heads):
    """What each voice says of each lesson without having heard it, in logarithms."""
    import numpy

    causes, folds = shipped.category.labels, [_fold(lesson.text) for lesson in lessons]
    texts, languages = [lesson.text for lesson in lessons], [lesson.language for lesson in lessons]
    heads = shipped.category_of(texts, languages=languages)
    own, nearest = heads.copy(), numpy.zeros_like(heads)
    for fold in set(folds):
        out = [place for place, one in enumerate(folds) if one == fold]
        heard = [lesson for lesson, one in zip(lessons, folds, strict=True) if one != fold]
        asked, spoken = [texts[place] for place in out], [languages[place] for place in out]
        own[out] = OwnHead(heard, causes=causes).likelihoods(asked, heads[out], languages=spoken)
        nearest[out] = Memory(heard).told(asked, languages=spoken, causes=causes)[0]
    return _log(heads), _log(own), nearest


def _fold(text: str) -> int:
    """The same for the same words, so that nobody foretells what he has heard elsewhere."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode("utf-8", "replace")).digest()[0] % FOLDS


def _of_treatment(own, causes):
    """What the own head says on whether it is of how people met, as logarithm of the odds; a no weighs less."""
    import numpy

    odds = _log_odds(own[:, [cause in TREATMENT_GROUP for cause in causes]].sum(axis=1) / own.sum(axis=1))
    return numpy.where(odds < 0, numpy.maximum(AGAINST_TREATMENT * odds, -MOST_AGAINST), odds)


def _rows(texts, languages):
    """By sentences where they can be read, else by words."""
    if vectors.has_sentences():
        return vectors.centred_of(texts, languages).astype("float32")
    return seed_embedder().encode(texts, languages=languages)


def _log(likelihoods):
    import numpy

    return numpy.log(numpy.maximum(likelihoods, HEARD_OUT))


def _log_odds(likelihoods):
    import numpy

    kept = numpy.clip(likelihoods, HEARD_OUT, 1 - HEARD_OUT)
    return numpy.log(kept / (1 - kept))


def _levelled(logarithms):
    """Likelihoods again, a row of them adding up to 1."""
    import numpy

    likely = numpy.exp(logarithms - logarithms.max(axis=1, keepdims=True))
    return likely / likely.sum(axis=1, keepdims=True)
