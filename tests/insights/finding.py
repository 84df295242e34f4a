"""Incidents as the machine might have found them, and the worker that learns from what people decide about them."""

from common import clock, working
from insights import teaching
from insights.models import Incident, Theme
from surveys.models import Survey
from surveys.touchpoints import default_of
from tests.insights import telling


def found(survey: Survey, words: str, *, slept: str = "no", **fields) -> Incident:
    """An incident of these words, taken for bad treatment unless told otherwise."""
    response = telling.tells(survey, words, slept=slept)
    theme, _ = Theme.objects.get_or_create(
        organisation=survey.organisation,
        category="treatment",
        polarity="negative",
        is_default=True,
        defaults={"created_at": clock.now()},
    )
    return Incident.objects.create(
        **{
            "organisation": survey.organisation,
            "answer": response.answers.get(),
            "start": 0,
            "end": len(words),
            "engine_version": "test",
            "machine_polarity": "negative",
            "machine_category": "treatment",
            "machine_severity": 3,
            "theme": theme,
            "unit": survey.unit,
            "touchpoint": default_of(survey.organisation),
            "respondent_key": response.respondent_key,
            "happened_at": response.submitted_at,
            **fields,
        }
    )


def learn() -> int:
    """The worker, after a moment's rest."""
    with clock.at(clock.now() + teaching.REST):
        return working.do_waiting(teaching.KIND)
