"""Fitting the heads: from the shipped seeds, and from what an organisation has taught since."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from insights.engine.embedding import Embedder, TfidfEmbedder
from insights.engine.shapes import HERE, LANGUAGES, TREATMENT_GROUP

CORRECTION_WEIGHT = 3.0  # a person has looked
RATING_WEIGHT = 0.5  # the number beside the words only hints
CLOSE_STRICTNESS = 3  # of the heads on dense rows: anything from 3 to 30 does about as well
SURER_TOGETHER = 1.3  # two heads that name the same category are surer than either: now the share that is right
SURELY_NOT = 1e-9  # a head may be this sure against a label, and no surer: another may know better


@dataclass(frozen=True)
class Lesson:
    """One labelled text. A label that is None teaches its head nothing."""

    text: str
    language: str
    incident: bool | None = None
    polarity: str | None = None
    category: str | None = None
    severity: int | None = None
    rating: int | None = None
    weight: float = 1.0
    is_review: bool = False  # a judgement of a shop, a thing or a stay as strangers write them, not a story


@cache
def seeds() -> tuple[Lesson, ...]:
    """The sentences shipped with the engine, each our own words."""
    lessons = []
    for language in LANGUAGES:
        with (HERE / "seeds" / f"{language}.jsonl").open(encoding="utf-8") as lines:
            lessons += [Lesson(**json.loads(line)) for line in lines]
    return tuple(lessons)


def embedder_for(lessons: Sequence[Lesson]) -> TfidfEmbedder:
    """An embedder fitted on these lessons' words."""
    return TfidfEmbedder([lesson.text for lesson in lessons], languages=[lesson.language for lesson in lessons])


@cache
def seed_embedder() -> TfidfEmbedder:
    """The process's own, fitted on the seeds and shared by every reader, whatever it was taught."""
    return embedder_for(seeds())


class Head:
    """One judgement: a logistic regression on each embedder's rows, their likelihoods multiplied and levelled."""

    def __init__(self, lessons: Sequence[Lesson], rows, label, *, strictness, together=1.0):
        from sklearn.linear_model import LogisticRegression

        chosen = [place for place, lesson in enumerate(lessons) if label(lesson) is not None]
        truths = [label(lessons[place]) for place in chosen]
        weights = [_weight(lessons[place], truth) for place, truth in zip(chosen, truths, strict=True)]
        settings = {"class_weight": "balanced", "max_iter": 1000, "tol": 1e-3}
        self._parts = [
            LogisticRegression(C=strict, **settings).fit(some[chosen], truths, sample_weight=weights)
            for some, strict in zip(rows, (strictness, CLOSE_STRICTNESS), strict=False)
        ]
        self._share = together / len(self._parts) if len(self._parts) > 1 else 1.0
        self.labels = self._parts[0].classes_.tolist()
        self.word_weights = self._parts[0].coef_  # by label and column of the first embedder

    def likelihoods(self, rows):
        """An array, a row per text and a column per label."""
        import numpy

        parts = [part.predict_proba(some) for part, some in zip(self._parts, rows, strict=True)]
        odds = numpy.exp(sum(numpy.log(numpy.maximum(told, SURELY_NOT)) for told in parts) * self._share)
        return odds / odds.sum(axis=1, keepdims=True)


class Heads:
    """The seven judgements. `embedders`: words first, sentences second where there are any. Read-only after fitting."""

    def __init__(self, lessons: Iterable[Lesson], *, embedders: Sequence[Embedder]):
        lessons = list(lessons)
        self._embedders = embedders
        rows = self._rows([lesson.text for lesson in lessons], [lesson.language for lesson in lessons])
        self.incident = Head(lessons, rows, lambda lesson: lesson.incident, strictness=4)
        self.polarity = Head(lessons, rows, _polarity, strictness=4)
        self.category = Head(lessons, rows, lambda lesson: lesson.category, strictness=6, together=SURER_TOGETHER)
        self.treatment = Head(lessons, rows, _treatment_group, strictness=4)
        self.grave = Head(lessons, rows, _is_grave, strictness=4)
        self.kind = Head(lessons, rows, _was_kind, strictness=2)
        self.praise = Head(lessons, rows, _was_praised, strictness=4)
        self._in_order = (
            self.incident,
            self.polarity,
            self.category,
            self.treatment,
            self.grave,
            self.kind,
            self.praise,
        )

    def likelihoods(self, texts, *, languages):
        """What each head says of each text: incident, polarity, category, treatment, grave, kind, praise."""
        rows = self._rows(texts, languages)
        return [head.likelihoods(rows) for head in self._in_order]

    def category_of(self, texts, *, languages):
        """What the head for causes says of each text."""
        return self.category.likelihoods(self._rows(texts, languages))

    def incidents_of(self, texts, *, languages):
        """How likely it is that something happened in each text."""
        return self.incident.likelihoods(self._rows(texts, languages))[:, 1]

    def family_column(self, family):
        return self._embedders[0].family_column(family)

    def _rows(self, texts, languages):
        return [embedder.encode(texts, languages=languages) for embedder in self._embedders]


def _polarity(lesson):
    """Mixed answers teach their parts, not the whole; a rating stands in where nobody has said."""
    if lesson.polarity:
        return None if lesson.polarity == "mixed" else lesson.polarity
    if lesson.rating is None or lesson.rating == 3:
        return None
    return "positive" if lesson.rating > 3 else "negative"


def _treatment_group(lesson):
    return None if lesson.category is None else lesson.category in TREATMENT_GROUP


def _is_grave(lesson):
    return None if lesson.severity is None else lesson.severity >= 4


def _was_kind(lesson):
    """Stories of how people met, told by themselves: there kind and unkind ones have turns that others lack."""
    is_told = lesson.category in TREATMENT_GROUP and lesson.polarity in ("positive", "negative")
    return lesson.polarity == "positive" if is_told else None


def _was_praised(lesson):
    """Reviews by themselves, and what only has a rating: there words mean what they say, as in few stories."""
    told = _polarity(lesson) if lesson.is_review or lesson.polarity is None else None
    return told == "positive" if told in ("positive", "negative") else None


def _weight(lesson, label):
    only_rated = lesson.polarity is None and label in ("positive", "negative")
    return RATING_WEIGHT if only_rated else lesson.weight
