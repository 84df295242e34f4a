"""Rules about what a survey asks of its reader: how much, how long, how often the same."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common import clock
from surveys import estimating, question_kinds
from surveys.models import Question, Survey
from surveys.readiness.draft import Draft
from surveys.readiness.problem import ADVICE, STRONG, Problem

QUESTIONS_TO_AIM_FOR, QUESTIONS_AT_MOST = 3, 5
MINUTES_TO_AIM_FOR, MINUTES_AT_MOST = 2, 5
SCALES_AT_MOST = 1
ABOUT_ONE_MOMENT_AT_MOST = 2


def too_many_questions(draft: Draft) -> Iterator[Problem]:
    count = len(draft.questions)
    if count > QUESTIONS_AT_MOST:
        sentence = _("There are {count} questions. Many customers give up after five; which ones could you do without?")
        yield Problem("too_many_questions", format_lazy(sentence, count=count), severity=STRONG)
    elif count > QUESTIONS_TO_AIM_FOR:
        words = _("More than three questions. Which one would you miss least?")
        yield Problem("too_many_questions", words, severity=ADVICE)


def too_long_to_answer(draft: Draft) -> Iterator[Problem]:
    minutes = estimating.minutes_to_answer(draft.version, draft.questions)
    if minutes > MINUTES_AT_MOST:
        sentence = _("It takes about {minutes} minutes to answer. That is a lot to ask of a customer; two is kinder.")
        yield Problem("too_long_to_answer", format_lazy(sentence, minutes=minutes), severity=STRONG)
    elif minutes > MINUTES_TO_AIM_FOR:
        words = _("It takes more than two minutes to answer. Shorten it: the customer's time counts too.")
        yield Problem("too_long_to_answer", words, severity=ADVICE)


def scale_overload(draft: Draft) -> Iterator[Problem]:
    if sum(question.kind in question_kinds.SCALES for question in draft.questions) > SCALES_AT_MOST:
        words = _("Several scales are tiring. Keep at most one, and ask openly instead.")
        yield Problem("scale_overload", words, severity=ADVICE)


def touchpoint_over_surveyed(draft: Draft) -> Iterator[Problem]:
    """The same moment asked about elsewhere, or too often here. The whole visit is no such moment."""
    moments = [question.touchpoint for question in draft.questions if not question.touchpoint.is_default]
    elsewhere = _asked_elsewhere(draft.survey, {moment.pk for moment in moments})
    for moment, count in Counter(moments).items():
        if moment.pk in elsewhere:
            sentence = _("“{survey}” already asks about “{moment}”. Rather ask once than twice.")
            words = format_lazy(sentence, survey=elsewhere[moment.pk], moment=moment)
            yield Problem("touchpoint_over_surveyed", words, severity=ADVICE)
        elif count > ABOUT_ONE_MOMENT_AT_MOST:
            sentence = _("{count} questions are about “{moment}”. Could they be fewer?")
            yield Problem(
                "touchpoint_over_surveyed", format_lazy(sentence, count=count, moment=moment), severity=ADVICE
            )


def _asked_elsewhere(survey: Survey, moments: set[int]) -> dict[int, str]:
    """The name of an open survey, by the moment it asks about: of the same unit, of one above it or below it."""
    if not moments:
        return {}
    above = [int(part) for part in survey.unit.path.split("/") if part]
    same_customers = Q(unit_id__in=above) | Q(unit__path__startswith=survey.unit.path)
    others = Survey.objects.for_organisation(survey.organisation_id).open(clock.now()).filter(same_customers)
    asked = Question.objects.for_organisation(survey.organisation_id).filter(
        version__in=others.exclude(pk=survey.pk).values("published_version"), touchpoint__in=moments
    )
    return dict(asked.order_by("-version__survey_id").values_list("touchpoint_id", "version__survey__name"))
