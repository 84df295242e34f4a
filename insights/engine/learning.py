"""Fitting the heads: from the shipped seeds, and from what an organisation has taught since."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from insights.engine.embedding import TfidfEmbedder
from insights.engine.shapes import HERE, LANGUAGES, TREATMENT_GROUP

CORRECTION_WEIGHT = 3.0  # a person has looked
RATING_WEIGHT = 0.5  # the number beside the words only hints


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


@cache
def seeds() -> tuple[Lesson, ...]:
    """The sentences shipped with the engine, each our own words."""
    lessons = []
    for language in LANGUAGES:
        with (HERE / "seeds" / f"{language}.jsonl").open(encoding="utf-8") as lines:
            lessons += [Lesson(**json.loads(line)) for line in lines]
    return tuple(lessons)


class Heads:
    """The five judgements, each a logistic regression on the same rows. Read-only after fitting."""

    def __init__(self, lessons: Iterable[Lesson]):
        lessons = list(lessons)
        texts, languages = [lesson.text for lesson in lessons], [lesson.language for lesson in lessons]
        self.embedder = TfidfEmbedder(texts, languages=languages)
        rows = self.embedder.encode(texts, languages=languages)
        self.incident = self._fitted(rows, lessons, lambda lesson: lesson.incident, strictness=4)
        self.polarity = self._fitted(rows, lessons, _polarity, strictness=4)
        self.category = self._fitted(rows, lessons, lambda lesson: lesson.category, strictness=6)
        self.treatment = self._fitted(rows, lessons, _treatment_group, strictness=4)
        self.grave = self._fitted(rows, lessons, _is_grave, strictness=4)
        self.in_order = (self.incident, self.polarity, self.category, self.treatment, self.grave)

    @staticmethod
    def _fitted(rows, lessons, label, *, strictness):
        from sklearn.linear_model import LogisticRegression

        chosen = [place for place, lesson in enumerate(lessons) if label(lesson) is not None]
        head = LogisticRegression(C=strictness, class_weight="balanced", max_iter=300, tol=1e-3)
        return head.fit(
            rows[chosen],
            [label(lessons[place]) for place in chosen],
            sample_weight=[_weight(lessons[place], label(lessons[place])) for place in chosen],
        )


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


def _weight(lesson, label):
    only_rated = lesson.polarity is None and label in ("positive", "negative")
    return RATING_WEIGHT if only_rated else lesson.weight
